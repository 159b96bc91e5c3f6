import { utc } from '#machines'
import type { TruthCharge } from '../../provider/provider.ts'
import type { CommandTruth } from '../scene.ts'
import { expect, test } from 'vitest'
import { chargeOf, clausesOf, commandOf, renewalCharge, sceneOf, subscribed } from '../scene-of.fixture.ts'
import { retriesWithinPolicy } from './retries-within-policy.ts'

const tries = (count: number, code: string): readonly TruthCharge[] =>
  Array.from({ length: count }, (_, n) => renewalCharge({ id: `ch_ada_${n}`, outcome: 'declined', code, at: utc(`2024-03-0${n + 1}`) }))
const newMethod = commandOf({ do: 'update method', method: 'card' }, utc('2024-03-01T12:00Z'))

test('as many tries as policy has gaps, and the first, are fine', () => {
  expect(clausesOf(retriesWithinPolicy, sceneOf({ truth: { charges: tries(4, 'insufficient_funds') } }))).toEqual([])
})

test('one more is told, unless a new method started the budget again', () => {
  const charges = tries(5, 'insufficient_funds')
  expect(clausesOf(retriesWithinPolicy, sceneOf({ truth: { charges } }))).toEqual(['too many'])
  expect(clausesOf(retriesWithinPolicy, sceneOf({ truth: { charges, commands: [subscribed, newMethod] } }))).toEqual([])
})

test('after a hard decline only a new method is tried', () => {
  const charges = tries(2, 'expired_card')
  expect(clausesOf(retriesWithinPolicy, sceneOf({ truth: { charges } }))).toEqual(['after hard decline'])
  expect(clausesOf(retriesWithinPolicy, sceneOf({ truth: { charges, commands: [newMethod] } }))).toEqual([])
})

test('a method brought while the refused one was on its way is a new one, an older one or a copy is not', () => {
  const [first, second] = tries(2, 'expired_card')
  const brought = commandOf({ do: 'update method', method: 'card expired' }, utc('2024-02-10'))
  const early = commandOf({ do: 'update method', method: 'card' }, utc('2024-02-29T10:00Z'))
  const refused = { ...first!, method: 'pm_ada_2' }
  const judged = (method: string, commands: readonly CommandTruth[]): readonly string[] =>
    clausesOf(retriesWithinPolicy, sceneOf({ truth: { charges: [chargeOf({}), refused, { ...second!, method }], commands } }))
  expect(judged('pm_ada_3', [subscribed, brought, early])).toEqual([])
  expect(judged('pm_ada_2', [subscribed, brought, early])).toEqual(['after hard decline'])
  expect(judged('pm_ada_1', [subscribed, brought, early])).toEqual(['after hard decline'])
  expect(judged('pm_ada_3', [subscribed, brought])).toEqual(['after hard decline'])
  expect(judged('pm_ada_3', [subscribed, brought, { ...early, reply: { kind: 'refused', reason: 'no' } }])).toEqual(['after hard decline'])
})

test('paying what was given up is one try more', () => {
  const asked = commandOf({ do: 'pay debt' }, utc('2024-03-04T12:00Z'))
  const judged = (count: number): readonly string[] =>
    clausesOf(retriesWithinPolicy, sceneOf({ truth: { charges: tries(count, 'insufficient_funds'), commands: [subscribed, asked] } }))
  expect(judged(5)).toEqual([])
  expect(judged(6)).toEqual(['too many'])
})

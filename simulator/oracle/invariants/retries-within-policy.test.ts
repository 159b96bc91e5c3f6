import { utc } from '#machines'
import type { TruthCharge } from '../../provider/provider.ts'
import { expect, test } from 'vitest'
import { clausesOf, commandOf, renewalCharge, sceneOf, subscribed } from '../scene-of.fixture.ts'
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

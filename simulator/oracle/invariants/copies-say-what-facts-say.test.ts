import type { StandingRow } from '#machines'
import { days, later, minor, never, utc } from '#machines'
import { expect, test } from 'vitest'
import { clausesOf, sceneOf } from '../scene-of.fixture.ts'
import { copiesSayWhatFactsSay } from './copies-say-what-facts-say.ts'

const row: StandingRow = {
  who: 'ada',
  status: 'active',
  plan: 'basic',
  quantity: 1,
  received: minor(1_998),
  owed: minor(0),
  goodUntil: never,
}
const now = utc('2024-03-10')
const clauses = (copy: Partial<StandingRow>, truth = {}) =>
  clausesOf(copiesSayWhatFactsSay, sceneOf({ now, view: { standing: [{ ...row, ...copy }] }, truth }))
const edited = (at: typeof now, overwrittenAt?: typeof now) => ({
  edits: [{ who: 'ada', table: 'standing', field: 'status', at, overwrittenAt }],
})

test('holds where each field is what the books say', () => expect(clauses({})).toEqual([]))

test('sees a status, a plan and money that the books do not know', () => {
  expect(clauses({ status: 'past due' })).toEqual(['status'])
  expect(clauses({ plan: 'pro', received: minor(0) })).toEqual(['plan', 'received'])
})

test('leaves a slip of a hand five days, and no longer', () => {
  expect(clauses({ status: 'past due' }, edited(later(now, -days(5) as ReturnType<typeof days>)))).toEqual([])
  expect(clauses({ status: 'past due' }, edited(later(now, -days(6) as ReturnType<typeof days>)))).toEqual(['status'])
})

test('leaves it no longer than until somebody says that it is put right', () => {
  const audit = [{ who: 'ada', id: 'a', by: 'olga', at: now, did: 'repaired' as const, delta: [], knew: 9, goodUntil: never }]
  const view = { standing: [{ ...row, status: 'past due' as const }], audit }
  const judged = (truth: ReturnType<typeof edited>) => clausesOf(copiesSayWhatFactsSay, sceneOf({ now, view, truth }))
  expect(judged(edited(later(now, -days(1) as ReturnType<typeof days>)))).toEqual(['status'])
  // In one instant: the copy was written again after the edit, or the hand came after the repair.
  expect(judged(edited(now, now))).toEqual(['status'])
  expect(judged(edited(now))).toEqual([])
})

test('does not judge a copy whose account is about to be looked at', () =>
  expect(clauses({ status: 'past due', goodUntil: now })).toEqual(['nothing to judge']))

import type { AuditRow } from '#machines'
import { never, utc } from '#machines'
import { expect, test } from 'vitest'
import { clausesOf, sceneOf } from '../scene-of.fixture.ts'
import { recomputeIsIdempotent } from './recompute-is-idempotent.ts'

const differs = [{ field: 'received', stored: 0, facts: 999 }]
const rowAt = (date: string, over: Partial<AuditRow> = {}): AuditRow => ({
  who: 'ada',
  id: date,
  by: 'olga',
  at: utc(date),
  did: 'repaired',
  delta: [],
  knew: 9,
  goodUntil: never,
  ...over,
})
const first = rowAt('2024-03-01', { delta: differs })
const clauses = (second: AuditRow, truth = {}) => clausesOf(recomputeIsIdempotent, sceneOf({ view: { audit: [first, second] }, truth }))

test('holds where the second finds nothing', () => expect(clauses(rowAt('2024-03-02'))).toEqual([]))

test('sees a second that finds something to change on the same facts', () =>
  expect(clauses(rowAt('2024-03-02', { delta: differs }))).toEqual(['received']))

test('does not compare over a new fact, a deadline, somebody’s hand, another account or a mere look', () => {
  const nothing = ['nothing to judge']
  expect(clauses(rowAt('2024-03-02', { delta: differs, knew: 10 }))).toEqual(nothing)
  expect(clauses(rowAt('2024-03-02', { delta: differs, who: 'bob' }))).toEqual(nothing)
  const edits = [{ who: 'ada', table: 'standing', field: 'status', at: utc('2024-03-01T12:00Z'), overwrittenAt: undefined }]
  expect(clauses(rowAt('2024-03-02', { delta: differs }), { edits })).toEqual(nothing)
  const audit = [{ ...first, goodUntil: utc('2024-03-02') }, rowAt('2024-03-02', { delta: differs })]
  expect(clausesOf(recomputeIsIdempotent, sceneOf({ view: { audit } }))).toEqual(nothing)
  const looks = [{ ...first, did: 'looked' as const }, rowAt('2024-03-02', { delta: differs })]
  expect(clausesOf(recomputeIsIdempotent, sceneOf({ view: { audit: looks } }))).toEqual(nothing)
})

import type { AuditRow } from '#machines'
import { never, utc } from '#machines'
import { expect, test } from 'vitest'
import { clausesOf, commandOf, sceneOf, subscribed } from '../scene-of.fixture.ts'
import { operatorsAreAudited } from './operators-are-audited.ts'

const at = utc('2024-03-05')
const asked = commandOf({ do: 'recompute', apply: true, operator: 'olga' }, at)
const row: AuditRow = { who: 'ada', id: 'recompute', by: 'olga', at, did: 'repaired', delta: [], knew: 9, goodUntil: never }
const clauses = (audit: readonly AuditRow[], commands = [subscribed, asked]) =>
  clausesOf(operatorsAreAudited, sceneOf({ view: { audit }, truth: { commands } }))

test('holds where the operator is on record, beside what jobs did by themselves', () =>
  expect(clauses([row, { ...row, id: 'job reconcile/2024-03-06', by: 'reconcile' }])).toEqual([]))

test('has nothing to judge where nobody operated, or was refused', () => {
  const refused = { ...asked, reply: { kind: 'refused' as const, reason: 'busy' } }
  expect(clauses([], [subscribed, refused])).toEqual(['nothing to judge'])
})

test('misses who did it, and sees a wrong name, time and deed', () => {
  expect(clauses([])).toEqual(['missing'])
  expect(clauses([row, row])).toEqual(['twice'])
  expect(clauses([{ ...row, by: 'otto' }])).toEqual(['who'])
  expect(clauses([{ ...row, at: utc('2024-03-04') }])).toEqual(['when'])
  expect(clauses([{ ...row, did: 'looked' }])).toEqual(['what'])
})

test('sees a look that nobody asked for', () => expect(clauses([row, { ...row, id: 'recompute 2' }])).toEqual(['nobody asked']))

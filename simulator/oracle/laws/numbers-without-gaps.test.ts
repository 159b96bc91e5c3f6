import type { Instant } from '#machines'
import { utc } from '#machines'
import { expect, test } from 'vitest'
import { clausesOf, invoiceOf, renewalOf, sceneOf } from '../scene-of.fixture.ts'
import { numbersWithoutGaps } from './numbers-without-gaps.ts'

const bob = invoiceOf({ id: 'bob/sub 1/signup', who: 'bob' })

test('one number after the other is fine, for each customer or for all', () => {
  expect(clausesOf(numbersWithoutGaps, sceneOf({ view: { invoices: [invoiceOf({}), renewalOf({}), bob] } }))).toEqual([])
  expect(
    clausesOf(numbersWithoutGaps, sceneOf({ view: { invoices: [invoiceOf({}), renewalOf({ number: 3 }), { ...bob, number: 2 }] } })),
  ).toEqual([])
})

test('a number that is missing or given twice is told', () => {
  expect(clausesOf(numbersWithoutGaps, sceneOf({ view: { invoices: [invoiceOf({}), renewalOf({ number: 3 })] } }))).toEqual(['gap'])
  expect(clausesOf(numbersWithoutGaps, sceneOf({ view: { invoices: [invoiceOf({}), renewalOf({ number: 1 })] } }))).toEqual(['twice'])
})

test('a number that was seen neither changes nor vanishes, be it between two commits', () => {
  const before = { invoices: [invoiceOf({})] }
  const after = (number: number | undefined) => sceneOf({ at: 'commit', before, view: { invoices: [invoiceOf({ number })] } })
  expect(clausesOf(numbersWithoutGaps, after(1))).toEqual([])
  expect(clausesOf(numbersWithoutGaps, after(2))).toEqual(['changed'])
  expect(clausesOf(numbersWithoutGaps, after(undefined))).toEqual(['gone'])
})

test('where invoices are numbered, one that binds has its number in the end; one of today may still wait', () => {
  const since = (issuedAt: Instant) =>
    sceneOf({ at: 'end', now: utc('2024-03-20'), view: { invoices: [invoiceOf({}), renewalOf({ number: undefined, issuedAt })] } })
  expect(clausesOf(numbersWithoutGaps, since(utc('2024-03-01')))).toEqual(['missing'])
  expect(clausesOf(numbersWithoutGaps, since(utc('2024-03-20')))).toEqual([])
})

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

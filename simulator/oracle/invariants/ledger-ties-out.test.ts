import { minor } from '#machines'
import { expect, test } from 'vitest'
import { clausesOf, invoiceOf, sceneOf } from '../scene-of.fixture.ts'
import { ledgerTiesOut } from './ledger-ties-out.ts'

test('books that tie out are fine', () => {
  expect(clausesOf(ledgerTiesOut, sceneOf())).toEqual([])
})

test.each([
  ['lines', invoiceOf({ total: minor(1_000) })],
  ['paid', invoiceOf({ paid: minor(1_998) })],
  ['refunded', invoiceOf({ refunded: minor(1_000) })],
  ['paid in name', invoiceOf({ paid: minor(0) })],
  ['remaining', invoiceOf({ status: 'open', paid: minor(500), remaining: minor(999) })],
  ['paid for nothing', invoiceOf({ status: 'void', paid: minor(500) })],
  ['open in name', invoiceOf({ status: 'open', paid: minor(999) })],
])('books that do not tie out in %s are told', (clause, invoice) => {
  expect(clausesOf(ledgerTiesOut, sceneOf({ view: { invoices: [invoice] } }))).toEqual([clause])
})

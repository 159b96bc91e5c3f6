import type { CustomerRow, InvoiceRow, LedgerRow } from '#machines'
import { minor } from '#machines'
import { expect, test } from 'vitest'
import { clausesOf, commandOf, invoiceOf, january, postingOf, renewalOf, sceneOf } from '../scene-of.fixture.ts'
import { creditBalanceTiesOut } from './credit-balance-ties-out.ts'

const clauses = (balance: number, credited: number, posted: number, status: InvoiceRow['status'] = 'paid'): readonly string[] => {
  const customers: readonly CustomerRow[] = [{ who: 'ada', provider: 'cus_ada_1', balance: minor(balance) }]
  const invoices: readonly InvoiceRow[] = [invoiceOf({ status, credited: minor(credited) })]
  const ledger: readonly LedgerRow[] = [postingOf('balance', posted, 'granted')]
  const commands = [commandOf({ do: 'grant credit', amount: minor(500) }, january)]
  return clausesOf(creditBalanceTiesOut, sceneOf({ view: { customers, invoices, ledger }, truth: { commands } }))
}

test('credit that was granted and is there, set aside or used is fine', () => {
  expect(clauses(500, 0, 500)).toEqual([])
  expect(clauses(200, 300, 200)).toEqual([])
  expect(clauses(200, 300, 500, 'quote')).toEqual([])
})

test('credit that is lost, comes from nowhere or is owed by the customer is told', () => {
  expect(clauses(100, 300, 100)).toEqual(['lost'])
  expect(clauses(501, 0, 501)).toEqual(['from nowhere'])
  expect(clauses(-50, 550, -50)).toEqual(['negative'])
})

test('books that say otherwise than the rows are told', () => {
  expect(clauses(500, 0, 400)).toEqual(['books'])
  expect(clauses(200, 300, 200, 'quote')).toEqual(['books'])
})

test('what came beyond what was due is credit', () => {
  const customers = [{ who: 'ada', provider: 'cus_ada_1', balance: minor(501) }]
  const view = { customers, ledger: [postingOf('balance', 501, 'ada/command 2/out of band/over')] }
  expect(clausesOf(creditBalanceTiesOut, sceneOf({ view: { ...view, invoices: [invoiceOf({ over: minor(501) })] } }))).toEqual([])
  expect(clausesOf(creditBalanceTiesOut, sceneOf({ view: { ...view, invoices: [invoiceOf({})] } }))).toEqual(['from nowhere'])
})

test('what an invoice came to that was too small to be charged is owed beside invoices, and the next one asks for it', () => {
  expect(clauses(-49, 549, -49)).toEqual([])
  expect(clauses(-49, 549, -49, 'open')).toEqual(['negative'])
  const customers = [{ who: 'ada', provider: 'cus_ada_1', balance: minor(0) }]
  const invoices = [invoiceOf({ credited: minor(30) }), renewalOf({ credited: minor(-30), paid: minor(1_029) })]
  const ledger = [postingOf('balance', -30, 'ada/sub 1/signup'), postingOf('balance', 30, 'ada/sub 1/renewal 2024-02-29')]
  expect(creditBalanceTiesOut.violations(sceneOf({ view: { customers, invoices, ledger } }))).toEqual([])
})

import type { HistoryRow, View } from '#machines'
import { minor } from '#machines'
import { expect, test } from 'vitest'
import {
  chargeOf,
  clausesOf,
  healthyLedger,
  invoiceOf,
  postingOf,
  refundOf,
  renewalCharge,
  renewalOf,
  sceneOf,
} from '../scene-of.fixture.ts'
import { historySaysWhatHappened } from './history-says-what-happened.ts'

const signup: HistoryRow = { who: 'ada', invoice: 'ada/sub 1/signup', label: 'paid', received: minor(999), returned: minor(0) }
const renewal: HistoryRow = { ...signup, invoice: 'ada/sub 1/renewal 2024-02-29' }
const healthyRows = (): View['ledger'] =>
  healthyLedger().map((row) => (row.account === 'receivable' && row.amount < 0 ? { ...row, cause: renewal.invoice } : row))
const clauses = (view: View, truth = {}): readonly string[] =>
  clausesOf(historySaysWhatHappened, sceneOf({ view: { ledger: healthyRows(), ...view }, truth }))

test('holds where the history says what the ledger and the provider say', () => {
  expect(clauses({ history: [signup, renewal] })).toEqual([])
})

test('sees a debt that nobody paid shown as paid', () => {
  const written = [...healthyRows()!.slice(0, 3), postingOf('receivable', -999, renewal.invoice)]
  const unpaid = { charges: [chargeOf({}), renewalCharge({ outcome: 'declined' })] }
  const history = [signup, { ...renewal, label: 'written off' as const, received: minor(0) }]
  const shownPaid = [signup, { ...renewal, received: minor(0) }]
  const uncollectible = [invoiceOf({}), renewalOf({ status: 'uncollectible' })]
  const voided = [invoiceOf({}), renewalOf({ status: 'void' })]
  expect(clauses({ invoices: uncollectible, ledger: written, history }, unpaid)).toEqual([])
  expect(clauses({ invoices: uncollectible, ledger: written, history: shownPaid }, unpaid)).toEqual(['written off shown as paid'])
  expect(clauses({ invoices: voided, ledger: written, history: shownPaid }, unpaid)).toEqual(['voided shown as paid'])
})

test('sees what went back still shown as paid, and money that never came', () => {
  const ledger = [...healthyRows()!, postingOf('cash', -999, 're_ada_1'), postingOf('revenue', -999, signup.invoice)]
  const refunds = [refundOf({})]
  expect(clauses({ ledger, history: [signup, renewal] }, { refunds })).toEqual(['refunded shown as paid'])
  expect(clauses({ history: [{ ...signup, received: minor(1_999) }, renewal] })).toEqual(['money'])
})

test('leaves out of it what came too late to pay for anything', () => {
  const late = chargeOf({ id: 'ch_ada_9', metadata: { invoice: signup.invoice, attempt: 'ada/sub 1/signup/attempt 2' } })
  const ledger = [...healthyRows()!, postingOf('cash', 999, 'ch_ada_9'), postingOf('credit', 999, 'ada/sub 1/signup/attempt 2')]
  expect(clauses({ ledger, history: [signup, renewal] }, { charges: [chargeOf({}), renewalCharge({}), late] })).toEqual([])
})

test('misses an invoice that is not in it, and one that is in it twice or does not exist', () => {
  expect(clauses({ history: [signup] })).toEqual(['missing'])
  expect(clauses({ history: [signup, signup, renewal] })).toEqual(['twice'])
  expect(clauses({ history: [signup, renewal, { ...signup, invoice: 'ada/sub 2/signup' }] })).toEqual(['of nothing'])
})

test('sees a part that came shown as all of it', () => {
  const part = { charges: [chargeOf({}), renewalCharge({ amount: minor(500) })] }
  const ledger = healthyRows()!.map((row) =>
    row.cause === 'ch_ada_2' || (row.account === 'receivable' && row.amount < 0)
      ? { ...row, amount: minor(Math.sign(row.amount) * 500) }
      : row,
  )
  const owed = [...ledger, postingOf('receivable', -499, renewal.invoice)]
  const invoices = [invoiceOf({}), renewalOf({ status: 'uncollectible', paid: minor(500) })]
  const shown = (label: HistoryRow['label']): View => ({
    invoices,
    ledger: owed,
    history: [signup, { ...renewal, label, received: minor(500) }],
  })
  expect(clauses(shown('partly paid'), part)).toEqual([])
  expect(clauses(shown('paid'), part)).toEqual(['partly paid shown as paid'])
})

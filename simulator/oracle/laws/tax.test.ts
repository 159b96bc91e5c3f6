import type { Command, CreditNoteRow, InvoiceRow, LedgerRow } from '#machines'
import { defaultPolicy, minor, utc } from '#machines'
import { expect, test } from 'vitest'
import type { TruthCharge } from '../../provider/provider.ts'
import { taxOwed } from '../tax-owed.ts'
import { clausesOf, commandOf, february, invoiceOf, january, lineOf, march, postingOf, renewalOf, sceneOf } from '../scene-of.fixture.ts'
import { taxFollowsTheMoney as Books } from './tax-follows-the-money.ts'
import { taxedWhereTheCustomerIs as Places } from './taxed-where-the-customer-is.ts'

const rates = [
  { place: 'hamburg', percent: 19 },
  { place: 'new york', percent: 8.875 },
  { place: 'guernsey', percent: 0 },
]
const policy = { ...defaultPolicy, taxes: { prices: 'exclusive', rates } } as const
const inclusive = { ...defaultPolicy, taxes: { prices: 'inclusive', rates } } as const
const subscribed: Command = { do: 'subscribe', plan: 'basic', quantity: 1, method: 'card', place: 'hamburg' }
const { place: _, ...fromNowhere } = subscribed
const commands = [commandOf(subscribed, january)]
/** 9.99 and 1.90 of tax. */
const taxed = (over: Partial<InvoiceRow> = {}): InvoiceRow =>
  invoiceOf({ lines: [lineOf({ taxOnTop: minor(190) })], total: minor(1_189), ...over })
const judged = (invoices: readonly InvoiceRow[], truth = {}, over = {}) =>
  clausesOf(Places, sceneOf({ policy, truth: { commands, ...truth }, view: { invoices }, ...over }))

test('a line that is taxed where the customer is holds, on top or inside', () => {
  expect(judged([taxed()])).toEqual([])
  const inside = invoiceOf({ lines: [lineOf({ taxInside: minor(160) })] })
  expect(judged([inside], {}, { policy: inclusive })).toEqual([])
})

test('where no tax is kept there is nothing to judge', () => {
  expect(judged([invoiceOf({})], {}, { policy: defaultPolicy })).toEqual(['nothing to judge'])
})

test('tax that is missing, of another place, or of what a coupon took off is told', () => {
  expect(judged([invoiceOf({})])).toEqual(['line'])
  expect(judged([invoiceOf({ lines: [lineOf({ taxOnTop: minor(89) })], total: minor(1_088) })])).toEqual(['line'])
  const lowered = (tax: number) => invoiceOf({ lines: [lineOf({ discount: minor(500), taxOnTop: minor(tax) })], total: minor(499 + tax) })
  expect(judged([lowered(95)])).toEqual([])
  expect(judged([lowered(190)])).toEqual(['line'])
})

test('a rate that nobody is taxed at is a rate', () => {
  expect(judged([invoiceOf({})], { commands: [commandOf({ ...subscribed, place: 'guernsey' }, january)] })).toEqual([])
})

test('a move counts from the next period, and within one for nothing', () => {
  const moved = { commands: [...commands, commandOf({ do: 'set place', place: 'guernsey' }, utc('2024-02-10'))] }
  const free = renewalOf({ lines: [lineOf({ from: february, to: march })] })
  const up = (tax: number) =>
    invoiceOf({
      id: 'up',
      reason: 'quantity',
      lines: [lineOf({ quantity: 2, from: utc('2024-02-12'), amount: minor(500), ...(tax === 0 ? {} : { taxOnTop: minor(tax) }) })],
      total: minor(500 + tax),
    })
  expect(judged([taxed(), up(95), free], moved)).toEqual([])
  expect(judged([taxed(), up(0), free], moved)).toEqual(['line'])
})

test('what is bought in the instant of a switch is taxed as the period that it is bought in, before the switch or after it', () => {
  const at = utc('2024-02-12')
  const ends = utc('2025-02-12')
  const moved = { commands: [...commands, commandOf({ do: 'set place', place: 'guernsey' }, utc('2024-02-10'))] }
  const beside = (tax: number, to = february) =>
    invoiceOf({
      id: 'beside',
      reason: 'add-on',
      lines: [lineOf({ item: 'ada/sub 1/storage', from: at, to, amount: minor(500), ...(tax === 0 ? {} : { taxOnTop: minor(tax) }) })],
      total: minor(500 + tax),
    })
  const switched = invoiceOf({ id: 'switch', reason: 'interval', lines: [lineOf({ plan: 'yearly', from: at, to: ends })] })
  expect(judged([taxed(), beside(95), switched], moved)).toEqual([])
  expect(judged([taxed(), beside(0), switched], moved)).toEqual(['line'])
  expect(judged([taxed(), switched, beside(0, ends)], moved)).toEqual([])
  expect(judged([taxed(), switched, beside(95, ends)], moved)).toEqual(['line'])
})

test('what is given back gives back the tax that is in it', () => {
  const credit = (tax: number) =>
    invoiceOf({
      id: 'up',
      reason: 'upgrade',
      lines: [
        lineOf({ from: utc('2024-02-12'), amount: minor(-500), taxOnTop: minor(-tax) }),
        lineOf({ plan: 'pro', from: utc('2024-02-12'), amount: minor(1_000), taxOnTop: minor(190) }),
      ],
      total: minor(690 - tax),
    })
  expect(judged([taxed(), credit(95)])).toEqual([])
  expect(judged([taxed(), credit(50)])).toEqual(['line'])
})

test('a draft is charged by nobody, and its customer is asked', () => {
  const draft = invoiceOf({ status: 'quote', isDraft: true })
  const nowhere = [commandOf(fromNowhere, january)]
  const asked = [{ who: 'ada', kind: 'action needed', cause: 'ada/sub 1/signup/place unknown action needed', at: january }] as const
  const scene = (notices: readonly (typeof asked)[number][], charges: readonly TruthCharge[] = []) =>
    clausesOf(Places, sceneOf({ policy, truth: { commands: nowhere, charges }, view: { invoices: [draft], notices } }))
  expect(scene(asked)).toEqual([])
  expect(scene([])).toEqual(['nobody asked'])
  expect(scene(asked, sceneOf().truth.charges)).toEqual(['charged as a draft'])
})

test('a draft that somebody placed later is taxed there', () => {
  const told = [commandOf(fromNowhere, january), commandOf({ do: 'set place', place: 'hamburg' }, utc('2024-01-31T10:00Z'))]
  expect(judged([taxed()], { commands: told })).toEqual([])
})

const inBooks = (invoices: readonly InvoiceRow[], tax: readonly LedgerRow[], credits = {}) =>
  clausesOf(Books, sceneOf({ policy, view: { invoices, ledger: tax, ...credits } }))
const owed = (amount: number): readonly LedgerRow[] => [postingOf('tax', amount, 'ada/sub 1/signup')]

test('the books owe the tax of what stands', () => {
  expect(inBooks([taxed()], owed(190))).toEqual([])
  expect(inBooks([taxed({ refunded: minor(1_189) })], owed(0))).toEqual([])
  expect(inBooks([taxed({ refunded: minor(589) })], owed(96))).toEqual([])
  expect(inBooks([taxed({ status: 'void', paid: minor(0) }), renewalOf({})], [])).toEqual([])
})

test('tax that stays owed when its money has gone back is told, and tax that was forgotten', () => {
  expect(inBooks([taxed({ refunded: minor(1_189) })], owed(190))).toEqual(['too much'])
  expect(inBooks([taxed()], [])).toEqual(['too little'])
  expect(inBooks([taxed()], [...owed(190), postingOf('tax', 5, 'nothing')])).toEqual(['of nothing'])
})

const note = (amount: number, tax: number, over: Partial<CreditNoteRow> = {}): CreditNoteRow => ({
  id: 'note',
  who: 'ada',
  invoice: 'ada/sub 1/signup',
  item: 'ada/sub 1',
  from: january,
  to: february,
  amount: minor(amount),
  tax: minor(tax),
  level: undefined,
  at: january,
  ...over,
})

test('a credit note takes its tax with it, and what a switch had given back goes back with it in the end', () => {
  expect(taxOwed(taxed(), [note(1_189, 190)])).toBe(0)
  expect(taxOwed(taxed(), [note(595, 95)])).toBe(95)
  expect(taxOwed(taxed(), [note(1_189, 190, { invoice: 'another' })])).toBe(190)
  const switched = invoiceOf({
    reason: 'interval',
    lines: [lineOf({ amount: minor(-500), taxOnTop: minor(-95) }), lineOf({ amount: minor(1_000), taxOnTop: minor(190) })],
    total: minor(595),
  })
  expect(taxOwed(switched, [])).toBe(95)
  expect(taxOwed(switched, [note(595, 95)])).toBe(0)
  expect(taxOwed(switched, [note(1_190, 190)])).toBe(-95)
})

test('a credit note without its tax, or with too much of it, is told', () => {
  const notes = (...credits: readonly CreditNoteRow[]) =>
    clausesOf(Places, sceneOf({ policy, truth: { commands }, view: { invoices: [taxed()], credits } }))
  expect(notes(note(595, 95))).toEqual([])
  expect(notes(note(595, 0))).toEqual(['note'])
  expect(notes(note(595, 96))).toEqual(['note'])
  // A second one may be off by what the first was rounded.
  expect(notes(note(595, 95), note(594, 94, { id: 'second' }))).toEqual([])
})

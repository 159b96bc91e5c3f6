import type { Command, Coupon, InvoiceRow } from '#machines'
import { defaultPolicy, later, minor, seconds, utc } from '#machines'
import { expect, test } from 'vitest'
import { accountantAgrees as X } from './accountant-agrees.ts'
import { lowered, offersFor, offersIn } from './offers.ts'
import { clausesOf, commandOf, february, invoiceOf, january, lineOf, march, renewalOf, sceneOf, subscribed } from './scene-of.fixture.ts'
import type { CommandTruth } from './scene.ts'

const coupons: readonly Coupon[] = [
  { key: 'half', off: { percent: 50 }, lasts: 'forever' },
  { key: 'once', off: { amount: minor(500) }, lasts: 'once' },
  { key: 'two', off: { percent: 10 }, lasts: { months: 2 } },
]
const policy = { ...defaultPolicy, coupons }
const apply = (coupon: string): Command => ({ do: 'apply coupon', coupon })
const before = utc('2024-01-30')
const invoices = [invoiceOf({}), renewalOf({})]
/** The coupons that may lower each of the two periods. */
const offers = (commands: readonly CommandTruth[], rows: readonly InvoiceRow[] = invoices) => {
  const all = offersIn(sceneOf({ policy, truth: { commands: [...commands, subscribed] }, view: { invoices: rows } }))
  return rows.map((row) => offersFor(all, row).map((offer) => offer[0]?.key))
}

test('who redeemed nothing pays what the catalogue says', () => {
  expect(offers([])).toEqual([[undefined], [undefined]])
})

test('for ever is for ever, once is once, and months are counted from the first', () => {
  expect(offers([commandOf(apply('half'), before)])).toEqual([['half'], ['half']])
  expect(offers([commandOf(apply('once'), before)])).toEqual([['once'], [undefined]])
  const third = renewalOf({ id: 'third', lines: [lineOf({ from: march, to: utc('2024-04-30T09:00Z') })] })
  expect(offers([commandOf(apply('two'), before)], [...invoices, third])).toEqual([['two'], ['two'], [undefined]])
})

test('it counts from the next period that begins, and so does its removal and whatever takes its place', () => {
  expect(offers([commandOf(apply('once'), utc('2024-02-10'))])).toEqual([[undefined], ['once']])
  const [half, gone] = [commandOf(apply('half'), before), commandOf({ do: 'remove coupon' }, utc('2024-02-10'))]
  expect(offers([half, gone])).toEqual([['half'], [undefined]])
  expect(offers([half, commandOf(apply('once'), utc('2024-02-10'))])).toEqual([['half'], ['once']])
})

test('of what has no answer, or overlaps, nobody can say whether it counted', () => {
  const unanswered = { reply: undefined, repliedAt: undefined }
  expect(offers([commandOf(apply('half'), before, unanswered)])).toEqual([
    [undefined, 'half'],
    [undefined, 'half'],
  ])
  expect(offers([commandOf(apply('half'), later(january, seconds(-1)), { repliedAt: january })])[0]).toEqual([undefined, 'half'])
  expect(offers([commandOf(apply('half'), before, { reply: { kind: 'refused', reason: 'no' } })])).toEqual([[undefined], [undefined]])
  const [one, other] = [commandOf(apply('half'), before), commandOf(apply('once'), before)]
  expect(offers([one, other])[0]).toEqual([undefined, 'half', 'once'])
})

test('what may have been used up once may lower the next period or not', () => {
  const unanswered = { reply: undefined, repliedAt: undefined }
  expect(offers([commandOf(apply('once'), before, unanswered)])).toEqual([
    [undefined, 'once'],
    [undefined, 'once'],
  ])
})

test('an invoice that was taken back has used up nothing', () => {
  const rows = [invoiceOf({ status: 'void' }), renewalOf({})]
  expect(offers([commandOf(apply('once'), before)], rows)[1]).toEqual(['once'])
})

test('what is left of a price is what cards take, and never less than nothing', () => {
  expect(coupons.map((coupon) => lowered(policy, 999, [coupon]))).toEqual([499, 499, 899])
  expect(lowered(policy, 300, [coupons[1]!])).toBe(0)
  expect(lowered({ ...policy, currency: 'kwd' }, 3_990, [coupons[2]!])).toBe(3_590)
})

test('where several count at once each is in hand by itself, and they are taken off in the catalogue’s order', () => {
  const stacked = { ...policy, couponsStack: true }
  const all = (...commands: readonly CommandTruth[]) => {
    const found = offersIn(sceneOf({ policy: stacked, truth: { commands: [...commands, subscribed] }, view: { invoices } }))
    return invoices.map((row) => offersFor(found, row).map((offer) => offer.map(({ key }) => key)))
  }
  const [once, half] = [commandOf(apply('once'), before), commandOf(apply('half'), before)]
  expect(all(once, half)).toEqual([[['half', 'once']], [['half']]])
  expect(all(once, half, commandOf({ do: 'remove coupon', coupon: 'half' }, utc('2024-02-10')))).toEqual([[['half', 'once']], [[]]])
  const unanswered = { reply: undefined, repliedAt: undefined }
  expect(all(half, commandOf(apply('two'), before, unanswered))[0]).toEqual([['half'], ['half', 'two']])
  // Half of 999 is 499, and ten per cent of that 50; five hundred leave nothing of it.
  expect(
    [
      [0, 2],
      [2, 0],
      [0, 1],
    ].map((places) =>
      lowered(
        stacked,
        999,
        places.map((place) => coupons[place]!),
      ),
    ),
  ).toEqual([449, 449, 0])
})

test('a discount that nobody agreed to is told, and one that was agreed to and is not there', () => {
  const half = { amount: minor(999), discount: minor(500) }
  const bought = { commands: [commandOf(apply('half'), before), subscribed] }
  const first = invoiceOf({ lines: [lineOf(half)], total: minor(499) })
  const second = renewalOf({ lines: [lineOf({ from: february, to: march, ...half })], total: minor(499) })
  expect(clausesOf(X, sceneOf({ policy, truth: bought, view: { invoices: [first, second] } }))).toEqual([])
  expect(clausesOf(X, sceneOf({ policy, truth: bought, view: { invoices: [first, renewalOf({})] } }))).toEqual(['amount'])
  expect(clausesOf(X, sceneOf({ policy, view: { invoices: [invoiceOf({}), second] } }))).toEqual(['amount'])
})

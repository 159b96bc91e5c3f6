import fc from 'fast-check'
import { days, later, minor, utc, type Currency, type Instant } from '#machines'
import { Choices } from '../kernel/choices.ts'
import { createCardTwin } from './card-twin.ts'
import type { CreditNote } from './credits/credit-note-objects.ts'
import type { Invoice, LineItem } from './invoice-objects.ts'
import { outcomeChoice } from './outcomes.ts'
import type { ProviderAnswer } from './provider.ts'

const deeds = [
  'subscribe',
  'upgrade',
  'downgrade',
  'cancel',
  'discount',
  'no discount',
  'tax',
  'item',
  'credit item',
  'invoice',
  'pay',
  'void',
  'write off',
  'note amount',
  'note line',
  'note units',
  'void note',
  'refund',
  'give credit',
  'take credit',
] as const

export const story = fc.record({
  currency: fc.constantFrom<Currency>('usd', 'jpy', 'kwd'),
  rounding: fc.constantFrom('per line' as const, 'per invoice' as const),
  key: fc.nat(),
  deeds: fc.array(
    fc.record({
      does: fc.constantFrom(...deeds),
      who: fc.constantFrom('ada', 'bob'),
      after: fc.integer({ min: 0, max: 12 }),
      size: fc.integer({ min: 1, max: 400 }),
      pick: fc.nat({ max: 5 }),
    }),
    { maxLength: 40, size: 'max' },
  ),
})
export type Story = typeof story extends fc.Arbitrary<infer T> ? T : never

export const sum = (each: readonly { readonly amount: number }[]): number => each.reduce((total, { amount }) => total + amount, 0)
export const onTop = ({ taxes }: LineItem): number => sum(taxes.filter((tax) => tax.tax_behavior === 'exclusive'))

export interface World {
  readonly twin: ReturnType<typeof createCardTwin>
  all<O>(operation: string, params?: object, id?: string): readonly O[]
}

/** Two customers buy, change, discount, tax, credit and give back at random; what is refused is refused. */
export function play({ currency, rounding, key, deeds: done }: Story, leaves?: string): World {
  const coin = currency === 'kwd' ? 10 : 1
  const twin = createCardTwin({
    currency,
    taxRounding: rounding,
    plans: [
      { key: 'basic', price: minor(990), interval: 'month' },
      { key: 'pro', price: minor(1_990), interval: 'month' },
    ],
  })
  const choices = new Choices({ kind: 'key', key: [key, 1], rates: new Map([[outcomeChoice, 300]]) })
  let now: Instant = utc('2024-01-31')
  const passTo = (until: Instant): void => {
    for (let due = twin.due(); due !== undefined && due.at <= until; due = twin.due()) twin.fire(due.owner, { now: due.at, choices })
    now = until
  }
  const ask = (operation: string, params: object, id?: string): ProviderAnswer =>
    twin.handle({ operation, params: params as never, ...(id === undefined ? {} : { id }) }, { now, choices })
  const all = <O>(operation: string, params: object = {}, id?: string): readonly O[] => {
    const answer = ask(operation, { limit: 100, ...params }, id)
    return answer.kind === 'response' && answer.status === 200 ? (answer.body as { readonly data: readonly O[] }).data : []
  }
  ask('coupons.create', { id: 'FOREVER', percent_off: 15, duration: 'forever' })
  ask('coupons.create', { id: 'TWICE', percent_off: 33.3, duration: 'repeating', duration_in_months: 2 })
  ask('coupons.create', { id: 'ONCE', amount_off: 370, currency })
  ask('tax_rates.create', { display_name: 'on top', percentage: 8.875, inclusive: false })
  ask('tax_rates.create', { display_name: 'inside', percentage: 19, inclusive: true })
  for (const who of ['ada', 'bob']) {
    twin.setMethod(who, 'card', { now, choices })
    ask('subscriptions.create', {
      customer: twin.customerOf(who),
      items: [{ price: twin.priceOf('basic') }],
      default_tax_rates: ['txr_account_1'],
    })
  }
  for (const { does, who, after, size, pick } of done) {
    passTo(later(now, days(after)))
    if (who === leaves) continue
    const customer = twin.customerOf(who)
    const mine = twin
      .subscriptions()
      .findLast((each) => each.owner === who && each.status !== 'canceled' && each.status !== 'incomplete_expired')
    const invoices = all<Invoice>('invoices.list', { customer })
    const chosen = invoices[pick % Math.max(1, invoices.length)]
    const line = chosen?.lines.data[pick % Math.max(1, chosen.lines.data.length)]
    const discounts = [{ coupon: ['FOREVER', 'TWICE', 'ONCE'][pick % 3] }]
    const rates = [`txr_account_${1 + (pick % 2)}`]
    // However much of a paid invoice goes back, in one of three ways.
    const back = (amount: number) =>
      chosen?.status !== 'paid' ? {} : [{ refund_amount: amount }, { credit_amount: amount }, { out_of_band_amount: amount }][pick % 3]!
    switch (does) {
      case 'subscribe':
        if (mine === undefined)
          ask('subscriptions.create', {
            customer,
            items: [{ price: twin.priceOf('basic'), quantity: 1 + (pick % 3) }],
            default_tax_rates: rates,
          })
        break
      case 'upgrade':
      case 'downgrade':
        if (mine !== undefined)
          ask(
            'subscriptions.update',
            {
              items: [{ id: mine.items[0]!.id, price: twin.priceOf(does === 'upgrade' ? 'pro' : 'basic') }],
              proration_behavior: pick % 2 === 0 ? 'always_invoice' : 'create_prorations',
            },
            mine.id,
          )
        break
      case 'cancel':
        if (mine !== undefined) ask('subscriptions.cancel', { prorate: pick % 2 === 0, invoice_now: pick % 3 === 0 }, mine.id)
        break
      case 'discount':
      case 'no discount':
        if (mine !== undefined) ask('subscriptions.update', { discounts: does === 'discount' ? discounts : '' }, mine.id)
        break
      case 'tax':
        if (mine !== undefined) ask('subscriptions.update', { default_tax_rates: pick % 3 === 0 ? '' : rates }, mine.id)
        break
      case 'item':
        ask('invoice_items.create', { customer, currency, amount: size * coin, tax_rates: rates, ...(pick % 2 === 0 ? { discounts } : {}) })
        break
      case 'credit item':
        ask('invoice_items.create', { customer, currency, amount: -size * coin })
        break
      case 'invoice': {
        ask('invoice_items.create', { customer, currency, amount: 3 * size * coin, quantity: 1 })
        ask('invoice_items.create', { customer, currency, unit_amount_decimal: size * coin, quantity: 3 })
        const made = ask('invoices.create', {
          customer,
          currency,
          pending_invoice_items_behavior: 'include',
          ...(pick % 2 === 0 ? { discounts } : {}),
          ...(pick % 3 === 0 ? {} : { default_tax_rates: rates }),
        })
        if (made.kind === 'response' && made.status === 200)
          ask(pick < 3 ? 'invoices.finalize' : 'invoices.pay', {}, (made.body as Invoice).id)
        break
      }
      case 'pay':
        if (chosen !== undefined) ask('invoices.pay', { paid_out_of_band: pick === 0 }, chosen.id)
        break
      case 'void':
        if (chosen !== undefined) ask('invoices.void', {}, chosen.id)
        break
      case 'write off':
        if (chosen !== undefined) ask('invoices.mark_uncollectible', {}, chosen.id)
        break
      case 'note amount':
        if (chosen !== undefined) ask('credit_notes.create', { invoice: chosen.id, amount: size * coin, ...back(size * coin) })
        break
      case 'note line':
      case 'note units': {
        if (chosen === undefined || line === undefined) break
        // Of a paid invoice the whole line, of which it is plain what it comes to.
        const isWhole = chosen.status === 'paid'
        const amount = isWhole ? line.amount : Math.min(size * coin, Math.max(1, line.amount))
        const part = does === 'note units' && !isWhole ? { quantity: 1 } : { amount }
        const lines = [{ type: 'invoice_line_item', invoice_line_item: line.id, ...part }]
        ask('credit_notes.create', { invoice: chosen.id, lines, ...back(line.amount - sum(line.discount_amounts) + onTop(line)) })
        break
      }
      case 'void note': {
        const [note] = all<CreditNote>('credit_notes.list', { customer })
        if (note !== undefined) ask('credit_notes.void', {}, note.id)
        break
      }
      case 'refund': {
        const charge = twin.books().charges.findLast((each) => each.owner === who && each.outcome === 'succeeded')
        if (charge !== undefined) ask('refunds.create', { charge: charge.id, amount: size * coin })
        break
      }
      case 'give credit':
      case 'take credit':
        ask('customers.create_balance_transaction', { currency, amount: (does === 'give credit' ? -size : size) * coin }, customer)
        break
      default:
        throw does satisfies never
    }
  }
  passTo(later(now, days(45)))
  return { twin, all }
}

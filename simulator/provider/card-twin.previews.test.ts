import { expect } from 'vitest'
import { days, hours } from '#machines'
import { proven, running, type Behaviour, type Bench } from './card-twin.fixture.ts'

interface Shown {
  readonly lines: { readonly data: readonly { readonly amount: number }[] }
  readonly subtotal: number
  readonly total: number
  readonly amount_due: number
  readonly total_discount_amounts: readonly { readonly amount: number }[] | null
  readonly total_taxes: readonly { readonly amount: number }[] | null
}
/** The sums of an invoice, without ids. */
const sums = ({ lines, subtotal, total, amount_due, total_discount_amounts, total_taxes }: Shown) => ({
  lines: lines.data.map((line) => line.amount),
  subtotal,
  total,
  amount_due,
  off: total_discount_amounts?.map((each) => each.amount),
  taxes: total_taxes?.map((each) => each.amount),
})

/** A subscription with a coupon, a tax, credit and an item that waits. */
async function rich(b: Bench) {
  const { customer } = b.customer()
  const coupon = await b.stripe.coupons.create({ percent_off: 25, duration: 'repeating', duration_in_months: 2 })
  const vat = await b.stripe.taxRates.create({ display_name: 'VAT', percentage: 19, inclusive: false })
  const { id, items } = await b.stripe.subscriptions.create({
    customer,
    items: [{ price: b.price('pro') }],
    discounts: [{ coupon: coupon.id }],
    default_tax_rates: [vat.id],
  })
  await b.stripe.customers.createBalanceTransaction(customer, { amount: -700, currency: 'usd' })
  await b.stripe.invoiceItems.create({ customer, subscription: id, amount: 333, currency: 'usd' })
  b.heard()
  return { id, customer, item: items.data[0]!.id }
}

const behaviours: readonly Behaviour[] = [
  {
    does: 'shows the next renewal with discounts, taxes, credit and all that waits, as it then comes',
    source: '● SN invoices.createPreview',
    async proves(b) {
      const { id } = await rich(b)
      const preview = await b.stripe.invoices.createPreview({ subscription: id })
      expect(preview).toMatchObject({
        billing_reason: 'upcoming',
        status: 'draft',
        number: null,
        starting_balance: -700,
        ending_balance: 0,
      })
      expect(b.heard()).toEqual([])
      b.passTo('2024-02-29T09:00:00Z')
      b.pass(hours(1))
      const [renewal] = (await b.stripe.invoices.list({ subscription: id })).data
      expect(sums(preview)).toEqual(sums(renewal!))
    },
  },
  {
    does: 'leaves out a discount that ends before the invoice comes',
    source: '● SN Discount.end',
    async proves(b) {
      const { id } = await rich(b)
      b.passTo('2024-02-29T12:00:00Z')
      const preview = await b.stripe.invoices.createPreview({ subscription: id })
      expect(preview).toMatchObject({ subtotal: 1_999, total_discount_amounts: [] })
      b.passTo('2024-03-31T12:00:00Z')
      expect(sums((await b.stripe.invoices.list({ subscription: id })).data[0]!)).toEqual(sums(preview))
    },
  },
  {
    does: 'shows a change as it is billed at the same moment, with discounts and taxes',
    source: '● SN subscription_details.proration_date',
    async proves(b) {
      const { id, item } = await rich(b)
      b.pass(days(10))
      const change = { items: [{ id: item, quantity: 3 }], proration_behavior: 'always_invoice' as const }
      const preview = await b.stripe.invoices.createPreview({ subscription: id, subscription_details: change })
      const changed = await b.stripe.subscriptions.update(id, { ...change, expand: ['latest_invoice'] })
      expect(sums(preview)).toEqual(sums(changed.latest_invoice as unknown as Shown))
    },
  },
  {
    does: 'shows the first invoice of a subscription that does not exist, and makes none',
    source: '● SN InvoiceCreatePreviewParams.subscription',
    async proves(b) {
      const { customer } = b.customer()
      const coupon = await b.stripe.coupons.create({ percent_off: 30 })
      const vat = await b.stripe.taxRates.create({ display_name: 'VAT', percentage: 19, inclusive: true })
      const items = [{ price: b.price('basic'), quantity: 2 }]
      const discounts = [{ coupon: coupon.id }]
      b.heard()
      const preview = await b.stripe.invoices.createPreview({
        customer,
        discounts,
        subscription_details: { items, default_tax_rates: [vat.id] },
      })
      expect(preview).toMatchObject({ billing_reason: 'upcoming', status: 'draft', number: null })
      expect(b.heard()).toEqual([])
      expect(b.twin.subscriptions()).toEqual([])
      expect((await b.stripe.coupons.retrieve(coupon.id)).times_redeemed).toBe(0)
      const made = await b.stripe.subscriptions.create({
        customer,
        items,
        discounts,
        default_tax_rates: [vat.id],
        expand: ['latest_invoice'],
      })
      expect(sums(preview)).toEqual(sums(made.latest_invoice as unknown as Shown))
    },
  },
  {
    does: 'takes the subscription whose invoice comes first when only a customer is named',
    source: '● SN InvoiceCreatePreviewParams.subscription',
    async proves(b) {
      const { customer } = await running(b, 'yearly')
      const weekly = await b.stripe.subscriptions.create({ customer, items: [{ price: b.price('weekly') }] })
      const preview = await b.stripe.invoices.createPreview({ customer })
      expect(preview).toMatchObject({ total: 700, parent: { subscription_details: { subscription: weekly.id } } })
    },
  },
  {
    does: 'says that nothing is to come',
    source: 'code ● SN invoice_upcoming_none',
    async proves(b) {
      const { id, customer } = await running(b)
      await b.stripe.subscriptions.update(id, { cancel_at_period_end: true })
      for (const params of [{ subscription: id }, { customer: b.customer('bob').customer }])
        await expect(b.stripe.invoices.createPreview(params)).rejects.toMatchObject({ statusCode: 404, code: 'invoice_upcoming_none' })
      await b.stripe.invoiceItems.create({ customer, amount: 400, currency: 'usd' })
      expect((await b.stripe.invoices.createPreview({ subscription: id })).total).toBe(400)
    },
  },
  {
    does: 'adds items and changes those that wait, in the preview alone',
    source: '● SN InvoiceCreatePreviewParams.invoice_items',
    async proves(b) {
      const { id, customer } = await running(b)
      const waiting = await b.stripe.invoiceItems.create({ customer, amount: 100, currency: 'usd' })
      const preview = await b.stripe.invoices.createPreview({
        subscription: id,
        invoice_items: [
          { invoiceitem: waiting.id, amount: 150 },
          { unit_amount: 20, quantity: 3, currency: 'usd', description: 'seats' },
        ],
      })
      expect(sums(preview)).toMatchObject({ lines: [999, 150, 60], total: 1_209 })
      expect(await b.stripe.invoiceItems.retrieve(waiting.id)).toMatchObject({ amount: 100 })
      expect((await b.stripe.invoiceItems.list()).data).toHaveLength(1)
    },
  },
  {
    does: 'shows other discounts than there are, or none',
    source: '● SN InvoiceCreatePreviewParams.discounts',
    async proves(b) {
      const { id } = await rich(b)
      const half = await b.stripe.coupons.create({ percent_off: 50 })
      const total = async (params: object): Promise<number> =>
        (await b.stripe.invoices.createPreview({ subscription: id, ...params })).total_excluding_tax!
      expect(await total({})).toBe(1_749)
      expect(await total({ discounts: [{ coupon: half.id }] })).toBe(1_166)
      expect(await total({ discounts: '' })).toBe(2_332)
      expect((await b.stripe.coupons.retrieve(half.id)).times_redeemed).toBe(0)
    },
  },
  {
    does: 'shows what an end would bill: now with credit for the rest, or with the period and nothing after it',
    source: '● SN subscription_details.cancel_now, cancel_at_period_end',
    async proves(b) {
      const { id, customer } = await running(b)
      await b.stripe.invoiceItems.create({ customer, amount: 100, currency: 'usd' })
      const preview = async (details: object): Promise<number> =>
        (await b.stripe.invoices.createPreview({ subscription: id, subscription_details: details })).total
      expect(await preview({ cancel_now: true })).toBe(100 - 999)
      expect(await preview({ cancel_now: true, proration_behavior: 'none' })).toBe(100)
      expect(await preview({ cancel_at_period_end: true })).toBe(100)
      expect(await preview({})).toBe(1_099)
    },
  },
  {
    does: 'has nothing due when credit covers it or it is too small to charge',
    source: '● SN Invoice.amount_due',
    async proves(b) {
      const { id, customer } = await running(b)
      const { amount_due: due } = await b.stripe.invoices.createPreview({ subscription: id })
      expect(due).toBe(999)
      await b.stripe.customers.createBalanceTransaction(customer, { amount: -980, currency: 'usd' })
      expect(await b.stripe.invoices.createPreview({ subscription: id })).toMatchObject({ amount_due: 0, ending_balance: 19 })
    },
  },
  {
    does: 'refuses what it does not know, and a subscription of somebody else',
    source: 'a twin never guesses',
    async proves(b) {
      const { id, customer } = await running(b)
      const bob = b.customer('bob').customer
      await expect(b.stripe.invoices.createPreview({ subscription: id, customer: bob })).rejects.toMatchObject({ param: 'customer' })
      for (const params of [
        { subscription: id, preview_mode: 'recurring' as const },
        { customer, schedule: 'sub_sched_1' },
        { subscription: id, subscription_details: { cancel_at: 1_800_000_000 } },
      ])
        await expect(b.stripe.invoices.createPreview(params)).rejects.toMatchObject({ code: 'billstorm_not_modelled' })
    },
  },
]

proven('previews', behaviours)

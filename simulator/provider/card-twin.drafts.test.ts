import { expect } from 'vitest'
import { days, hours } from '#machines'
import { proven, running, type Behaviour } from './card-twin.fixture.ts'

const include = { pending_invoice_items_behavior: 'include' } as const

const behaviours: readonly Behaviour[] = [
  {
    does: 'carries what it is told: number, date, footer, fields, and keeps them when it is finalized',
    source: '● SN InvoiceCreateParams',
    async proves({ stripe, customer }) {
      const { customer: id } = customer()
      await stripe.invoiceItems.create({ customer: id, amount: 700, currency: 'usd' })
      const draft = await stripe.invoices.create({
        customer: id,
        ...include,
        number: 'A-17',
        footer: 'thank you',
        description: 'of May',
        statement_descriptor: 'BILLS',
        effective_at: 1_700_000_000,
        custom_fields: [{ name: 'order', value: '17' }],
      })
      const told = {
        number: 'A-17',
        footer: 'thank you',
        description: 'of May',
        statement_descriptor: 'BILLS',
        effective_at: 1_700_000_000,
        custom_fields: [{ name: 'order', value: '17' }],
      }
      expect(draft).toMatchObject(told)
      expect(await stripe.invoices.finalizeInvoice(draft.id)).toMatchObject({ ...told, status: 'open' })
      await expect(stripe.invoices.create({ customer: id, number: 'A-17' })).rejects.toMatchObject({
        code: 'resource_already_exists',
        param: 'number',
      })
      const next = await stripe.invoices.create({ customer: id })
      expect((await stripe.invoices.finalizeInvoice(next.id)).number).toBe('ADA1-0001')
    },
  },
  {
    does: 'is finalized at the time it is given, at most five years ahead',
    source: '● SD/invoicing/scheduled-finalization',
    async proves({ stripe, customer, pass }) {
      const { customer: id } = customer()
      await stripe.invoiceItems.create({ customer: id, amount: 700, currency: 'usd' })
      const at = 1_706_691_600 + 86_400
      const draft = await stripe.invoices.create({ customer: id, ...include, auto_advance: true, automatically_finalizes_at: at })
      expect(draft.automatically_finalizes_at).toBe(at)
      pass(hours(23))
      expect((await stripe.invoices.retrieve(draft.id)).status).toBe('draft')
      pass(hours(1))
      expect((await stripe.invoices.retrieve(draft.id)).status).toBe('paid')
      for (const second of [1, at + 6 * 366 * 86_400])
        await expect(stripe.invoices.create({ customer: id, automatically_finalizes_at: second })).rejects.toMatchObject({
          statusCode: 400,
          param: 'automatically_finalizes_at',
        })
    },
  },
  {
    does: 'takes only what waits for the subscription it names',
    source: '● SN InvoiceCreateParams.subscription',
    async proves(b) {
      const { id, customer } = await running(b)
      await expect(b.stripe.invoices.create({ customer, subscription: id })).rejects.toMatchObject({
        code: 'invoice_no_subscription_line_items',
      })
      await b.stripe.invoiceItems.create({ customer, amount: 100, currency: 'usd', subscription: id })
      await b.stripe.invoiceItems.create({ customer, amount: 30, currency: 'usd' })
      const draft = await b.stripe.invoices.create({ customer, subscription: id })
      expect(draft).toMatchObject({ total: 100, billing_reason: 'manual', parent: { subscription_details: { subscription: id } } })
      const { customer: bob } = b.customer('bob')
      await expect(b.stripe.invoices.create({ customer: bob, subscription: id })).rejects.toMatchObject({ param: 'subscription' })
    },
  },
  {
    does: 'inherits the discounts of its subscription or customer unless it brings its own or wants none',
    source: '● SN InvoiceCreateParams.discounts',
    async proves({ stripe, customer, ask }) {
      const { customer: id } = customer()
      await stripe.coupons.create({ id: 'HALF', percent_off: 50, duration: 'forever' })
      const tenth = await stripe.coupons.create({ percent_off: 10 })
      ask('customers.update', { coupon: 'HALF' }, { id, version: '2024-06-20' })
      const total = async (params: object): Promise<number> => {
        await stripe.invoiceItems.create({ customer: id, amount: 1_000, currency: 'usd' })
        return (await stripe.invoices.create({ customer: id, ...include, ...params })).total
      }
      expect(await total({})).toBe(500)
      expect(await total({ discounts: [{ coupon: tenth.id }] })).toBe(900)
      expect(await total({ discounts: '' })).toBe(1_000)
    },
  },
  {
    does: 'uses up a customer’s coupon for once with the first invoice that takes it',
    source: '● SN Coupon.duration',
    async proves({ stripe, customer, ask }) {
      const { customer: id } = customer()
      await stripe.coupons.create({ id: 'ONCE', percent_off: 50 })
      ask('customers.update', { coupon: 'ONCE' }, { id, version: '2024-06-20' })
      for (const total of [500, 1_000]) {
        await stripe.invoiceItems.create({ customer: id, amount: 1_000, currency: 'usd' })
        expect((await stripe.invoices.create({ customer: id, ...include })).total).toBe(total)
      }
      expect(await stripe.customers.retrieve(id)).toMatchObject({ discount: null })
    },
  },
  {
    does: 'taxes itself anew when its rates change, until it is no draft',
    source: '● SN InvoiceUpdateParams.default_tax_rates',
    async proves({ stripe, customer }) {
      const { customer: id } = customer()
      const vat = await stripe.taxRates.create({ display_name: 'VAT', percentage: 20, inclusive: false })
      await stripe.invoiceItems.create({ customer: id, amount: 1_000, currency: 'usd' })
      const draft = await stripe.invoices.create({ customer: id, ...include })
      expect(await stripe.invoices.update(draft.id, { default_tax_rates: [vat.id] })).toMatchObject({ total: 1_200, amount_due: 1_200 })
      expect(await stripe.invoices.update(draft.id, { description: 'same sums' })).toMatchObject({ total: 1_200 })
      expect(await stripe.invoices.update(draft.id, { default_tax_rates: '' })).toMatchObject({ total: 1_000, total_taxes: [] })
      await stripe.invoices.finalizeInvoice(draft.id)
      for (const params of [{ default_tax_rates: [vat.id] }, { discounts: '' as const }, { footer: 'x' }, { due_date: 1 }])
        await expect(stripe.invoices.update(draft.id, params)).rejects.toMatchObject({ code: 'invoice_not_editable' })
    },
  },
  {
    does: 'refuses what connects accounts, ships or revises, in so many words',
    source: 'a twin never guesses',
    async proves({ stripe, customer }) {
      const { customer: id } = customer()
      for (const params of [
        { from_invoice: { action: 'revision', invoice: 'in_ada_1' } },
        { shipping_cost: { shipping_rate: 'shr_1' } },
        { on_behalf_of: 'acct_1' },
        { application_fee_amount: 5 },
      ] as const)
        await expect(stripe.invoices.create({ customer: id, ...params })).rejects.toMatchObject({ code: 'billstorm_not_modelled' })
    },
  },
  {
    does: 'lets an hour pass before it finalizes by itself, counted from when that was switched on',
    source: '● SN auto_advance; billing.md 1.2',
    async proves({ stripe, customer, pass }) {
      const { customer: id } = customer()
      await stripe.invoiceItems.create({ customer: id, amount: 700, currency: 'usd' })
      const draft = await stripe.invoices.create({ customer: id, ...include })
      pass(days(3))
      await stripe.invoices.update(draft.id, { auto_advance: true })
      pass(hours(1))
      expect((await stripe.invoices.retrieve(draft.id)).status).toBe('paid')
    },
  },
]

proven('drafts', behaviours)

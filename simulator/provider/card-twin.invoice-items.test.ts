import { expect } from 'vitest'
import { days } from '#machines'
import { proven, running, type Behaviour } from './card-twin.fixture.ts'

const include = { pending_invoice_items_behavior: 'include' } as const

const behaviours: readonly Behaviour[] = [
  {
    does: 'sweeps what waits for a customer into the renewal, and what waits for another subscription not',
    source: '● SN InvoiceItemCreateParams.invoice, subscription',
    async proves(b) {
      const first = await running(b)
      const second = await b.stripe.subscriptions.create({ customer: first.customer, items: [{ price: b.price('weekly') }] })
      await b.stripe.invoiceItems.create({ customer: first.customer, amount: 100, currency: 'usd', subscription: first.id })
      const free = await b.stripe.invoiceItems.create({ customer: first.customer, amount: 30, currency: 'usd' })
      expect((await b.stripe.invoiceItems.list({ customer: first.customer, pending: true })).data).toHaveLength(2)
      b.passTo('2024-02-08T12:00:00Z')
      expect((await b.stripe.invoices.list({ subscription: second.id })).data[0]!.total).toBe(730)
      expect(await b.stripe.invoiceItems.retrieve(free.id)).toMatchObject({ invoice: expect.stringMatching(/^in_ada_/) })
      b.passTo('2024-02-29T12:00:00Z')
      expect((await b.stripe.invoices.list({ subscription: first.id })).data[0]!.total).toBe(1_099)
      expect((await b.stripe.invoiceItems.list({ customer: first.customer, pending: true })).data).toEqual([])
    },
  },
  {
    does: 'leaves what is in another currency for an invoice of that currency',
    source: '○ an invoice has one currency',
    async proves({ stripe, customer }) {
      const { customer: id } = customer()
      await stripe.invoiceItems.create({ customer: id, amount: 700, currency: 'usd' })
      await stripe.invoiceItems.create({ customer: id, amount: 900, currency: 'eur' })
      expect(await stripe.invoices.create({ customer: id, ...include })).toMatchObject({ currency: 'usd', total: 700 })
      expect(await stripe.invoices.create({ customer: id, currency: 'eur', ...include })).toMatchObject({ currency: 'eur', total: 900 })
    },
  },
  {
    does: 'makes an item of a price, of an amount, of a unit times a quantity, or of a price made for it',
    source: '● SN InvoiceItemCreateParams',
    async proves({ stripe, customer }) {
      const { customer: id } = customer()
      const currency = 'usd'
      expect(await stripe.invoiceItems.create({ customer: id, pricing: { price: 'price_account_1' }, quantity: 3 })).toMatchObject({
        amount: 2_997,
        quantity: 3,
        pricing: { price_details: { price: 'price_account_1', product: 'prod_account_1' } },
      })
      const units = await stripe.rawRequest('POST', '/v1/invoiceitems', { customer: id, currency, unit_amount_decimal: '250', quantity: 4 })
      expect(units).toMatchObject({ amount: 1_000 })
      const made = await stripe.invoiceItems.create({
        customer: id,
        price_data: { currency, product: 'prod_account_1', unit_amount: 450 },
        period: { start: 1_706_691_600, end: 1_706_778_000 },
      })
      expect(made).toMatchObject({ amount: 450, period: { start: 1_706_691_600, end: 1_706_778_000 } })
      const price = await stripe.prices.retrieve(made.pricing!.price_details!.price as string)
      expect(price).toMatchObject({ active: false, unit_amount: 450, type: 'one_time' })
      expect(await stripe.invoices.create({ customer: id, ...include })).toMatchObject({ total: 2_997 + 1_000 + 450 })
    },
  },
  {
    does: 'refuses an item of nothing, of somebody else’s invoice, of another currency and of fractions',
    source: '○ SN InvoiceItemCreateParams',
    async proves({ stripe, customer, ask }) {
      const { customer: ada } = customer('ada')
      const { customer: bob } = customer('bob')
      const draft = await stripe.invoices.create({ customer: bob })
      await expect(stripe.invoiceItems.create({ customer: ada, currency: 'usd' })).rejects.toMatchObject({ param: 'amount' })
      await expect(stripe.invoiceItems.create({ customer: ada, amount: 1, invoice: draft.id })).rejects.toMatchObject({ param: 'invoice' })
      await expect(stripe.invoiceItems.create({ customer: bob, amount: 1, currency: 'eur', invoice: draft.id })).rejects.toMatchObject({
        param: 'invoice',
      })
      await expect(stripe.invoiceItems.create({ customer: bob, amount: 5, period: { start: 20, end: 10 } })).rejects.toMatchObject({
        param: 'period[end]',
      })
      expect(ask('invoice_items.create', { customer: bob, unit_amount_decimal: '0.5' }).body).toMatchObject({
        error: { code: 'billstorm_not_modelled' },
      })
      expect((await stripe.invoiceItems.list()).data).toEqual([])
    },
  },
  {
    does: 'changes an item that waits, and one on a draft with its line and the sums',
    source: '● SN invoiceItems.update',
    async proves({ stripe, customer, heard }) {
      const { customer: id } = customer()
      const item = await stripe.invoiceItems.create({ customer: id, amount: 700, currency: 'usd' })
      expect(await stripe.invoiceItems.update(item.id, { amount: 800, description: 'seats', metadata: { a: 'b' } })).toMatchObject({
        amount: 800,
        description: 'seats',
        date: item.date,
      })
      const draft = await stripe.invoices.create({ customer: id, ...include })
      const vat = await stripe.taxRates.create({ display_name: 'VAT', percentage: 10, inclusive: false })
      heard()
      expect(await stripe.invoiceItems.update(item.id, { quantity: 2, tax_rates: [vat.id] })).toMatchObject({ amount: 1_600, quantity: 2 })
      expect(heard()).toEqual(['invoice.updated'])
      expect(await stripe.invoices.retrieve(draft.id)).toMatchObject({
        subtotal: 1_600,
        total: 1_760,
        amount_due: 1_760,
        lines: { data: [{ amount: 1_600, quantity: 2, description: 'seats', taxes: [{ amount: 160 }] }] },
      })
      expect((await stripe.invoiceItems.update(item.id, { tax_rates: '' })).tax_rates).toEqual([])
      expect((await stripe.invoices.retrieve(draft.id)).total).toBe(1_600)
      await stripe.invoices.finalizeInvoice(draft.id)
      await expect(stripe.invoiceItems.update(item.id, { amount: 1 })).rejects.toMatchObject({ code: 'invoice_not_editable' })
      await expect(stripe.invoiceItems.del(item.id)).rejects.toMatchObject({ code: 'invoice_not_editable' })
    },
  },
  {
    does: 'discounts an item by itself before the invoice, and not what is credit or asks to be left alone',
    source: '● SN InvoiceItemCreateParams.discountable, discounts',
    async proves({ stripe, customer }) {
      const { customer: id } = customer()
      const half = await stripe.coupons.create({ percent_off: 50 })
      const tenth = await stripe.coupons.create({ percent_off: 10 })
      const currency = 'usd'
      const own = await stripe.invoiceItems.create({ customer: id, currency, amount: 1_000, discounts: [{ coupon: half.id }] })
      expect(own.discounts).toEqual(['di_ada_1'])
      await stripe.invoiceItems.create({ customer: id, currency, amount: 1_000, discountable: false })
      expect((await stripe.invoiceItems.create({ customer: id, currency, amount: -200 })).discountable).toBe(false)
      const draft = await stripe.invoices.create({ customer: id, ...include, discounts: [{ coupon: tenth.id }], expand: ['discounts'] })
      expect(draft).toMatchObject({
        subtotal: 1_300,
        total: 1_250,
        discounts: [{ invoice: draft.id, source: { coupon: tenth.id } }],
        total_discount_amounts: [{ amount: 500 }, { amount: 50 }],
      })
      expect((await stripe.invoices.update(draft.id, { discounts: '' })).total).toBe(1_300)
      expect((await stripe.invoices.update(draft.id, { discounts: [{ coupon: half.id }] })).total).toBe(1_050)
      expect((await stripe.invoiceItems.update(own.id, { discounts: '' })).discounts).toEqual([])
      expect((await stripe.invoices.retrieve(draft.id)).total).toBe(1_300)
    },
  },
  {
    does: 'keeps prorations from being discounted, whoever asks',
    source: '● SN InvoiceItem.discountable',
    async proves(b) {
      const { id, item, customer } = await running(b)
      b.pass(days(10))
      await b.stripe.subscriptions.update(id, { items: [{ id: item, price: b.price('pro') }] })
      const [rest] = (await b.stripe.invoiceItems.list({ customer, pending: true })).data
      expect(rest).toMatchObject({ proration: true, discountable: false })
      await expect(b.stripe.invoiceItems.update(rest!.id, { discountable: true })).rejects.toMatchObject({ param: 'discountable' })
    },
  },
]

proven('invoice items', behaviours)

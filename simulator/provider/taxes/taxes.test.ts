import { expect } from 'vitest'
import { minor } from '#machines'
import { proven, type Behaviour, type Bench } from '../card-twin.fixture.ts'

const latest = { expand: ['latest_invoice'] }
const onTop = ({ stripe }: Bench, percentage = 20) =>
  stripe.taxRates.create({ display_name: 'VAT', percentage, inclusive: false, country: 'DE' })
const inside = ({ stripe }: Bench, percentage = 20) => stripe.taxRates.create({ display_name: 'VAT', percentage, inclusive: true })

const behaviours: readonly Behaviour[] = [
  {
    does: 'creates, reads, changes and lists tax rates; what a rate is stays',
    source: '● SN taxRates',
    async proves(b) {
      const made = await onTop(b, 8.875)
      expect(made).toMatchObject({ id: 'txr_account_1', percentage: 8.875, effective_percentage: 8.875, inclusive: false, active: true })
      expect(await b.stripe.taxRates.update(made.id, { active: false, display_name: 'Sales tax' })).toMatchObject({
        active: false,
        display_name: 'Sales tax',
        percentage: 8.875,
      })
      await expect(b.stripe.taxRates.update(made.id, { percentage: 9 } as never)).rejects.toMatchObject({ code: 'parameter_unknown' })
      await inside(b)
      expect((await b.stripe.taxRates.list({ active: true })).data.map((each) => each.id)).toEqual(['txr_account_2'])
      expect((await b.stripe.taxRates.list({ inclusive: false })).data.map((each) => each.id)).toEqual(['txr_account_1'])
      expect(b.heard()).toEqual(['tax_rate.created', 'tax_rate.updated', 'tax_rate.created'])
    },
  },
  {
    does: 'adds exclusive tax to each invoice of a subscription and shows it on lines and total',
    source: '● SN Subscription.default_tax_rates, Invoice.total_taxes',
    async proves(b) {
      const { customer: id } = b.customer()
      const rate = await onTop(b)
      const made = await b.stripe.subscriptions.create({
        customer: id,
        items: [{ price: b.price('basic') }],
        default_tax_rates: [rate.id],
        ...latest,
      })
      expect(made.default_tax_rates).toMatchObject([{ id: rate.id, percentage: 20 }])
      const tax = {
        amount: 200,
        taxable_amount: 999,
        tax_behavior: 'exclusive',
        type: 'tax_rate_details',
        tax_rate_details: { tax_rate: rate.id },
      }
      expect(made.latest_invoice).toMatchObject({
        subtotal: 999,
        total: 1_199,
        total_excluding_tax: 999,
        amount_paid: 1_199,
        total_taxes: [tax],
        default_tax_rates: [{ id: rate.id }],
        lines: { data: [{ amount: 999, taxes: [tax] }] },
      })
      b.passTo('2024-02-29T12:00:00Z')
      expect((await b.stripe.invoices.list({ subscription: made.id })).data.map((each) => each.total)).toEqual([1_199, 1_199])
    },
  },
  {
    does: 'finds inclusive tax inside the price',
    source: '● SN TaxRate.inclusive',
    async proves(b) {
      const { customer: id } = b.customer()
      const rate = await inside(b)
      const made = await b.stripe.subscriptions.create({
        customer: id,
        items: [{ price: b.price('basic') }],
        default_tax_rates: [rate.id],
        ...latest,
      })
      expect(made.latest_invoice).toMatchObject({
        subtotal: 999,
        subtotal_excluding_tax: 832,
        total: 999,
        total_excluding_tax: 832,
        total_taxes: [{ amount: 167, taxable_amount: 832, tax_behavior: 'inclusive' }],
      })
    },
  },
  {
    does: 'taxes what is left after discounts',
    source: '● SN Invoice.total: after discounts and taxes; order ◐ piesync/billbo#59',
    async proves(b) {
      const { customer: id } = b.customer()
      const rate = await onTop(b)
      const half = await b.stripe.coupons.create({ percent_off: 50, duration: 'forever' })
      const made = await b.stripe.subscriptions.create({
        customer: id,
        items: [{ price: b.price('pro') }],
        default_tax_rates: [rate.id],
        discounts: [{ coupon: half.id }],
        ...latest,
      })
      expect(made.latest_invoice).toMatchObject({
        subtotal: 1_999,
        total: 999 + 200,
        total_excluding_tax: 999,
        total_discount_amounts: [{ amount: 1_000 }],
        total_taxes: [{ amount: 200, taxable_amount: 999 }],
      })
    },
  },
  {
    does: 'lets an item’s own rates stand in for the defaults, and several rates each be of the price alone',
    source: '● SN SubscriptionItem.tax_rates; no tax on tax ○',
    async proves(b) {
      const { customer: id } = b.customer()
      const [state, city, none] = await Promise.all([onTop(b, 6.25), onTop(b, 1.5), onTop(b, 0)])
      const made = await b.stripe.subscriptions.create({
        customer: id,
        items: [{ price: b.price('basic'), tax_rates: [none.id] }, { price: b.price('pro') }],
        default_tax_rates: [state.id, city.id],
        ...latest,
      })
      expect(made.latest_invoice).toMatchObject({
        total: 999 + 1_999 + 125 + 30,
        total_taxes: [{ amount: 0 }, { amount: 125, taxable_amount: 1_999 }, { amount: 30, taxable_amount: 1_999 }],
        lines: { data: [{ taxes: [{ amount: 0 }] }, { taxes: [{ amount: 125 }, { amount: 30 }] }] },
      })
    },
  },
  {
    does: 'rounds tax on each line',
    source: '○ the account chooses; this is the default',
    async proves(b) {
      const { customer: id } = b.customer()
      const rate = await onTop(b, 10)
      for (let count = 0; count < 3; count++) await b.stripe.invoiceItems.create({ customer: id, amount: 105, currency: 'usd' })
      const draft = await b.stripe.invoices.create({
        customer: id,
        pending_invoice_items_behavior: 'include',
        default_tax_rates: [rate.id],
      })
      expect(draft).toMatchObject({ subtotal: 315, total: 348, total_taxes: [{ amount: 33, taxable_amount: 315 }] })
      expect(draft.lines.data.map((line) => line.taxes![0]!.amount)).toEqual([11, 11, 11])
    },
  },
  {
    does: 'rounds tax once for an invoice where the account chose so, and spreads it over the lines',
    source: '○ policy input',
    given: { taxRounding: 'per invoice' },
    async proves(b) {
      const { customer: id } = b.customer()
      const rate = await onTop(b, 10)
      for (let count = 0; count < 3; count++) await b.stripe.invoiceItems.create({ customer: id, amount: 105, currency: 'usd' })
      const draft = await b.stripe.invoices.create({
        customer: id,
        pending_invoice_items_behavior: 'include',
        default_tax_rates: [rate.id],
      })
      expect(draft).toMatchObject({ subtotal: 315, total: 347 })
      expect(draft.lines.data.map((line) => line.taxes![0]!.amount)).toEqual([11, 10, 11])
    },
  },
  {
    does: 'taxes credit for unused time back, and the rest of the new plan',
    source: '○ a proration has the tax rates of its item',
    async proves(b) {
      const { customer: id } = b.customer()
      const rate = await onTop(b)
      const made = await b.stripe.subscriptions.create({
        customer: id,
        items: [{ price: b.price('pro') }],
        default_tax_rates: [rate.id],
      })
      const changed = await b.stripe.subscriptions.update(made.id, {
        items: [{ id: made.items.data[0]!.id, price: b.price('basic') }],
        proration_behavior: 'always_invoice',
        ...latest,
      })
      expect(changed.latest_invoice).toMatchObject({
        subtotal: -1_000,
        total: -1_200,
        total_taxes: [{ amount: -200, taxable_amount: -1_000 }],
      })
      expect(await b.stripe.customers.retrieve(id)).toMatchObject({ balance: -1_200 })
    },
  },
  {
    does: 'changes the rates of a subscription from the next invoice on, and clears them',
    source: '● SN SubscriptionUpdateParams.default_tax_rates',
    async proves(b) {
      const { customer: id } = b.customer()
      const rate = await onTop(b)
      const made = await b.stripe.subscriptions.create({ customer: id, items: [{ price: b.price('basic') }] })
      expect((await b.stripe.subscriptions.update(made.id, { default_tax_rates: [rate.id] })).default_tax_rates).toHaveLength(1)
      b.passTo('2024-02-29T12:00:00Z')
      expect((await b.stripe.subscriptions.update(made.id, { default_tax_rates: '' })).default_tax_rates).toEqual([])
      b.passTo('2024-03-31T12:00:00Z')
      expect((await b.stripe.invoices.list({ subscription: made.id })).data.map((each) => each.total)).toEqual([999, 1_199, 999])
    },
  },
  {
    does: 'sets the tax rates of one item alone, which bills nothing by itself',
    source: '● SN SubscriptionItemUpdateParams.tax_rates',
    async proves(b) {
      const { customer: id } = b.customer()
      const rate = await onTop(b)
      const made = await b.stripe.subscriptions.create({ customer: id, items: [{ price: b.price('basic') }] })
      const item = await b.stripe.subscriptionItems.update(made.items.data[0]!.id, {
        tax_rates: [rate.id],
        proration_behavior: 'always_invoice',
      })
      expect(item.tax_rates).toMatchObject([{ id: rate.id }])
      expect((await b.stripe.invoices.list({ subscription: made.id })).data).toHaveLength(1)
    },
  },
  {
    does: 'refuses rates that are out of use or unknown, and says that it does not know tax inside and on top of one line',
    source: '● SN TaxRate.active; a twin never guesses',
    async proves(b) {
      const { customer: id } = b.customer()
      const [vat, within] = [await onTop(b), await inside(b)]
      const items = [{ price: b.price('basic') }]
      await expect(b.stripe.subscriptions.create({ customer: id, items, default_tax_rates: ['txr_account_9'] })).rejects.toMatchObject({
        code: 'resource_missing',
        param: 'default_tax_rates[0]',
      })
      await expect(b.stripe.subscriptions.create({ customer: id, items, default_tax_rates: [vat.id, within.id] })).rejects.toMatchObject({
        code: 'billstorm_not_modelled',
      })
      await b.stripe.taxRates.update(vat.id, { active: false })
      await expect(b.stripe.subscriptions.create({ customer: id, items, default_tax_rates: [vat.id] })).rejects.toMatchObject({
        statusCode: 400,
        param: 'default_tax_rates[0]',
      })
    },
  },
  {
    does: 'shows earlier versions tax as an amount with its rates and discounts with their coupon',
    source: '● SN CHANGELOG 2025-03-31.basil',
    async proves(b) {
      const { customer: id } = b.customer()
      const rate = await onTop(b)
      const tenth = await b.stripe.coupons.create({ id: 'TENTH', percent_off: 10, duration: 'forever' })
      const made = await b.stripe.subscriptions.create({
        customer: id,
        items: [{ price: b.price('basic') }],
        default_tax_rates: [rate.id],
        discounts: [{ coupon: tenth.id }],
      })
      expect(b.ask('invoices.retrieve', {}, { id: made.latest_invoice as string, version: '2024-06-20' }).body).toMatchObject({
        tax: 180,
        total_tax_amounts: [{ amount: 180, inclusive: false, tax_rate: rate.id, taxable_amount: 899 }],
        discount: { coupon: { id: 'TENTH' } },
        lines: { data: [{ tax_amounts: [{ amount: 180 }], tax_rates: [{ id: rate.id }] }] },
      })
      expect(b.ask('subscriptions.retrieve', {}, { id: made.id, version: '2024-06-20' }).body).toMatchObject({
        discount: { coupon: { id: 'TENTH' } },
      })
    },
  },
  {
    does: 'computes in whole yen, and in charge units of ten fils',
    source: '● SN amounts are in the smallest unit; three decimals end in 0 ○',
    given: {
      currency: 'kwd',
      plans: [{ key: 'basic', price: minor(1_230), interval: 'month' }],
    },
    async proves(b) {
      const { customer: id } = b.customer()
      const rate = await onTop(b, 5)
      const coupon = await b.stripe.coupons.create({ percent_off: 15 })
      const made = await b.stripe.subscriptions.create({
        customer: id,
        items: [{ price: b.price('basic') }],
        default_tax_rates: [rate.id],
        discounts: [{ coupon: coupon.id }],
        ...latest,
      })
      expect(made.latest_invoice).toMatchObject({ subtotal: 1_230, total: 1_230 - 180 + 50, currency: 'kwd' })
      const yen = await b.stripe.prices.create({ product: 'prod_account_1', currency: 'jpy', unit_amount: 1_235 })
      await b.stripe.invoiceItems.create({ customer: id, pricing: { price: yen.id }, tax_rates: [rate.id] })
      const bill = await b.stripe.invoices.create({ customer: id, currency: 'jpy', pending_invoice_items_behavior: 'include' })
      expect(bill).toMatchObject({ subtotal: 1_235, total: 1_235 + 62 })
    },
  },
]

proven('taxes', behaviours)

import { expect } from 'vitest'
import { days } from '#machines'
import { proven, type Behaviour } from '../card-twin.fixture.ts'

const latest = { expand: ['latest_invoice'] }

const behaviours: readonly Behaviour[] = [
  {
    does: 'takes a percentage off each invoice of a subscription, for ever',
    source: '● SN Coupon.duration',
    async proves({ stripe, customer, price, passTo, heard }) {
      const { customer: id } = customer()
      const coupon = await stripe.coupons.create({ percent_off: 25, duration: 'forever' })
      heard()
      const made = await stripe.subscriptions.create({
        customer: id,
        items: [{ price: price('pro') }],
        discounts: [{ coupon: coupon.id }],
        ...latest,
      })
      expect(made).toMatchObject({ status: 'active', discounts: ['di_ada_1'] })
      expect(made.latest_invoice).toMatchObject({
        subtotal: 1_999,
        total: 1_499,
        amount_paid: 1_499,
        discounts: ['di_ada_1'],
        total_discount_amounts: [{ amount: 500, discount: 'di_ada_1' }],
        lines: { data: [{ amount: 1_999, discountable: true, discounts: [], discount_amounts: [{ amount: 500, discount: 'di_ada_1' }] }] },
      })
      expect(heard()).toContain('customer.discount.created')
      for (const [date, count] of [
        ['2024-02-29T12:00:00Z', 2],
        ['2024-03-31T12:00:00Z', 3],
      ] as const) {
        passTo(date)
        const { data } = await stripe.invoices.list({ subscription: made.id })
        expect(data.map((each) => each.total)).toEqual(Array.from({ length: count }, () => 1_499))
      }
    },
  },
  {
    does: 'takes a repeating coupon off the invoices of so many months, and then tells that it is over',
    source: '● SN Discount.end; counted from redemption ◐ vendor’s staff in public threads',
    async proves({ stripe, customer, price, passTo, heard }) {
      const { customer: id } = customer()
      const coupon = await stripe.coupons.create({ percent_off: 50, duration: 'repeating', duration_in_months: 2 })
      const made = await stripe.subscriptions.create({
        customer: id,
        items: [{ price: price('basic') }],
        discounts: [{ coupon: coupon.id }],
        expand: ['discounts'],
      })
      expect(made.discounts).toMatchObject([{ start: 1_706_691_600, end: Date.parse('2024-03-31T09:00:00Z') / 1_000 }])
      passTo('2024-03-30T12:00:00Z')
      heard()
      passTo('2024-03-31T12:00:00Z')
      expect(heard().slice(0, 2)).toEqual(['customer.discount.deleted', 'customer.subscription.updated'])
      expect((await stripe.subscriptions.retrieve(made.id)).discounts).toEqual([])
      passTo('2024-04-30T12:00:00Z')
      const { data } = await stripe.invoices.list({ subscription: made.id })
      expect(data.map((each) => each.total)).toEqual([999, 999, 499, 499])
    },
  },
  {
    does: 'takes a coupon for once off the first invoice it can be taken off: a trial of nothing does not use it up',
    source: '● SN Coupon.duration; the trial ○, account’s policy',
    async proves({ stripe, customer, price, passTo }) {
      const { customer: id } = customer()
      const coupon = await stripe.coupons.create({ amount_off: 300, currency: 'usd' })
      const made = await stripe.subscriptions.create({
        customer: id,
        items: [{ price: price('basic') }],
        trial_period_days: 7,
        discounts: [{ coupon: coupon.id }],
      })
      expect(made.discounts).toHaveLength(1)
      passTo('2024-02-07T12:00:00Z')
      expect((await stripe.subscriptions.retrieve(made.id)).discounts).toEqual([])
      passTo('2024-03-07T12:00:00Z')
      expect((await stripe.invoices.list({ subscription: made.id })).data.map((each) => each.total)).toEqual([999, 699, 0])
    },
  },
  {
    does: 'uses a coupon for once up with the first invoice where the account’s policy says so',
    source: '○ policy input',
    given: { onceIsUsedBy: 'first invoice' },
    async proves({ stripe, customer, price, passTo }) {
      const { customer: id } = customer()
      const coupon = await stripe.coupons.create({ percent_off: 100 })
      const made = await stripe.subscriptions.create({
        customer: id,
        items: [{ price: price('basic') }],
        trial_period_days: 7,
        discounts: [{ coupon: coupon.id }],
      })
      passTo('2024-02-07T12:00:00Z')
      expect((await stripe.invoices.list({ subscription: made.id })).data.map((each) => each.total)).toEqual([999, 0])
    },
  },
  {
    does: 'needs no card and no payment when everything is taken off',
    source: '● SN 1.1: nothing due',
    async proves({ stripe, price, twin }) {
      const { id } = await stripe.customers.create({ name: 'ada' })
      const coupon = await stripe.coupons.create({ percent_off: 100, duration: 'forever' })
      const made = await stripe.subscriptions.create({
        customer: id,
        items: [{ price: price('basic') }],
        discounts: [{ coupon: coupon.id }],
        ...latest,
      })
      expect(made).toMatchObject({ status: 'active', latest_invoice: { status: 'paid', total: 0, amount_due: 0, attempt_count: 0 } })
      expect(twin.books().charges).toEqual([])
    },
  },
  {
    does: 'takes an amount off no deeper than nothing, and leaves no credit behind',
    source: '● SN coupons.create: an invoice of 100 less 200 is 0',
    async proves({ stripe, customer, price }) {
      const { customer: id } = customer()
      const coupon = await stripe.coupons.create({ amount_off: 2_500, currency: 'usd', duration: 'forever' })
      const made = await stripe.subscriptions.create({
        customer: id,
        items: [{ price: price('basic') }],
        discounts: [{ coupon: coupon.id }],
        ...latest,
      })
      expect(made.latest_invoice).toMatchObject({ total: 0, total_discount_amounts: [{ amount: 999 }] })
      expect(await stripe.customers.retrieve(id)).toMatchObject({ balance: 0 })
    },
  },
  {
    does: 'takes line discounts first, then those of the subscription in their order, each of what is left',
    source: '● SN Invoice.discounts; percent of what is left ○',
    async proves({ stripe, customer, price }) {
      const { customer: id } = customer()
      const [half, five, fifth] = await Promise.all([
        stripe.coupons.create({ percent_off: 50, duration: 'forever' }),
        stripe.coupons.create({ amount_off: 500, currency: 'usd', duration: 'forever' }),
        stripe.coupons.create({ percent_off: 20, duration: 'forever' }),
      ])
      const buy = (discounts: readonly { readonly coupon: string }[]) =>
        stripe.subscriptions.create({
          customer: id,
          items: [{ price: price('pro'), discounts: [{ coupon: half.id }] }],
          discounts: [...discounts],
          ...latest,
        })
      // 1,999 − 1,000 = 999; then 5 off and a fifth of 499, or a fifth of 999 and 5 off.
      expect((await buy([{ coupon: five.id }, { coupon: fifth.id }])).latest_invoice).toMatchObject({ subtotal: 999, total: 399 })
      expect((await buy([{ coupon: fifth.id }, { coupon: five.id }])).latest_invoice).toMatchObject({ subtotal: 999, total: 299 })
    },
  },
  {
    does: 'takes off only what its products cost',
    source: '● SN Coupon.applies_to',
    async proves({ stripe, customer, price }) {
      const { customer: id } = customer()
      const { data } = await stripe.prices.list({ lookup_keys: ['pro'] })
      const coupon = await stripe.coupons.create({
        percent_off: 50,
        duration: 'forever',
        applies_to: { products: [data[0]!.product as string] },
      })
      expect(coupon).not.toHaveProperty('applies_to')
      expect(await stripe.coupons.retrieve(coupon.id, { expand: ['applies_to'] })).toMatchObject({
        applies_to: { products: [data[0]!.product] },
      })
      const made = await stripe.subscriptions.create({
        customer: id,
        items: [{ price: price('basic') }, { price: price('pro') }],
        discounts: [{ coupon: coupon.id }],
        ...latest,
      })
      expect(made.latest_invoice).toMatchObject({ subtotal: 2_998, total: 1_998, lines: { data: [{ discount_amounts: [] }, {}] } })
    },
  },
  {
    does: 'credits for unused time what was billed for it, and charges the rest as it is discounted now; neither is discounted again',
    source: '◐ SD changelog 2025-09-30: amounts of prorations include discounts; InvoiceLineItem.discountable ● SN',
    async proves({ stripe, customer, price, pass }) {
      const { customer: id } = customer()
      const half = await stripe.coupons.create({ percent_off: 50 })
      const made = await stripe.subscriptions.create({ customer: id, items: [{ price: price('basic') }], discounts: [{ coupon: half.id }] })
      pass(days(0))
      const changed = await stripe.subscriptions.update(made.id, {
        items: [{ id: made.items.data[0]!.id, price: price('pro') }],
        proration_behavior: 'always_invoice',
        ...latest,
      })
      // 499 was paid for the month, the coupon was for once.
      expect(changed.latest_invoice).toMatchObject({
        total: 1_999 - 499,
        lines: {
          data: [
            { amount: -499, discountable: false, discount_amounts: [] },
            { amount: 1_999, discountable: false },
          ],
        },
      })
    },
  },
  {
    does: 'refuses to prorate under a discount of an amount, of which the vendor’s sums are not known',
    source: 'a twin never guesses',
    async proves({ stripe, customer, price, pass, twin }) {
      const { customer: id } = customer()
      const five = await stripe.coupons.create({ amount_off: 500, currency: 'usd', duration: 'forever' })
      const made = await stripe.subscriptions.create({ customer: id, items: [{ price: price('basic') }], discounts: [{ coupon: five.id }] })
      pass(days(10))
      await expect(
        stripe.subscriptions.update(made.id, { items: [{ id: made.items.data[0]!.id, price: price('pro') }] }),
      ).rejects.toMatchObject({ code: 'billstorm_not_modelled' })
      expect(twin.notModelled()).toEqual(['subscriptions.update items'])
    },
  },
]

proven('discounts', behaviours)

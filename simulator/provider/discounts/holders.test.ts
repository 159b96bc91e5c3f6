import { expect } from 'vitest'
import { proven, running, type Behaviour } from '../card-twin.fixture.ts'

const latest = { expand: ['latest_invoice'] }

const behaviours: readonly Behaviour[] = [
  {
    does: 'gives a customer a discount in earlier versions, which subscriptions without one inherit, and takes it away',
    source: '● SN CHANGELOG 2025-03-31.basil, customers.deleteDiscount',
    async proves({ stripe, customer, price, ask, heard }) {
      const { customer: id } = customer()
      await stripe.coupons.create({ id: 'HALF', percent_off: 50, duration: 'forever' })
      await stripe.coupons.create({ id: 'TENTH', percent_off: 10, duration: 'forever' })
      heard()
      expect(ask('customers.update', { coupon: 'HALF' }, { id }).body).toMatchObject({
        error: { code: 'parameter_unknown', param: 'coupon' },
      })
      expect(ask('customers.update', { coupon: 'HALF' }, { id, version: '2024-06-20' }).body).toMatchObject({
        discount: { coupon: { id: 'HALF', percent_off: 50 }, subscription: null },
      })
      expect(heard()).toEqual(['customer.discount.created', 'customer.updated'])
      const items = [{ price: price('basic') }]
      expect(await stripe.subscriptions.create({ customer: id, items, ...latest })).toMatchObject({
        discounts: [],
        latest_invoice: { total: 499 },
      })
      expect(await stripe.subscriptions.create({ customer: id, items, discounts: [{ coupon: 'TENTH' }], ...latest })).toMatchObject({
        latest_invoice: { total: 899 },
      })
      expect(ask('customers.update', { coupon: 'TENTH' }, { id, version: '2024-06-20' }).status).toBe(200)
      expect(heard()).toContain('customer.discount.updated')
      expect(await stripe.customers.deleteDiscount(id)).toMatchObject({ deleted: true, source: { coupon: 'TENTH' } })
      expect(heard()).toEqual(['customer.discount.deleted', 'customer.updated'])
      expect(await stripe.subscriptions.create({ customer: id, items, ...latest })).toMatchObject({ latest_invoice: { total: 999 } })
      await expect(stripe.customers.deleteDiscount(id)).rejects.toMatchObject({ statusCode: 404 })
    },
  },
  {
    does: 'replaces, keeps and clears the discounts of a subscription',
    source: '● SN SubscriptionUpdateParams.discounts',
    async proves(b) {
      const { id } = await running(b)
      const half = await b.stripe.coupons.create({ percent_off: 50, duration: 'forever' })
      const tenth = await b.stripe.coupons.create({ percent_off: 10, duration: 'forever' })
      b.heard()
      const one = await b.stripe.subscriptions.update(id, { discounts: [{ coupon: half.id }] })
      expect(one.discounts).toEqual(['di_ada_1'])
      expect((await b.stripe.subscriptions.update(id, { metadata: { a: 'b' } })).discounts).toEqual(['di_ada_1'])
      const two = await b.stripe.subscriptions.update(id, { discounts: [{ discount: 'di_ada_1' }, { coupon: tenth.id }] })
      expect(two.discounts).toEqual(['di_ada_1', 'di_ada_2'])
      const last = await b.stripe.subscriptions.update(id, { discounts: [{ discount: 'di_ada_2' }] })
      expect(last.discounts).toEqual(['di_ada_2'])
      expect((await b.stripe.subscriptions.update(id, { discounts: '' })).discounts).toEqual([])
      expect(b.heard().filter((type) => type.includes('discount'))).toEqual([
        'customer.discount.created',
        'customer.discount.created',
        'customer.discount.deleted',
        'customer.discount.deleted',
      ])
      await expect(b.stripe.subscriptions.update(id, { discounts: [{ discount: 'di_ada_1' }] })).rejects.toMatchObject({ statusCode: 400 })
      b.passTo('2024-02-29T12:00:00Z')
      expect((await b.stripe.invoices.list({ subscription: id })).data[0]!.total).toBe(999)
    },
  },
  {
    does: 'redeems nothing when the rest of the request is refused',
    source: 'a refused request leaves nothing behind',
    async proves(b) {
      const { id } = await running(b)
      const half = await b.stripe.coupons.create({ percent_off: 50, duration: 'forever' })
      b.heard()
      await expect(
        b.stripe.subscriptions.update(id, { discounts: [{ coupon: half.id }], items: [{ price: 'price_account_99' }] }),
      ).rejects.toMatchObject({ statusCode: 400 })
      expect((await b.stripe.coupons.retrieve(half.id)).times_redeemed).toBe(0)
      expect((await b.stripe.subscriptions.retrieve(id)).discounts).toEqual([])
      expect(b.heard()).toEqual([])
    },
  },
  {
    does: 'deletes a subscription’s discount; the invoice that took it keeps it',
    source: '● SN subscriptions.deleteDiscount',
    async proves({ stripe, customer, price, passTo }) {
      const { customer: id } = customer()
      const half = await stripe.coupons.create({ percent_off: 50, duration: 'forever' })
      const made = await stripe.subscriptions.create({ customer: id, items: [{ price: price('basic') }], discounts: [{ coupon: half.id }] })
      expect(await stripe.subscriptions.deleteDiscount(made.id)).toMatchObject({ deleted: true, subscription: made.id })
      await stripe.coupons.del(half.id)
      passTo('2024-02-29T12:00:00Z')
      const { data } = await stripe.invoices.list({ subscription: made.id, expand: ['data.discounts'] })
      expect(data).toMatchObject([
        { total: 999, discounts: [] },
        { total: 499, discounts: [{ source: { coupon: half.id } }] },
      ])
    },
  },
]

proven('holders of discounts', behaviours)

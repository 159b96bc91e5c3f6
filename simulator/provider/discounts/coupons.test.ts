import { expect } from 'vitest'
import { days } from '#machines'
import { proven, type Behaviour } from '../card-twin.fixture.ts'

const behaviours: readonly Behaviour[] = [
  {
    does: 'creates, reads, renames, lists and deletes a coupon of the caller’s own id',
    source: '● SN coupons',
    async proves({ stripe, heard, pass }) {
      const made = await stripe.coupons.create({ id: 'SUMMER', percent_off: 12.5, duration: 'repeating', duration_in_months: 3 })
      expect(made).toMatchObject({
        id: 'SUMMER',
        percent_off: 12.5,
        amount_off: null,
        valid: true,
        times_redeemed: 0,
        duration_in_months: 3,
      })
      pass(days(1))
      const other = await stripe.coupons.create({ amount_off: 500, currency: 'usd', max_redemptions: 1 })
      expect(other).toMatchObject({ id: 'coupon_account_2', duration: 'once', currency: 'usd' })
      expect(await stripe.coupons.update('SUMMER', { name: 'Sun', metadata: { a: 'b' } })).toMatchObject({ name: 'Sun', percent_off: 12.5 })
      expect((await stripe.coupons.list()).data.map((each) => each.id)).toEqual(['coupon_account_2', 'SUMMER'])
      expect(await stripe.coupons.del('SUMMER')).toEqual(expect.objectContaining({ id: 'SUMMER', deleted: true }))
      await expect(stripe.coupons.retrieve('SUMMER')).rejects.toMatchObject({ statusCode: 404, code: 'resource_missing' })
      expect((await stripe.coupons.list()).data).toHaveLength(1)
      expect(heard()).toEqual(['coupon.created', 'coupon.created', 'coupon.updated', 'coupon.deleted'])
    },
  },
  {
    does: 'refuses a coupon that takes off nothing, both, too much, or that has a word which is taken',
    source: '● SN CouponCreateParams; codes ○',
    async proves({ stripe }) {
      await stripe.coupons.create({ id: 'TAKEN', percent_off: 10 })
      for (const [params, param] of [
        [{}, 'percent_off'],
        [{ percent_off: 10, amount_off: 5, currency: 'usd' }, 'amount_off'],
        [{ percent_off: 101 }, 'percent_off'],
        [{ percent_off: 0 }, 'percent_off'],
        [{ amount_off: 500 }, 'currency'],
        [{ percent_off: 5, duration: 'repeating' }, 'duration_in_months'],
        [{ percent_off: 5, duration: 'forever', duration_in_months: 3 }, 'duration_in_months'],
        [{ percent_off: 5, redeem_by: 1 }, 'redeem_by'],
        [{ percent_off: 5, id: 'TAKEN' }, 'id'],
      ] as const)
        await expect(stripe.coupons.create(params)).rejects.toMatchObject({ statusCode: 400, param })
      await expect(stripe.coupons.create({ currency_options: { eur: { amount_off: 5 } } })).rejects.toMatchObject({
        code: 'billstorm_not_modelled',
      })
    },
  },
  {
    does: 'can be redeemed so many times and until its day, and says so',
    source: '● SN Coupon.max_redemptions, redeem_by; code ● SN coupon_expired',
    async proves({ stripe, customer, price, pass }) {
      const { customer: id } = customer()
      const scarce = await stripe.coupons.create({ percent_off: 50, duration: 'forever', max_redemptions: 1 })
      const items = [{ price: price('basic') }]
      await stripe.subscriptions.create({ customer: id, items, discounts: [{ coupon: scarce.id }] })
      expect(await stripe.coupons.retrieve(scarce.id)).toMatchObject({ times_redeemed: 1, valid: false })
      await expect(stripe.subscriptions.create({ customer: id, items, discounts: [{ coupon: scarce.id }] })).rejects.toMatchObject({
        statusCode: 400,
        code: 'coupon_expired',
        param: 'discounts[0][coupon]',
      })
      const short = await stripe.coupons.create({ percent_off: 50, redeem_by: 1_706_691_600 + 86_400 })
      pass(days(2))
      expect(await stripe.coupons.retrieve(short.id)).toMatchObject({ valid: false, times_redeemed: 0 })
      await expect(stripe.subscriptions.create({ customer: id, items, discounts: [{ coupon: short.id }] })).rejects.toMatchObject({
        code: 'coupon_expired',
      })
      expect((await stripe.subscriptions.list({ customer: id })).data).toHaveLength(1)
    },
  },
  {
    does: 'refuses an amount in another currency than what is bought, and a discount given twice',
    source: '○ SN Coupon.currency',
    async proves({ stripe, customer, price }) {
      const { customer: id } = customer()
      const euros = await stripe.coupons.create({ amount_off: 500, currency: 'eur' })
      const tenth = await stripe.coupons.create({ percent_off: 10 })
      const items = [{ price: price('basic') }]
      await expect(stripe.subscriptions.create({ customer: id, items, discounts: [{ coupon: euros.id }] })).rejects.toMatchObject({
        statusCode: 400,
        param: 'discounts[0][coupon]',
      })
      const twice = [{ coupon: tenth.id }, { coupon: tenth.id }]
      await expect(stripe.subscriptions.create({ customer: id, items, discounts: twice })).rejects.toMatchObject({ param: 'discounts' })
      await expect(
        stripe.subscriptions.create({ customer: id, items, discounts: [{ coupon: tenth.id, promotion_code: 'promo_account_1' }] }),
      ).rejects.toMatchObject({ param: 'discounts[0]' })
      expect((await stripe.coupons.retrieve(tenth.id)).times_redeemed).toBe(0)
    },
  },
  {
    does: 'hands out a promotion code, found by its code in any case; its last use ends it',
    source: '● SN promotionCodes',
    async proves({ stripe, customer, price, heard }) {
      const { customer: id } = customer()
      const coupon = await stripe.coupons.create({ percent_off: 20, duration: 'forever' })
      const code = await stripe.promotionCodes.create({
        promotion: { type: 'coupon', coupon: coupon.id },
        code: 'Welcome-20',
        max_redemptions: 1,
      })
      const drawn = await stripe.promotionCodes.create({ promotion: { type: 'coupon', coupon: coupon.id } })
      expect(drawn.code).toMatch(/^[A-Z2-9]{8}$/)
      expect((await stripe.promotionCodes.list({ code: 'WELCOME-20' })).data.map((each) => each.id)).toEqual([code.id])
      const found = await stripe.promotionCodes.retrieve(code.id, { expand: ['promotion.coupon'] })
      expect(found.promotion.coupon).toMatchObject({ id: coupon.id, percent_off: 20 })
      await expect(
        stripe.promotionCodes.create({ promotion: { type: 'coupon', coupon: coupon.id }, code: 'WELCOME-20' }),
      ).rejects.toMatchObject({ code: 'resource_already_exists', param: 'code' })
      heard()
      const items = [{ price: price('basic') }]
      const made = await stripe.subscriptions.create({
        customer: id,
        items,
        discounts: [{ promotion_code: code.id }],
        expand: ['discounts', 'latest_invoice'],
      })
      expect(made.discounts).toMatchObject([{ promotion_code: code.id, source: { coupon: coupon.id }, subscription: made.id }])
      expect(made.latest_invoice).toMatchObject({ subtotal: 999, total: 799 })
      expect(heard().slice(0, 2)).toEqual(['promotion_code.updated', 'customer.discount.created'])
      expect(await stripe.promotionCodes.retrieve(code.id)).toMatchObject({ active: false, times_redeemed: 1 })
      await expect(stripe.subscriptions.create({ customer: id, items, discounts: [{ promotion_code: code.id }] })).rejects.toMatchObject({
        statusCode: 400,
        param: 'discounts[0][promotion_code]',
      })
      await expect(stripe.promotionCodes.update(code.id, { active: true })).rejects.toMatchObject({ statusCode: 400, param: 'active' })
    },
  },
  {
    does: 'keeps a promotion code to its customer, to first purchases and to purchases large enough',
    source: '● SN PromotionCode.restrictions; what counts as a purchase ○',
    async proves({ stripe, customer, price }) {
      const { customer: ada } = customer('ada')
      const { customer: bob } = customer('bob')
      const coupon = await stripe.coupons.create({ percent_off: 20 })
      const promotion = { type: 'coupon', coupon: coupon.id } as const
      const hers = await stripe.promotionCodes.create({ promotion, customer: ada })
      const first = await stripe.promotionCodes.create({ promotion, restrictions: { first_time_transaction: true } })
      const large = await stripe.promotionCodes.create({
        promotion,
        restrictions: { minimum_amount: 1_500, minimum_amount_currency: 'usd' },
      })
      const buy = (who: string, code: string, plan = 'basic') =>
        stripe.subscriptions.create({ customer: who, items: [{ price: price(plan) }], discounts: [{ promotion_code: code }] })
      await expect(buy(bob, hers.id)).rejects.toMatchObject({ statusCode: 400 })
      await buy(ada, hers.id)
      await expect(buy(ada, first.id)).rejects.toMatchObject({ statusCode: 400 })
      await buy(bob, first.id)
      await expect(buy(bob, large.id)).rejects.toMatchObject({ statusCode: 400 })
      await buy(bob, large.id, 'pro')
      expect((await stripe.coupons.retrieve(coupon.id)).times_redeemed).toBe(3)
    },
  },
  {
    does: 'cannot be redeemed once deleted, nor can its codes',
    source: '● SN coupons.del',
    async proves({ stripe, customer, price }) {
      const { customer: id } = customer()
      const coupon = await stripe.coupons.create({ percent_off: 20 })
      const code = await stripe.promotionCodes.create({ promotion: { type: 'coupon', coupon: coupon.id } })
      await stripe.coupons.del(coupon.id)
      for (const discount of [{ coupon: coupon.id }, { promotion_code: code.id }])
        await expect(
          stripe.subscriptions.create({ customer: id, items: [{ price: price('basic') }], discounts: [discount] }),
        ).rejects.toMatchObject({ statusCode: 400 })
    },
  },
  {
    does: 'shows earlier versions the coupon itself',
    source: '● SN CHANGELOG 2025-09-30.clover',
    async proves({ stripe, ask }) {
      const coupon = await stripe.coupons.create({ id: 'X', percent_off: 20 })
      const code = await stripe.promotionCodes.create({ promotion: { type: 'coupon', coupon: coupon.id } })
      const older = ask('promotion_codes.retrieve', {}, { id: code.id, version: '2025-08-27.basil' }).body
      expect(older).toMatchObject({ coupon: { id: 'X', percent_off: 20 } })
      expect(older).not.toHaveProperty('promotion')
      expect(ask('promotion_codes.retrieve', {}, { id: code.id }).body).not.toHaveProperty('coupon')
    },
  },
]

proven('coupons and promotion codes', behaviours)

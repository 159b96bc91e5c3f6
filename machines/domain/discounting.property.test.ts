import fc from 'fast-check'
import { expect, test } from 'vitest'
import { byCoupon } from './discounting.ts'
import { minor } from './money.ts'
import type { Coupon } from './policy.ts'
import { share } from './proration.ts'

const units = fc.constantFrom(1, 10)
const coupons: fc.Arbitrary<Coupon['off']> = fc.oneof(
  fc.record({ percent: fc.integer({ min: 1, max: 100 }) }),
  fc.record({ amount: fc.integer({ min: 1, max: 3_000 }).map((units) => minor(units * 10)) }),
)
const prices = fc.integer({ min: 0, max: 100_000_000 })

test('what is left is between nothing and the price, and can be charged', () => {
  fc.assert(
    fc.property(prices, coupons, units, (count, off, unit) => {
      const price = minor(count * unit)
      const net = byCoupon.net(price, [{ key: 'any', off, lasts: 'once' }], minor(unit))
      expect(net).toBeGreaterThanOrEqual(0)
      expect(net).toBeLessThanOrEqual(price)
      expect(net % unit).toBe(0)
      if ('percent' in off && off.percent === 100) expect(net).toBe(0)
    }),
  )
})

test('a dearer plan never costs less than a cheaper one under the same coupon', () => {
  fc.assert(
    fc.property(prices, prices, coupons, units, (one, other, off, unit) => {
      const [low, high] = one < other ? [one, other] : [other, one]
      const net = (count: number): number => byCoupon.net(minor(count * unit), [{ key: 'any', off, lasts: 'once' }], minor(unit))
      expect(net(low)).toBeLessThanOrEqual(net(high))
    }),
  )
})

test('the parts of a period are lowered by no more than the whole of it, but for rounding', () => {
  fc.assert(
    fc.property(prices, coupons, units, fc.integer({ min: 0, max: 2_678_400 }), (count, off, unit, seconds) => {
      const price = minor(count * unit)
      const coupon: Coupon = { key: 'any', off, lasts: 'once' }
      const piece = (of: number, part: number) => minor(share(of, part, 2_678_400 * unit) * unit)
      const parts = [seconds, 2_678_400 - seconds].map((part) => byCoupon.rest(price, [coupon], minor(unit), (of) => piece(of, part)))
      const whole = price - byCoupon.net(price, [coupon], minor(unit))
      const given = parts.reduce((sum, { discount }) => sum + discount, 0)
      expect(Math.abs(given - whole)).toBeLessThanOrEqual(2 * unit)
      for (const { amount, discount } of parts) expect(discount >= 0 && discount <= amount).toBe(true)
    }),
  )
})

test('several coupons leave what each leaves of what the one before has left', () => {
  fc.assert(
    fc.property(prices, fc.array(coupons, { maxLength: 4 }), units, (count, offs, unit) => {
      const several = offs.map((off): Coupon => ({ key: 'any', off, lasts: 'once' }))
      const price = minor(count * unit)
      let left = price
      for (const each of several) {
        const before = left
        left = byCoupon.net(left, [each], minor(unit))
        expect(left).toBeLessThanOrEqual(before)
      }
      expect(byCoupon.net(price, several, minor(unit))).toBe(left)
      expect(left).toBeGreaterThanOrEqual(0)
    }),
  )
})

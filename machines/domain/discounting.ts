import type { Instant } from './instant.ts'
import { minor, type Minor } from './money.ts'
import type { Coupon } from './policy.ts'
import { share } from './proration.ts'

/** What a level costs for some time by the catalogue, and what coupons take off that; both whole minor units, zero or more. */
export interface Lowered {
  readonly amount: Minor
  readonly discount: Minor
}

/** What coupons do to prices. Passed in where machines are built, so that a broken one can take its place. */
export interface Discounting {
  /**
   * What a whole period costs once coupons have been taken off, one after the other, each of what is left: in charge units, half of one
   * rounded up, never less than nothing.
   * @param price a whole multiple of the unit
   */
  net(price: Minor, coupons: readonly Coupon[], unit: Minor): Minor
  /**
   * What the rest of a period costs that began under coupons: its price is the lower one, so that a change of plan is lowered
   * in proportion and no part of the discount is given twice.
   * @param piece the part of a whole period's price that falls on that rest
   */
  rest(price: Minor, coupons: readonly Coupon[], unit: Minor, piece: (price: Minor) => Minor): Lowered
  /**
   * Does a coupon lower a period that begins at `from`?
   * @param first when the first period began that it has lowered; undefined while it has lowered none
   * @param monthsOn the instant so many months after another, by the calendar
   */
  lasts(coupon: Coupon, first: Instant | undefined, from: Instant, monthsOn: (from: Instant, months: number) => Instant): boolean
}

function net(price: Minor, coupons: readonly Coupon[], unit: Minor): Minor {
  let left = price
  for (const { off } of coupons)
    left = minor(left - ('amount' in off ? Math.min(left, off.amount) : share(left, off.percent, 100 * unit) * unit))
  return left
}

export const byCoupon: Discounting = {
  net,
  rest(price, coupons, unit, piece) {
    const amount = piece(price)
    return { amount, discount: coupons.length === 0 ? minor(0) : minor(amount - piece(net(price, coupons, unit))) }
  },
  lasts({ lasts }, first, from, monthsOn) {
    if (first === undefined || lasts === 'forever') return true
    return lasts !== 'once' && from < monthsOn(first, lasts.months)
  },
}

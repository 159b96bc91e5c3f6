import type { AccountState } from './domain/account.ts'
import type { Instant } from './domain/instant.ts'
import { type Coupon, type Policy } from './domain/policy.ts'
import { begunWith } from './intended.ts'
import type { Parts } from './parts.ts'

type Redeemed = Pick<AccountState, 'coupons' | 'invoices'>
type SubscriptionView = AccountState['subscriptions'][number]

/** No coupon, wherever none is redeemed: one list for all. */
const noCoupons: readonly Coupon[] = []
export const noRedemptions: readonly number[] = []

/**
 * The coupons in hand, by their places among all that were redeemed, in the order in which they are taken off. The newest alone, unless
 * it was removed; where several count at once, the newest of each, in the catalogue's order.
 */
export function couponsInHand({ coupons }: Pick<AccountState, 'coupons'>, policy: Policy): readonly number[] {
  const last = coupons.length - 1
  if (last < 0) return noRedemptions
  if (policy.couponsStack !== true) return coupons[last]!.isRemoved ? noRedemptions : [last]
  const places: number[] = []
  for (const { key } of policy.coupons ?? []) {
    const place = coupons.findLastIndex(({ coupon }) => coupon === key)
    if (place >= 0 && !coupons[place]!.isRemoved) places.push(place)
  }
  return places
}

/**
 * Which of the redeemed coupons lower a period that begins at an instant. What was offered and never bought, or taken back, has used
 * up nothing of them.
 */
export function redemptionsFor(account: Redeemed, from: Instant, policy: Policy, parts: Parts): readonly number[] {
  if (account.coupons.length === 0) return noRedemptions
  const monthsOn = (first: Instant, months: number): Instant => parts.calendar.boundary(first, 'month', months, policy.zone)
  return couponsInHand(account, policy).filter((place) => {
    const coupon = couponAt(account, place, policy)
    return coupon !== undefined && parts.discounting.lasts(coupon, firstLowered(account, place), from, monthsOn)
  })
}

function firstLowered({ invoices }: Redeemed, place: number): Instant | undefined {
  for (const { redemptions, state, periodStart } of invoices)
    if (state !== 'quote' && state !== 'void' && redemptions.includes(place)) return periodStart
  return undefined
}

function couponAt({ coupons }: Pick<AccountState, 'coupons'>, place: number, { coupons: known = [] }: Policy): Coupon | undefined {
  const redeemed = coupons[place]
  return redeemed === undefined ? undefined : known.find(({ key }) => key === redeemed.coupon)
}

/** @param places among the redeemed */
export function couponsAt(account: Pick<AccountState, 'coupons'>, places: readonly number[], policy: Policy): readonly Coupon[] {
  if (places.length === 0) return noCoupons
  return places.map((place) => couponAt(account, place, policy)).filter((coupon) => coupon !== undefined)
}

/** The coupons under which the running period began: within it prices stay lowered as they were. */
export function couponsOfPeriod(account: Redeemed, subscription: SubscriptionView, policy: Policy): readonly Coupon[] {
  if (account.coupons.length === 0) return noCoupons
  return couponsAt(account, begunWith(account, subscription)?.redemptions ?? noRedemptions, policy)
}

/** What was redeemed last, unless it was removed since. */
export function newestCoupon({ coupons }: Pick<AccountState, 'coupons'>): string | undefined {
  const last = coupons.at(-1)
  return last === undefined || last.isRemoved ? undefined : last.coupon
}

import type { AccountState } from './domain/account.ts'
import type { Instant } from './domain/instant.ts'
import { type Coupon, type Policy } from './domain/policy.ts'
import { begunWith } from './intended.ts'
import type { Parts } from './parts.ts'

type Redeemed = Pick<AccountState, 'coupons' | 'invoices'>
type SubscriptionView = AccountState['subscriptions'][number]

/** The coupon in hand, by its place among all that were redeemed: the newest, unless it was removed; −1 for none. */
export function couponInHand({ coupons }: Pick<AccountState, 'coupons'>): number {
  const last = coupons.length - 1
  return last < 0 || coupons[last]!.isRemoved ? -1 : last
}

/**
 * Which of the redeemed coupons lowers a period that begins at an instant; −1 for none. What was offered and never bought, or
 * taken back, has used up nothing of it.
 */
export function redemptionFor(account: Redeemed, from: Instant, policy: Policy, parts: Parts): number {
  const place = couponInHand(account)
  const coupon = couponAt(account, place, policy)
  if (coupon === undefined) return -1
  const monthsOn = (first: Instant, months: number): Instant => parts.calendar.boundary(first, 'month', months, policy.zone)
  return parts.discounting.lasts(coupon, firstLowered(account, place), from, monthsOn) ? place : -1
}

function firstLowered({ invoices }: Redeemed, place: number): Instant | undefined {
  for (const { redemption, state, periodStart } of invoices)
    if (redemption === place && state !== 'quote' && state !== 'void') return periodStart
  return undefined
}

/** @param place among the redeemed; −1 is none */
export function couponAt({ coupons }: Pick<AccountState, 'coupons'>, place: number, { coupons: known = [] }: Policy): Coupon | undefined {
  const redeemed = place < 0 ? undefined : coupons[place]
  return redeemed === undefined ? undefined : known.find(({ key }) => key === redeemed.coupon)
}

/** The coupon under which the running period began: within it prices stay lowered as they were. */
export function couponOfPeriod(account: Redeemed, subscription: SubscriptionView, policy: Policy): Coupon | undefined {
  if (account.coupons.length === 0) return undefined
  return couponAt(account, begunWith(account, subscription)?.redemption ?? -1, policy)
}

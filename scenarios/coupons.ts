import type { Command, Coupon, Duration, Policy } from '#machines'
import { chargeUnitOf, minor, seconds } from '#machines'
import type { Draw } from './draw.ts'
import type { Wish } from './cards.ts'

/** Coupons of every kind, for the prices of a catalogue: per cent and amounts, for once, for months and for ever, and a free period. */
export function couponsFor(policy: Policy): readonly Coupon[] {
  const unit = chargeUnitOf(policy)
  const half = Math.floor((policy.plans[0]?.price ?? 0) / 2 / unit) * unit
  return [
    { key: 'half', off: { percent: 50 }, lasts: 'forever' },
    { key: 'third', off: { percent: 33 }, lasts: 'once' },
    { key: 'amount', off: { amount: minor(Math.max(half, unit)) }, lasts: { months: 2 } },
    { key: 'free', off: { percent: 100 }, lasts: 'once' },
  ]
}

export const couponWishes = ({ coupons = [], couponsStack }: Policy): readonly Wish[] => [
  [(draw) => ({ do: 'apply coupon', coupon: draw.among(coupons).key }), couponsStack === true ? 24 : 12],
  [(draw) => ({ do: 'remove coupon', ...(couponsStack === true ? { coupon: draw.among(coupons).key } : {}) }), 5],
]

/** Some come with a coupon in hand, and where several count at once with several: redeemed at the signup, or shortly before. */
export function couponFirst(
  draw: Draw,
  joins: Duration,
  { coupons = [], couponsStack }: Policy,
): readonly { readonly at: Duration; readonly command: Command }[] {
  const stacks = couponsStack === true
  if (!draw.chance(stacks ? 400 : 160)) return []
  const at = Math.max(0, joins - seconds(draw.among([0, 1, 60, 86_400]))) as Duration
  const redeemed = { at, command: { do: 'apply coupon', coupon: draw.among(coupons).key } } as const
  if (!stacks) return [redeemed]
  const second = Math.max(0, at - seconds(draw.among([0, 1, 60]))) as Duration
  return [{ at: second, command: { do: 'apply coupon', coupon: draw.among(coupons).key } }, redeemed]
}

import type { AccountState } from './domain/account.ts'
import type { Lowered } from './domain/discounting.ts'
import { minor } from './domain/money.ts'
import { chargeUnitOf, type Interval, type Policy } from './domain/policy.ts'
import type { InvoiceLine } from './domain/view.ts'
import { couponsAt } from './discounts.ts'
import { couponsForItem, itemPrice } from './items.ts'
import type { Parts } from './parts.ts'
import { percentFor, withTax } from './taxes.ts'

/** What a line sells. */
type Sold = Omit<InvoiceLine, 'amount'>

/** What no coupon lowers has the shape it always had. */
export const lineOf = (sold: Sold, { amount, discount }: Lowered): InvoiceLine =>
  discount === 0 ? { ...sold, amount } : { ...sold, amount, discount }

/** A whole period of an item, lowered by what was redeemed, and taxed where the customer is. */
export function linePeriod(
  account: AccountState,
  subscription: AccountState['subscriptions'][number],
  interval: Interval,
  redemptions: readonly number[],
  sold: Sold,
  policy: Policy,
  parts: Parts,
): InvoiceLine {
  const amount = minor(itemPrice(policy, subscription, sold, interval))
  const coupons = couponsForItem(subscription, sold, couponsAt(account, redemptions, policy))
  const discount = minor(amount - parts.discounting.net(amount, coupons, chargeUnitOf(policy)))
  return withTax(lineOf(sold, { amount, discount }), percentFor(account, policy), policy, parts)
}

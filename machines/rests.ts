import type { AccountState } from './domain/account.ts'
import type { Instant } from './domain/instant.ts'
import { minor, type Minor } from './domain/money.ts'
import type { Operation } from './domain/operation.ts'
import { chargeUnitOf, type Policy } from './domain/policy.ts'
import { couponsOfPeriod } from './discounts.ts'
import { addOnItem, couponsForItem, type Item, itemPrice } from './items.ts'
import type { Parts } from './parts.ts'
import { grossOf, percentOfPeriod } from './taxes.ts'

type Subscription = AccountState['subscriptions'][number]

/** What somebody wants to have instead. */
export interface Wanted {
  readonly operation: Operation
  readonly ordinal: number
  readonly plan: string
  readonly quantity: number
}

/** The item that a change is about, as it is to be. */
export const wantedItem = (subscription: Pick<Subscription, 'id'>, { operation, plan, quantity }: Omit<Wanted, 'ordinal'>): Item => ({
  item: operation === 'add-on now' || operation === 'add-on removal now' ? addOnItem(subscription, plan) : subscription.id,
  plan,
  quantity,
})

/** What the rest of the running period of an item costs, tax and all, as the period began. */
export function restOf(account: AccountState, subscription: Subscription, item: Item, at: Instant, policy: Policy, parts: Parts): Minor {
  const { interval, periodStart, periodEnd } = subscription
  const unit = chargeUnitOf(policy)
  const coupons = couponsForItem(subscription, item, couponsOfPeriod(account, subscription, policy))
  const net = parts.discounting.net(minor(itemPrice(policy, subscription, item, interval)), coupons, unit)
  const piece = parts.proration.piece(net, at, periodEnd, periodStart, periodEnd, unit)
  return grossOf(piece, percentOfPeriod(account, subscription, policy), policy, parts)
}

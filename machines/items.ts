import type { AccountState } from './domain/account.ts'
import type { Coupon, Interval, Policy } from './domain/policy.ts'
import { addOnPrice } from './domain/policy.ts'
import { periodPrice } from './intended.ts'

type SubscriptionView = AccountState['subscriptions'][number]

/** So much of a plan, or of what is bought beside it; a line is for one of them. */
export interface Item {
  readonly item: string
  readonly plan: string
  readonly quantity: number
}

/** An add-on's item is named after its subscription's. */
export const addOnItem = (subscription: Pick<SubscriptionView, 'id'>, key: string): string => `${subscription.id}/${key}`

/** The plan first, then what is held beside it. */
export function itemsOf(subscription: Pick<SubscriptionView, 'id' | 'plan' | 'quantity' | 'addOns'>): readonly Item[] {
  const { id, plan, quantity, addOns } = subscription
  const base = { item: id, plan, quantity }
  return addOns.length === 0
    ? [base]
    : [base, ...addOns.map((each) => ({ item: addOnItem(subscription, each.key), plan: each.key, quantity: each.quantity }))]
}

const isBase = (subscription: Pick<SubscriptionView, 'id'>, { item }: Item): boolean => item === subscription.id

/** What an item costs for a period of an interval, by the catalogue. */
export const itemPrice = (policy: Policy, subscription: Pick<SubscriptionView, 'id'>, item: Item, interval: Interval): number =>
  isBase(subscription, item)
    ? periodPrice(policy, item.plan, item.quantity)
    : (addOnPrice(policy, item.plan, interval) ?? 0) * item.quantity

/** A percentage lowers all items, an amount is off the plan, and of what is bought beside it nothing. */
export const couponsForItem = (subscription: Pick<SubscriptionView, 'id'>, item: Item, coupons: readonly Coupon[]): readonly Coupon[] =>
  coupons.length === 0 || isBase(subscription, item) ? coupons : coupons.filter(({ off }) => 'percent' in off)

type Held = SubscriptionView['addOns']

/** The same with so many of one; none of it is left out. */
export function withAddOn(held: Held, key: string, quantity: number): Held {
  const others = held.filter((each) => each.key !== key)
  const place = held.findIndex((each) => each.key === key)
  if (quantity === 0) return others
  return place < 0 ? [...held, { key, quantity }] : held.map((each) => (each.key === key ? { key, quantity } : each))
}

/** What is held once what was scheduled for the next period has come. */
export const afterSchedule = ({ addOns, scheduledAddOns }: Pick<SubscriptionView, 'addOns' | 'scheduledAddOns'>): Held =>
  scheduledAddOns.reduce((held, { key, quantity }) => withAddOn(held, key, quantity), addOns)

/** The same with something else to be held of one from the next period on. */
export const withScheduled = (scheduled: Held, key: string, quantity: number): Held => [
  ...scheduled.filter((each) => each.key !== key),
  { key, quantity },
]

import { chargeUnit } from '../charge-units.ts'
import { notModelled } from '../errors.ts'
import { ownerOf } from '../ids.ts'
import type { InvoiceEntry, LineItem } from '../invoice-objects.ts'
import { perPeriod, type Subscription, type SubscriptionItem } from '../subscription-objects.ts'
import { portion, rateOf, whole } from '../totals/apportion.ts'
import type { Work } from '../work.ts'
import { inherited, termsAt } from './discounts.ts'

/**
 * What a period of an item costs with the discounts that are in force: prorations carry them inside, and are not discounted
 * again.
 * @source SD changelog 2025-09-30, itemized prorations: without them amounts are net. How an amount off is prorated is not known
 */
export function discountedPrice(
  work: Work,
  subscription: Subscription,
  item: SubscriptionItem,
  discounts = subscription.discounts,
): number {
  let price = perPeriod(item)
  if (!work.store.had('di', ownerOf(subscription.id)!)) return price
  const { currency } = subscription
  for (const terms of termsAt(work, [...item.discounts, ...inherited(work, subscription.customer, { discounts })])) {
    if (terms.currency !== null && terms.currency !== currency) continue
    if (terms.products !== undefined && !terms.products.includes(item.price.product)) continue
    if (terms.percentOff === null) throw notModelled('items', 'prorating under a discount of an amount')
    price -= portion(price, rateOf(terms.percentOff), whole, chargeUnit(work, currency))
  }
  return price
}

/**
 * What was billed for an item's running period, of which the rest comes back when it is given up: after the discounts of its
 * invoice. An item that came or changed within the period counts as it is discounted now.
 */
export function billedPrice(work: Work, subscription: Subscription, item: SubscriptionItem): number {
  const owner = ownerOf(subscription.id)!
  if (!work.store.had('di', owner)) return perPeriod(item)
  const isIts = (line: LineItem): boolean =>
    (line.parent as { readonly subscription_item_details: { readonly subscription_item: string; readonly proration: boolean } | null })
      .subscription_item_details?.subscription_item === item.id &&
    line.period.start === item.current_period_start &&
    line.period.end === item.current_period_end &&
    line.pricing?.price_details.price === item.price.id &&
    line.quantity === item.quantity
  const billed = work.store
    .of<InvoiceEntry>('in', owner)
    .filter(({ object, hidden }) => hidden.subscription === subscription.id && object.status !== 'void')
    .flatMap(({ object }) => object.lines.data)
    .findLast(isIts)
  if (billed === undefined) return discountedPrice(work, subscription, item)
  return billed.discount_amounts.reduce((left, off) => left - off.amount, billed.amount)
}

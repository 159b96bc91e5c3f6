import type { Instant } from '#machines'
import { discountsIn } from './discounts/discount-requests.ts'
import { billedPrice, discountedPrice } from './discounts/discounted-prices.ts'
import { replaced } from './discounts/discounts.ts'
import { badCode, badValue, noSuchParam, notModelled } from './errors.ts'
import type { LineDraft } from './invoice-drafts.ts'
import { flag, integer, metadata, oneOf, records, text, type Params } from './read.ts'
import {
  fullLine,
  perPeriod,
  periodOf,
  recurrence,
  restLine,
  withPeriod,
  withPrice,
  type Subscription,
  type SubscriptionEntry,
  type SubscriptionItem,
} from './subscription-objects.ts'
import { offered, sameRecurrence, wantedItem } from './subscription-requests.ts'
import { startItem } from './subscription-starts.ts'
import { taxRatesIn } from './taxes/tax-rates.ts'
import type { Change } from './terms.ts'
import { fromUnix, wholeSecond, type Work } from './work.ts'

/** The items after the parameters; undefined when they ask for no other items. */
function itemsIn(
  work: Work,
  subscription: Subscription,
  given: readonly Params[],
  start: Instant,
  end: Instant,
): readonly SubscriptionItem[] {
  let items = [...subscription.items.data]
  for (const [index, each] of given.entries()) {
    const path = `items[${index}]`
    const id = text(each, 'id', `${path}[id]`)
    if (id === undefined) {
      const wanted = wantedItem(work, each, path, 'subscribed to', subscription.customer)
      if (items.some((item) => item.price.id === wanted.price.id)) throw badValue(`${path}[price]`, 'another item has this price')
      items.push(startItem(work, subscription.id, wanted, subscription.customer, start, end))
      continue
    }
    const item = items.find((one) => one.id === id)
    if (item === undefined) throw noSuchParam('subscription_item', id, `${path}[id]`)
    if (flag(each, 'deleted', `${path}[deleted]`) === true) items = items.filter((one) => one !== item)
    else {
      const priceId = text(each, 'price', `${path}[price]`)
      const price = priceId === undefined || priceId === item.price.id ? item.price : offered(work, priceId, `${path}[price]`)
      const quantity = integer(each, 'quantity', `${path}[quantity]`) ?? item.quantity
      if (quantity < 0) throw badCode('parameter_invalid_integer', `${path}[quantity]`, 'a quantity is zero or more')
      const changed = withExtras(work, withPrice(item, price, quantity, metadata(each, item.metadata)), each, subscription, path)
      items = items.map((one) => (one === item ? changed : one))
    }
  }
  if (items.length === 0) throw badValue('items', 'one item must stay')
  sameRecurrence(items)
  return items
}

/** An item's own discounts and tax rates, as far as they are given. */
function withExtras(work: Work, item: SubscriptionItem, given: Params, subscription: Subscription, path: string): SubscriptionItem {
  const { currency } = item.price
  const buyer = { customer: subscription.customer, currency, subtotal: perPeriod(item) }
  const asked = discountsIn(work, given, buyer, `${path}[discounts]`)
  const rates = taxRatesIn(work, given, 'tax_rates', 'subscriptions.update', `${path}[tax_rates]`)
  if (asked === undefined && rates === undefined) return item
  const holder = { customer: subscription.customer, subscription: subscription.id, subscriptionItem: item.id }
  return { ...item, tax_rates: rates ?? item.tax_rates, discounts: replaced(work, item.discounts, asked, holder) }
}

const differs = (from: readonly SubscriptionItem[], to: readonly SubscriptionItem[]): boolean =>
  from.length !== to.length || from.some((item, index) => item.price.id !== to[index]!.price.id || item.quantity !== to[index]!.quantity)

/** What the parameters ask of the terms, and what it costs. Changes nothing. */
export function changeIn(work: Work, entry: SubscriptionEntry, params: Params, discounts?: readonly string[]): Change | undefined {
  const subscription = entry.object
  const { start, end } = periodOf(subscription)
  const given = records(params, 'items')
  const items = given === undefined ? subscription.items.data : itemsIn(work, subscription, given, start, end)
  const anchorNow = oneOf(params, 'billing_cycle_anchor', ['now', 'unchanged']) === 'now'
  const trialText = text(params, 'trial_end')
  const prorates = (oneOf(params, 'proration_behavior', ['create_prorations', 'always_invoice', 'none']) ?? 'create_prorations') !== 'none'
  const now = wholeSecond(work.now)
  const proratedAt = integer(params, 'proration_date')
  const from = proratedAt === undefined ? now : fromUnix(proratedAt)
  if (from < start || from > end) throw badValue('proration_date', 'proration_date must be within the current period')
  const trialing = subscription.status === 'trialing'
  const credit = (item: SubscriptionItem): LineDraft =>
    restLine(work, subscription.id, item, from, start, end, -1, billedPrice(work, subscription, item))
  const debit = (item: SubscriptionItem): LineDraft =>
    restLine(work, subscription.id, item, from, start, end, 1, discountedPrice(work, subscription, item, discounts))

  if (trialText !== undefined && trialText !== 'now') {
    if (!trialing) throw notModelled('trial_end', 'subscriptions.update')
    const trialEnd = fromUnix(integer(params, 'trial_end')!)
    if (trialEnd <= now) throw badValue('trial_end', 'this moment is past')
    const restart = { anchor: trialEnd, start, end: trialEnd, cycle: -1 }
    return { terms: { items: withPeriod(items, start, trialEnd), restart, trialEnd, status: undefined }, lines: [], billsNow: false }
  }
  if (trialing && trialText !== 'now' && !anchorNow)
    return differs(subscription.items.data, items)
      ? { terms: { items, restart: undefined, trialEnd: undefined, status: undefined }, lines: [], billsNow: false }
      : plainly(subscription, items)

  const before = recurrence(subscription.items.data)
  const every = recurrence(items)
  const restarts = anchorNow || (trialing && trialText === 'now') || before.interval !== every.interval || before.count !== every.count
  if (!restarts && !differs(subscription.items.data, items)) return plainly(subscription, items)
  const paidFor = !trialing && prorates
  if (restarts) {
    const next = work.parts.calendar.boundary(now, every, 1)
    const moved = withPeriod(items, now, next)
    const credits = paidFor ? subscription.items.data.map((item) => credit(item)) : []
    return {
      terms: {
        items: moved,
        restart: { anchor: now, start: now, end: next, cycle: 0 },
        trialEnd: trialing ? now : undefined,
        status: trialing ? 'active' : undefined,
      },
      lines: [...credits, ...moved.map((item) => fullLine(subscription.id, item, now, next))],
      billsNow: true,
    }
  }
  const lines: LineDraft[] = []
  if (paidFor) {
    for (const item of subscription.items.data) {
      const kept = items.find((each) => each.id === item.id)
      if (kept === undefined || kept.price.id !== item.price.id || kept.quantity !== item.quantity) lines.push(credit(item))
    }
    for (const item of items) {
      const earlier = subscription.items.data.find((each) => each.id === item.id)
      if (earlier === undefined || earlier.price.id !== item.price.id || earlier.quantity !== item.quantity) lines.push(debit(item))
    }
  }
  return { terms: { items, restart: undefined, trialEnd: undefined, status: undefined }, lines, billsNow: false }
}

/** Items that cost the same, of which something else changed: their notes, discounts or tax rates. */
const plainly = (subscription: Subscription, items: readonly SubscriptionItem[]): Change | undefined =>
  items.every((item, index) => item === subscription.items.data[index])
    ? undefined
    : { terms: { items, restart: undefined, trialEnd: undefined, status: undefined }, lines: [], billsNow: false, plain: true }

import type { Instant } from '#machines'
import { findPrice } from './catalogue.ts'
import { badCode, badValue, noSuchParam, notModelled } from './errors.ts'
import { ownerOf } from './ids.ts'
import type { LineDraft } from './invoice-drafts.ts'
import { flag, integer, metadata, oneOf, records, text, type Params } from './read.ts'
import {
  fullLine,
  newItem,
  periodOf,
  recurrence,
  restLine,
  withPeriod,
  withPrice,
  type Subscription,
  type SubscriptionEntry,
  type SubscriptionItem,
} from './subscription-objects.ts'
import { sameRecurrence, wantedItem } from './subscription-requests.ts'
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
      const wanted = wantedItem(work, each, path)
      if (items.some((item) => item.price.id === wanted.price.id)) throw badValue(`${path}[price]`, 'another item has this price')
      items.push(
        newItem(
          work,
          work.store.mint('si', ownerOf(subscription.id)!),
          subscription.id,
          wanted.price,
          wanted.quantity,
          start,
          end,
          wanted.metadata,
        ),
      )
      continue
    }
    const item = items.find((one) => one.id === id)
    if (item === undefined) throw noSuchParam('subscription_item', id, `${path}[id]`)
    if (flag(each, 'deleted', `${path}[deleted]`) === true) items = items.filter((one) => one !== item)
    else {
      const priceId = text(each, 'price', `${path}[price]`)
      const price = priceId === undefined || priceId === item.price.id ? item.price : findPrice(work, priceId, `${path}[price]`).object
      const quantity = integer(each, 'quantity', `${path}[quantity]`) ?? item.quantity
      if (quantity < 0) throw badCode('parameter_invalid_integer', `${path}[quantity]`, 'a quantity is zero or more')
      items = items.map((one) => (one === item ? withPrice(item, price, quantity, metadata(each, item.metadata)) : one))
    }
  }
  if (items.length === 0) throw badValue('items', 'one item must stay')
  sameRecurrence(items)
  return items
}

const differs = (from: readonly SubscriptionItem[], to: readonly SubscriptionItem[]): boolean =>
  from.length !== to.length || from.some((item, index) => item.price.id !== to[index]!.price.id || item.quantity !== to[index]!.quantity)

/** What the parameters ask of the terms, and what it costs. Changes nothing. */
export function changeIn(work: Work, entry: SubscriptionEntry, params: Params): Change | undefined {
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
      : undefined

  const before = recurrence(subscription.items.data)
  const every = recurrence(items)
  const restarts = anchorNow || (trialing && trialText === 'now') || before.interval !== every.interval || before.count !== every.count
  if (!restarts && !differs(subscription.items.data, items)) return undefined
  const paidFor = !trialing && prorates
  if (restarts) {
    const next = work.parts.calendar.boundary(now, every, 1)
    const moved = withPeriod(items, now, next)
    const credits = paidFor ? subscription.items.data.map((item) => restLine(work, subscription.id, item, from, start, end, -1)) : []
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
      if (kept === undefined || kept.price.id !== item.price.id || kept.quantity !== item.quantity)
        lines.push(restLine(work, subscription.id, item, from, start, end, -1))
    }
    for (const item of items) {
      const earlier = subscription.items.data.find((each) => each.id === item.id)
      if (earlier === undefined || earlier.price.id !== item.price.id || earlier.quantity !== item.quantity)
        lines.push(restLine(work, subscription.id, item, from, start, end, 1))
    }
  }
  return { terms: { items, restart: undefined, trialEnd: undefined, status: undefined }, lines, billsNow: false }
}

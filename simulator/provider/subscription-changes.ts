import type { Instant } from '#machines'
import { findPrice } from './catalogue.ts'
import type { CustomerEntry } from './customers.ts'
import { badCode, badValue, noSuchParam, notModelled } from './errors.ts'
import { ownerOf } from './ids.ts'
import { putItem } from './invoice-items.ts'
import type { LineDraft } from './invoice-objects.ts'
import { collect } from './invoices.ts'
import { dropPending, payFirst } from './pending-updates.ts'
import { flag, integer, metadata, oneOf, record, records, text, type Params } from './read.ts'
import {
  findSubscription,
  fullLine,
  isOver,
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
import {
  behaviors,
  methodOfCustomer,
  missingMethodIn,
  refuseOver,
  sameRecurrence,
  saveMethodIn,
  wantedItem,
} from './subscription-requests.ts'
import { billPending, incompleteRefusal, setStatus } from './subscriptions.ts'
import { take, type Change } from './terms.ts'
import { fromUnix, unix, wholeSecond, type Work } from './work.ts'

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
function changeIn(work: Work, entry: SubscriptionEntry, params: Params): Change | undefined {
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

function plainChanges(work: Work, subscription: Subscription, params: Params): Partial<Subscription> {
  const change: Record<string, unknown> = {}
  if (params['metadata'] !== undefined) change['metadata'] = metadata(params, subscription.metadata)
  if (params['description'] !== undefined) change['description'] = text(params, 'description') ?? null
  const method = text(params, 'default_payment_method')
  if (method !== undefined)
    change['default_payment_method'] = methodOfCustomer(
      work,
      work.store.get<CustomerEntry>(subscription.customer)!.object,
      method,
      'default_payment_method',
    ).object.id
  const atEnd = flag(params, 'cancel_at_period_end')
  const cancelAt = params['cancel_at'] === undefined ? undefined : (text(params, 'cancel_at') ?? null)
  if (atEnd === true && typeof cancelAt === 'string') throw badValue('cancel_at', 'cancel_at and cancel_at_period_end exclude each other.')
  if (typeof cancelAt === 'string') {
    if (!/^\d+$/.test(cancelAt)) throw notModelled('cancel_at', 'subscriptions.update')
    if (Number(cancelAt) <= unix(work.now)) throw badValue('cancel_at', 'this moment is past')
    Object.assign(change, { cancel_at: Number(cancelAt), cancel_at_period_end: false, canceled_at: unix(work.now) })
  } else if (atEnd === true && !subscription.cancel_at_period_end)
    Object.assign(change, { cancel_at_period_end: true, cancel_at: unix(periodOf(subscription).end), canceled_at: unix(work.now) })
  else if (atEnd === false || cancelAt === null) Object.assign(change, { cancel_at_period_end: false, cancel_at: null, canceled_at: null })
  const details = record(params, 'cancellation_details')
  if (details !== undefined)
    change['cancellation_details'] = {
      ...subscription.cancellation_details,
      comment: text(details, 'comment') ?? null,
      feedback: text(details, 'feedback') ?? null,
    }
  if (typeof change['cancel_at'] === 'number')
    change['cancellation_details'] = {
      ...subscription.cancellation_details,
      ...(change['cancellation_details'] as object | undefined),
      reason: 'cancellation_requested',
    }
  if (change['cancel_at'] === null) change['cancellation_details'] = { ...subscription.cancellation_details, reason: null }
  const missingMethod = missingMethodIn(params)
  if (missingMethod !== undefined) change['trial_settings'] = { end_behavior: { missing_payment_method: missingMethod } }
  const saves = saveMethodIn(params)
  if (saves !== undefined) change['payment_settings'] = { ...subscription.payment_settings, save_default_payment_method: saves }
  return change
}

/** What may wait for its payment. @source SD/billing/subscriptions/pending-updates-reference */
const mayPend = new Set([
  'items',
  'payment_behavior',
  'proration_behavior',
  'proration_date',
  'billing_cycle_anchor',
  'trial_end',
  'expand',
])

/** @source billing.md 1.4 */
export function updateSubscription(work: Work, id: string, params: Params): Subscription {
  let entry = findSubscription(work, id)
  const owner = ownerOf(id)!
  if (isOver(entry.object.status) || entry.object.status === 'incomplete') refuseOver(entry.object, params)
  const behavior = oneOf(params, 'payment_behavior', behaviors) ?? 'allow_incomplete'
  if (flag(params, 'off_session') === true) throw notModelled('off_session', 'subscriptions.update')
  const collection = oneOf(params, 'collection_method', ['charge_automatically', 'send_invoice'])
  if (collection !== undefined && collection !== entry.object.collection_method)
    throw notModelled('collection_method', 'subscriptions.update')
  if (behavior === 'pending_if_incomplete')
    for (const name in params)
      if (!mayPend.has(name)) throw badValue(name, `${name} cannot wait for a payment, as pending_if_incomplete would have it`)
  const change = isOver(entry.object.status) ? undefined : changeIn(work, entry, params)
  const also = plainChanges(work, entry.object, params)
  if ('cancel_at' in also)
    work.store.timer(
      owner,
      'cancel',
      id,
      also.cancel_at == null || also.cancel_at_period_end === true ? undefined : fromUnix(also.cancel_at),
    )
  if (change === undefined) return take(work, entry, undefined, also).object
  if (entry.hidden.pending !== undefined) entry = dropPending(work, entry)

  const invoices =
    change.billsNow || oneOf(params, 'proration_behavior', ['create_prorations', 'always_invoice', 'none']) === 'always_invoice'
  if (!invoices) {
    for (const line of change.lines) putItem(work, entry.object.customer, entry.object.currency, line)
    return take(work, entry, change.terms, also).object
  }
  switch (behavior) {
    case 'pending_if_incomplete':
      return payFirst(work, entry, change)
    case 'error_if_incomplete': {
      const before = work.store.snapshot()
      const fresh = applyThenBill(work, entry, change, also, true)
      if (fresh.object.status !== 'past_due') return fresh.object
      const refusal = incompleteRefusal(work, fresh.object)
      work.store.undoKeepingAttempts(owner, before)
      throw refusal
    }
    case 'allow_incomplete':
      return applyThenBill(work, entry, change, also, true).object
    case 'default_incomplete':
      return applyThenBill(work, entry, change, also, false).object
    default:
      throw behavior satisfies never
  }
}

/** Commit before payment: the terms are in force whatever the bank says. */
function applyThenBill(
  work: Work,
  entry: SubscriptionEntry,
  change: Change,
  also: Partial<Subscription>,
  attempts: boolean,
): SubscriptionEntry {
  const id = entry.object.id
  take(work, entry, change.terms, also)
  const invoice = billPending(work, findSubscription(work, id).object, change.lines)
  if (invoice === undefined) return findSubscription(work, id)
  const billed = findSubscription(work, id)
  if (billed.object.latest_invoice !== invoice.object.id) setStatus(work, billed, { latest_invoice: invoice.object.id })
  if (invoice.object.status === 'open' && invoice.object.collection_method === 'charge_automatically') {
    if (attempts) collect(work, invoice.object.id, 'automatic')
    else setStatus(work, findSubscription(work, id), { status: 'past_due' })
  }
  return findSubscription(work, id)
}

/** One item changed by its own route; the subscription changes with it. */
export function updateItem(work: Work, id: string, params: Params): SubscriptionItem {
  const subscription = subscriptionOfItem(work, id)
  const { payment_behavior, proration_behavior, proration_date, expand: _expand, off_session, ...item } = params
  const rest = { payment_behavior, proration_behavior, proration_date, off_session }
  const given = Object.fromEntries(Object.entries(rest).filter(([, value]) => value !== undefined))
  const fresh = updateSubscription(work, subscription.id, { ...given, items: [{ id, ...item }] })
  return fresh.items.data.find((each) => each.id === id)!
}

export function subscriptionOfItem(work: Work, id: string): Subscription {
  const owner = ownerOf(id)
  const found =
    owner === undefined
      ? undefined
      : work.store.of<SubscriptionEntry>('sub', owner).find((entry) => entry.object.items.data.some((item) => item.id === id))
  if (found === undefined) throw noSuchParam('subscription_item', id, 'id')
  return found.object
}

/** What a change would bill, computed without making it. @source billing.md 1.4, preview */
export function previewLines(work: Work, id: string, params: Params): readonly LineDraft[] {
  const entry = findSubscription(work, id)
  const change = changeIn(work, entry, params)
  const billed = change === undefined ? [] : change.lines
  const now = change !== undefined && (change.billsNow || text(params, 'proration_behavior') === 'always_invoice')
  if (now) return billed
  const items = change === undefined ? entry.object.items.data : change.terms.items
  const { end } = periodOf(entry.object)
  const next = work.parts.calendar.boundary(entry.hidden.anchor, recurrence(items), entry.hidden.cycle + 2)
  return [...billed, ...items.map((item) => fullLine(id, item, end, next))]
}

import { wholly } from './atomic.ts'
import { badValue, noSuchParam, notModelled } from './errors.ts'
import { ownerOf } from './ids.ts'
import { putItem } from './invoice-items.ts'
import { collect } from './invoice-payments.ts'
import { changeIn } from './new-terms.ts'
import { dropPending, payFirst } from './pending-updates.ts'
import { plainChanges } from './plain-changes.ts'
import { planCollection, refuseBillingWhilePaused } from './pauses/collection.ts'
import { flag, oneOf, records, type Params } from './read.ts'
import { findSubscription, isOver, type Subscription, type SubscriptionEntry, type SubscriptionItem } from './subscription-objects.ts'
import { refuseWhileScheduled } from './schedules/guards.ts'
import { behaviors, refuseOver } from './subscription-requests.ts'
import { incompleteRefusal } from './subscription-creations.ts'
import { billPending, setStatus } from './subscriptions.ts'
import { take, type Change } from './terms.ts'
import { fromUnix, type Work } from './work.ts'

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
  const redeems = params['discounts'] !== undefined || records(params, 'items')?.some((item) => item['discounts'] !== undefined) === true
  return redeems ? wholly(work, () => update(work, id, params)) : update(work, id, params)
}

function update(work: Work, id: string, params: Params): Subscription {
  let entry = findSubscription(work, id)
  const owner = ownerOf(id)!
  if (isOver(entry.object.status) || entry.object.status === 'incomplete') refuseOver(entry.object, params)
  refuseWhileScheduled(entry.object, params)
  const behavior = oneOf(params, 'payment_behavior', behaviors) ?? 'allow_incomplete'
  if (flag(params, 'off_session') === true) throw notModelled('off_session', 'subscriptions.update')
  if (behavior === 'pending_if_incomplete' && entry.object.collection_method === 'send_invoice')
    throw notModelled('payment_behavior', 'subscriptions.update of a subscription whose invoices are sent')
  if (behavior === 'pending_if_incomplete')
    for (const name in params)
      if (name === 'discounts') throw notModelled(name, 'subscriptions.update with pending_if_incomplete')
      else if (!mayPend.has(name)) throw badValue(name, `${name} cannot wait for a payment, as pending_if_incomplete would have it`)
  const also = plainChanges(work, entry.object, params)
  const change = isOver(entry.object.status) ? undefined : changeIn(work, entry, params, also.discounts)
  if ('cancel_at' in also)
    work.store.timer(
      owner,
      'cancel',
      id,
      also.cancel_at == null || also.cancel_at_period_end === true ? undefined : fromUnix(also.cancel_at),
    )
  planCollection(work, id, also.pause_collection)
  if (change === undefined || change.plain === true) return take(work, entry, change?.terms, also).object
  if (entry.hidden.pending !== undefined) entry = dropPending(work, entry)

  const invoices =
    change.billsNow || oneOf(params, 'proration_behavior', ['create_prorations', 'always_invoice', 'none']) === 'always_invoice'
  if (!invoices) {
    for (const line of change.lines) putItem(work, entry.object.customer, entry.object.currency, line)
    return take(work, entry, change.terms, also).object
  }
  refuseBillingWhilePaused(entry.object)
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

import type { Instant } from '#machines'
import { ownerOf } from './ids.ts'
import { collect } from './invoice-payments.ts'
import { voidIfOpen } from './subscription-ends.ts'
import { findSubscription, periodOf, type PendingUpdate, type Subscription, type SubscriptionEntry } from './subscription-objects.ts'
import { billPending } from './subscriptions.ts'
import { take, type Change } from './terms.ts'
import { after, emit, revise, unix, wholeSecond, type Work } from './work.ts'

/**
 * Pay before commit: the new terms wait in `pending_update` until their invoice is paid, and are dropped at the earliest of
 * trial end, period end and a day less an hour.
 * @source SD/billing/subscriptions/pending-updates-reference
 */
export function payFirst(work: Work, entry: SubscriptionEntry, change: Change): Subscription {
  const id = entry.object.id
  const owner = ownerOf(id)!
  const invoice = billPending(work, entry.object, change.lines)
  if (invoice === undefined || invoice.object.status === 'paid')
    return take(work, findSubscription(work, id), change.terms, invoice === undefined ? {} : { latest_invoice: invoice.object.id }).object
  const now = wholeSecond(work.now)
  const expires = Math.min(after(now, work.settings.incompleteExpires), periodOf(entry.object).end) as Instant
  const pending: PendingUpdate = {
    billing_cycle_anchor: change.terms.restart === undefined ? null : unix(change.terms.restart.anchor),
    discounts: null,
    expires_at: unix(expires),
    metadata: null,
    subscription_items: change.terms.items,
    trial_end: change.terms.trialEnd === undefined ? null : unix(change.terms.trialEnd),
    trial_from_plan: false,
  }
  // The hook of the paid invoice looks here, so the terms wait even while the first attempt runs; nobody sees that.
  const known = findSubscription(work, id)
  const waiting = revise(work, owner, undefined, known, known.object, {
    ...known.hidden,
    pending: { terms: change.terms, invoice: invoice.object.id },
  })
  revise(work, owner, undefined, waiting, { ...waiting.object, latest_invoice: invoice.object.id })
  const { outcome } = collect(work, invoice.object.id, 'automatic')
  if (outcome === 'succeeded') return findSubscription(work, id).object
  work.store.timer(owner, 'pending update expires', id, expires)
  const failed = findSubscription(work, id)
  const next = { ...failed.object, pending_update: pending }
  revise(work, owner, undefined, failed, next)
  emit(work, owner, 'customer.subscription.updated', next, { pending_update: null, latest_invoice: known.object.latest_invoice })
  return next
}

/** The invoice of waiting terms is paid: they take effect. */
export function applyPending(work: Work, entry: SubscriptionEntry): void {
  const { pending } = entry.hidden
  if (pending === undefined) return
  const id = entry.object.id
  const showed = entry.object.pending_update !== null
  work.store.timer(ownerOf(id)!, 'pending update expires', id, undefined)
  const fresh = take(work, { object: entry.object, hidden: { ...entry.hidden, pending: undefined } }, pending.terms, {
    pending_update: null,
  })
  // Terms that were paid at once never were pending to anybody.
  if (showed) emit(work, ownerOf(id)!, 'customer.subscription.pending_update_applied', fresh.object)
}

/** Waiting terms give way to newer ones: their invoice is void. */
export function dropPending(work: Work, entry: SubscriptionEntry): SubscriptionEntry {
  const id = entry.object.id
  const { pending } = entry.hidden
  work.store.timer(ownerOf(id)!, 'pending update expires', id, undefined)
  const fresh = revise(
    work,
    ownerOf(id)!,
    undefined,
    entry,
    { ...entry.object, pending_update: null },
    { ...entry.hidden, pending: undefined },
  )
  if (pending !== undefined) voidIfOpen(work, pending.invoice)
  return fresh
}

/** Nobody paid in time: the terms are dropped, the running ones go on. */
export function expirePending(work: Work, id: string): void {
  const entry = findSubscription(work, id)
  if (entry.hidden.pending === undefined) return
  const before = entry.object.pending_update
  const fresh = dropPending(work, entry)
  emit(work, ownerOf(id)!, 'customer.subscription.pending_update_expired', fresh.object)
  emit(work, ownerOf(id)!, 'customer.subscription.updated', fresh.object, { pending_update: before })
}

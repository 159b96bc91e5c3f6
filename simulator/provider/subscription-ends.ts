import { billedPrice } from './discounts/discounted-prices.ts'
import { noSuch } from './errors.ts'
import { ownerOf } from './ids.ts'
import { pendingItems, putItem, removeItem } from './invoice-items.ts'
import { voidInvoice } from './invoice-ends.ts'
import type { InvoiceEntry } from './invoice-objects.ts'
import { collect } from './invoice-payments.ts'
import { stopCollecting } from './invoice-retries.ts'
import { flag, record, text, type Params } from './read.ts'
import { findSubscription, isOver, periodOf, restLine, type Subscription } from './subscription-objects.ts'
import { billPending, setStatus } from './subscriptions.ts'
import { emit, revise, unix, wholeSecond, type Work } from './work.ts'

export function clearTimers(work: Work, id: string): void {
  const owner = ownerOf(id)!
  for (const kind of [
    'period end',
    'cancel',
    'trial will end',
    'incomplete expires',
    'pending update expires',
    'collection resumes',
    'resumption expires',
  ] as const)
    work.store.timer(owner, kind, id, undefined)
}

/** An unpaid beginning ends: its invoice is void and it never was. */
export function expireIncomplete(work: Work, id: string): Subscription {
  const entry = findSubscription(work, id)
  clearTimers(work, id)
  setStatus(work, entry, { status: 'incomplete_expired', ended_at: unix(work.now) })
  const invoice = work.store.get<InvoiceEntry>(entry.object.latest_invoice ?? '')
  if (invoice?.object.status === 'open') voidInvoice(work, invoice.object.id, 'nobody')
  return findSubscription(work, id).object
}

export interface Ending {
  readonly reason: 'cancellation_requested' | 'payment_failed' | 'payment_disputed'
  readonly comment?: string | undefined
  readonly feedback?: string | undefined
}

/**
 * Ends a subscription at once. Finalized invoices of its customer stay open; the vendor only stops collecting them by itself.
 * @source SN `subscriptions.cancel`; that its drafts stop too is not confirmed
 */
export function endSubscription(work: Work, id: string, ending: Ending): Subscription {
  const entry = findSubscription(work, id)
  const owner = ownerOf(id)!
  clearTimers(work, id)
  const { pending } = entry.hidden
  const next: Subscription = {
    ...entry.object,
    status: 'canceled',
    canceled_at: entry.object.canceled_at ?? unix(work.now),
    ended_at: unix(work.now),
    pending_update: null,
    cancellation_details: { comment: ending.comment ?? null, feedback: ending.feedback ?? null, reason: ending.reason },
  }
  revise(work, owner, undefined, entry, next, { ...entry.hidden, pending: undefined })
  emit(work, owner, 'customer.subscription.deleted', next)
  work.hooks.subscriptionEnded(work, next, ending.reason)
  if (pending !== undefined) voidIfOpen(work, pending.invoice)
  for (const { object, hidden } of work.store.of<InvoiceEntry>('in', owner))
    if (object.customer === next.customer && (object.status === 'open' || (object.status === 'draft' && hidden.subscription === id)))
      stopCollecting(work, object.id)
  return next
}

/** The last invoice of a subscription, for prorations that still wait; its money is tried at once. */
export function billLast(work: Work, subscription: Subscription): void {
  if (pendingItems(work, subscription.customer, subscription.currency, subscription.id, true).length === 0) return
  const invoice = billPending(work, subscription, [])
  if (invoice?.object.status === 'open' && invoice.object.collection_method === 'charge_automatically')
    collect(work, invoice.object.id, 'automatic')
}

export function voidIfOpen(work: Work, invoice: string): void {
  if (work.store.get<InvoiceEntry>(invoice)?.object.status === 'open') voidInvoice(work, invoice, 'nobody')
}

export function cancelSubscription(work: Work, id: string, params: Params): Subscription {
  const entry = findSubscription(work, id)
  const before = entry.object
  if (isOver(before.status)) throw noSuch('subscription', id, 'id')
  const details = record(params, 'cancellation_details')
  const ending: Ending = {
    reason: 'cancellation_requested',
    comment: details === undefined ? undefined : text(details, 'comment', 'cancellation_details[comment]'),
    feedback: details === undefined ? undefined : text(details, 'feedback', 'cancellation_details[feedback]'),
  }
  const credits = flag(params, 'prorate') === true
  const bills = flag(params, 'invoice_now') === true
  if (before.status === 'incomplete') return expireIncomplete(work, id)
  if (credits && before.status !== 'trialing') {
    const { start, end } = periodOf(before)
    for (const item of before.items.data)
      putItem(
        work,
        before.customer,
        before.currency,
        restLine(work, id, item, wholeSecond(work.now), start, end, -1, billedPrice(work, before, item)),
      )
  }
  const ended = endSubscription(work, id, ending)
  // Prorations that wait are removed when neither a credit nor a last invoice is asked for. @source SN `subscriptions.cancel`
  if (bills) billLast(work, ended)
  else if (!credits)
    for (const item of pendingItems(work, ended.customer, ended.currency, id, true)) if (item.object.proration) removeItem(work, item)
  return ended
}

import { isoDate } from '#machines'
import { updateCardByNetwork } from './card-updates.ts'
import { liveCustomer } from './customers.ts'
import { disputeGoesOn } from './disputes/disputes.ts'
import { dropDiscount, inherited } from './discounts/discounts.ts'
import { ownerOf } from './ids.ts'
import { draftOfItem, pendingItems, takeItems } from './invoice-items.ts'
import { draftInvoice, useDiscounts } from './invoice-drafts.ts'
import type { InvoiceEntry } from './invoice-objects.ts'
import { nextRetry, retryInvoice, scheduleRetry } from './invoice-retries.ts'
import { advanceInvoice, finalizeLater } from './invoices.ts'
import { dayOfPayment } from './payment-terms.ts'
import type { IntentEntry } from './payments.ts'
import { resumeCollection } from './pauses/collection.ts'
import { pausedBecause, resumesBy, resumptionDropped, resumptionFailed, resumptionSettled } from './pauses/pauses.ts'
import { announceEnd, scheduleGoesOn } from './schedules/schedules.ts'
import type { Timer } from './store.ts'
import { applyPending, expirePending } from './pending-updates.ts'
import {
  findSubscription,
  fullLine,
  isOver,
  itemsList,
  periodOf,
  recurrence,
  withPeriod,
  type Subscription,
  type SubscriptionEntry,
} from './subscription-objects.ts'
import { billLast, clearTimers, endSubscription, expireIncomplete } from './subscription-ends.ts'
import { setStatus } from './subscriptions.ts'
import { after, emit, wholeSecond, type Work } from './work.ts'
import { findIntent, settleProcessing } from './payments.ts'
import { settleSession } from './checkout-visits.ts'
import { expireSession } from './checkout.ts'

/** Does what a timer says. */
export function fireTimer(work: Work, timer: Timer): void {
  switch (timer.kind) {
    case 'finalize invoice':
      return advanceInvoice(work, timer.subject)
    case 'retry invoice':
      return retryInvoice(work, timer.subject)
    case 'incomplete expires':
      return void expireIncomplete(work, timer.subject)
    case 'pending update expires':
      return expirePending(work, timer.subject)
    case 'session expires':
      return void expireSession(work, timer.subject)
    case 'session settles':
      return settleSession(work, timer.subject)
    case 'intent settles':
      return void settleProcessing(work, findIntent(work, timer.subject))
    case 'trial will end':
      return emit(work, ownerOf(timer.subject)!, 'customer.subscription.trial_will_end', findSubscription(work, timer.subject).object)
    case 'discount ends':
      return dropDiscount(work, timer.subject)
    case 'invoice will be due':
    case 'invoice due':
    case 'invoice overdue':
      return dayOfPayment(work, timer.kind, timer.subject)
    case 'cancel':
      return void endSubscription(work, timer.subject, { reason: 'cancellation_requested' })
    case 'period end':
      return endPeriod(work, timer.subject)
    case 'schedule':
      return scheduleGoesOn(work, timer.subject)
    case 'schedule expiring':
      return announceEnd(work, timer.subject)
    case 'dispute':
      return disputeGoesOn(work, timer.subject)
    case 'card update':
      return updateCardByNetwork(work, timer.subject)
    case 'collection resumes':
      return resumeCollection(work, timer.subject)
    case 'resumption expires':
      return resumptionDropped(work, timer.subject)
    default:
      throw timer.kind satisfies never
  }
}

/**
 * A period is over: the next begins, with a draft that becomes an invoice an hour later. A trial ends the same way, so
 * that a subscription is active before its first real invoice is paid.
 * @source billing.md 1.1, 1.2, 1.5
 */
function endPeriod(work: Work, id: string): void {
  const entry = findSubscription(work, id)
  const before = entry.object
  if (isOver(before.status) || before.status === 'paused' || before.status === 'incomplete') return
  if (before.cancel_at_period_end) {
    // Prorations that wait are collected at the end of the period. @source SN `subscriptions.cancel`
    billLast(work, endSubscription(work, id, { reason: 'cancellation_requested' }))
    return
  }
  if (before.status === 'trialing' && !hasMethod(work, before)) {
    const then = before.trial_settings.end_behavior.missing_payment_method
    if (then === 'cancel') {
      endSubscription(work, id, { reason: 'payment_failed' })
      return
    }
    if (then === 'pause') {
      clearTimers(work, id)
      const paused = setStatus(work, entry, pausedBecause(work, 'trial_end_without_payment_method'))
      emit(work, ownerOf(id)!, 'customer.subscription.paused', paused.object)
      return
    }
  }
  const cycle = entry.hidden.cycle + 1
  const every = recurrence(before.items.data)
  const start = work.parts.calendar.boundary(entry.hidden.anchor, every, cycle)
  const end = work.parts.calendar.boundary(entry.hidden.anchor, every, cycle + 1)
  const owner = ownerOf(id)!
  const items = withPeriod(before.items.data, start, end)
  const waiting = pendingItems(work, before.customer, before.currency, id)
  const collects = before.status !== 'unpaid' && before.pause_collection?.behavior !== 'keep_as_draft'
  const ended = periodOf(before)
  const invoice = draftInvoice(work, {
    owner,
    customer: liveCustomer(work, before.customer, 'customer').object,
    subscription: { id, metadata: before.metadata },
    reason: 'subscription_cycle',
    lines: [...items.map((item) => fullLine(id, item, start, end)), ...waiting.map(draftOfItem)],
    periodStart: ended.start,
    periodEnd: ended.end,
    purpose: `renewal ${isoDate(start)}`,
    method: null,
    autoAdvance: collects,
    collection: before.collection_method,
    daysUntilDue: before.days_until_due ?? undefined,
    currency: before.currency,
    description: null,
    metadata: {},
    discounts: inherited(work, before.customer, before),
    defaultTaxRates: before.default_tax_rates,
  })
  takeItems(work, waiting, invoice.object.id)
  if (collects) finalizeLater(work, invoice.object.id, after(wholeSecond(work.now), work.settings.draftWindow))
  work.store.timer(owner, 'period end', id, end)
  setStatus(
    work,
    entry,
    {
      items: itemsList(id, items),
      latest_invoice: invoice.object.id,
      ...(before.status === 'trialing' ? { status: 'active' as const } : {}),
    },
    { ...entry.hidden, cycle },
  )
  useDiscounts(work, invoice)
}

function hasMethod(work: Work, subscription: Subscription): boolean {
  const customer = liveCustomer(work, subscription.customer, 'customer').object
  return subscription.default_payment_method !== null || customer.invoice_settings.default_payment_method !== null
}

const subscriptionOf = (work: Work, invoice: InvoiceEntry): SubscriptionEntry | undefined =>
  invoice.hidden.subscription === undefined ? undefined : work.store.get<SubscriptionEntry>(invoice.hidden.subscription)

/** What a paid invoice means for its subscription. A subscription that has ended stays ended. */
export function invoicePaid(work: Work, id: string): void {
  const invoice = work.store.get<InvoiceEntry>(id)!
  const entry = subscriptionOf(work, invoice)
  if (entry === undefined || isOver(entry.object.status)) return
  if (entry.hidden.pending?.invoice === id) {
    applyPending(work, entry)
    return
  }
  if (resumesBy(entry, id)) return resumptionSettled(work, entry)
  const saved = savedMethod(work, entry.object, invoice)
  if (entry.object.status === 'incomplete') {
    work.store.timer(ownerOf(entry.object.id)!, 'incomplete expires', entry.object.id, undefined)
    setStatus(work, entry, { status: 'active', ...saved })
  } else if ((entry.object.status === 'past_due' || entry.object.status === 'unpaid') && isLatestOwed(work, entry.object, id))
    setStatus(work, entry, { status: 'active', ...saved })
}

/** The latest invoice, or one before it when the latest asks for nothing any more. */
function isLatestOwed(work: Work, subscription: Subscription, id: string): boolean {
  const latest = subscription.latest_invoice
  if (latest === id || latest === null) return true
  const status = work.store.get<InvoiceEntry>(latest)?.object.status
  return status === 'paid' || status === 'void'
}

/** The method that paid becomes the subscription's, when it is set to keep it. */
function savedMethod(work: Work, subscription: Subscription, invoice: InvoiceEntry): Partial<Subscription> {
  if (subscription.payment_settings.save_default_payment_method !== 'on_subscription' || invoice.hidden.intent === undefined) return {}
  const method = work.store.get<IntentEntry>(invoice.hidden.intent)?.object.payment_method ?? null
  return method === null ? {} : { default_payment_method: method }
}

/**
 * An invoice could not be paid: its subscription is past due and the vendor tries again by its schedule; after the last try
 * the account's setting says what becomes of it. Attempts that somebody asked for leave the schedule alone; of invoices that
 * were sent nobody makes another, and only their day counts.
 * @source billing.md 1.1, 1.6; SN `Invoice.next_payment_attempt`
 */
export function invoiceUnpaid(work: Work, id: string): void {
  const invoice = work.store.get<InvoiceEntry>(id)!
  if (invoice.object.collection_method === 'send_invoice') return
  const entry = subscriptionOf(work, invoice)
  const owner = ownerOf(id)!
  if (entry === undefined) {
    if (invoice.object.auto_advance && work.store.timerAt(owner, 'retry invoice', id) === undefined)
      scheduleRetry(work, id, nextRetry(work, id))
    return
  }
  const { status } = entry.object
  if (isOver(status) || status === 'incomplete' || status === 'unpaid' || entry.hidden.pending?.invoice === id) return
  if (invoice.object.billing_reason === 'manual') return
  if (status === 'paused' && (!resumesBy(entry, id) || resumptionFailed(work, entry) === 'stays paused')) return
  if (status === 'active' || status === 'trialing') setStatus(work, entry, { status: 'past_due' })
  if (work.store.timerAt(owner, 'retry invoice', id) !== undefined) return
  const at = nextRetry(work, id)
  scheduleRetry(work, id, at)
  if (at !== undefined) return
  const fresh = findSubscription(work, entry.object.id)
  switch (work.settings.endAction) {
    case 'cancel':
      endSubscription(work, fresh.object.id, { reason: 'payment_failed' })
      break
    case 'unpaid':
      setStatus(work, fresh, { status: 'unpaid' })
      break
    case 'past due':
      break
    default:
      throw work.settings.endAction satisfies never
  }
}

/** Nobody waits for the invoice's money any more. @source billing.md 1.1, "other ways", not confirmed by the vendor */
export function invoiceDropped(work: Work, id: string): void {
  const invoice = work.store.get<InvoiceEntry>(id)!
  const entry = subscriptionOf(work, invoice)
  if (entry === undefined || isOver(entry.object.status)) return
  if (entry.hidden.pending?.invoice === id) expirePending(work, entry.object.id)
  else if (resumesBy(entry, id))
    if (invoice.object.status === 'uncollectible') resumptionSettled(work, entry)
    else resumptionDropped(work, entry.object.id)
  else if (entry.object.status === 'incomplete' && entry.object.latest_invoice === id) expireIncomplete(work, entry.object.id)
  else if (entry.object.status === 'past_due' && entry.object.latest_invoice === id) setStatus(work, entry, { status: 'active' })
}

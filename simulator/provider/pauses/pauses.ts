import { isoDate } from '#machines'
import type { Instant } from '#machines'
import type { Recurrence } from '../calendar.ts'
import { operationNotModelled, unfit } from '../errors.ts'
import { ownerOf } from '../ids.ts'
import type { LineDraft } from '../invoice-drafts.ts'
import { putItem } from '../invoice-items.ts'
import { findInvoice } from '../invoice-objects.ts'
import { collect } from '../invoice-payments.ts'
import { voidIfOpen, clearTimers } from '../subscription-ends.ts'
import {
  findSubscription,
  fullLine,
  itemsList,
  periodOf,
  recurrence,
  restLine,
  withPeriod,
  type PauseReason,
  type Resumption,
  type Subscription,
  type SubscriptionEntry,
  type SubscriptionHidden,
} from '../subscription-objects.ts'
import { billPending, setStatus } from '../subscriptions.ts'
import { after, emit, revise, unix, wholeSecond, type Work } from '../work.ts'

/** How a subscription shows that it is paused, and why. @source SN `Subscription.StatusDetails` */
export const pausedBecause = (work: Work, reason: PauseReason): Partial<Subscription> => ({
  status: 'paused',
  status_details: { paused: { subscription: { type: reason }, transitioned_at: unix(work.now), type: 'subscription' } },
})

export interface Pausing {
  /** From when on licensed time that is paid for comes back; undefined: it does not. */
  readonly creditsFrom: 'now' | 'period start' | undefined
  readonly bills: 'invoice' | 'pending_invoice_item'
}

/**
 * Stops a subscription where it stands: no invoices, no new periods.
 * @source SN `subscriptions.pause`; which states may be paused is not known, and past that of an active one nothing here
 */
export function pauseSubscription(work: Work, id: string, { creditsFrom, bills }: Pausing): Subscription {
  const entry = findSubscription(work, id)
  const { object } = entry
  if (object.status === 'trialing' || object.status === 'past_due' || object.status === 'unpaid')
    throw operationNotModelled(`subscriptions.pause while ${object.status}`)
  if (object.status !== 'active') throw unfit(undefined, undefined, `the subscription is ${object.status}; an active one can be paused`)
  if (object.schedule !== null) throw unfit(undefined, undefined, 'a subscription with a schedule cannot be paused')
  if (object.cancel_at !== null) throw operationNotModelled('subscriptions.pause of one that is going to be canceled')
  if (entry.hidden.pending !== undefined) throw operationNotModelled('subscriptions.pause while an update waits for its payment')
  if (object.pause_collection !== null) throw operationNotModelled('subscriptions.pause while collection is paused')
  const { start, end } = periodOf(object)
  const from = creditsFrom === 'now' ? wholeSecond(work.now) : start
  const credits = creditsFrom === undefined ? [] : object.items.data.map((item) => restLine(work, id, item, from, start, end, -1))
  clearTimers(work, id)
  const paused = setStatus(work, entry, pausedBecause(work, 'pause_requested'))
  if (bills === 'pending_invoice_item') for (const line of credits) putItem(work, object.customer, object.currency, line)
  else {
    const invoice = credits.length === 0 ? undefined : billPending(work, paused.object, credits, `pause ${isoDate(work.now)}`)
    if (invoice !== undefined) setStatus(work, findSubscription(work, id), { latest_invoice: invoice.object.id })
  }
  const fresh = findSubscription(work, id).object
  emit(work, ownerOf(id)!, 'customer.subscription.paused', fresh)
  return fresh
}

export interface Resuming {
  readonly anchor: 'now' | 'unchanged'
  readonly proration: 'create_prorations' | 'always_invoice' | 'none'
  readonly from: Instant | undefined
  readonly behavior: Resumption['behavior']
}

/**
 * Goes on: at once when nothing has to be paid for it, else when its invoice is paid or given up, or (as the caller likes) when
 * somebody tried. The vendor tries in the request itself.
 * @source SN `subscriptions.resume`; that both ways try, and that one failed try makes it past due ○
 */
export function resumeSubscription(work: Work, id: string, asked: Resuming): Subscription {
  const entry = findSubscription(work, id)
  const { object } = entry
  if (object.status !== 'paused') throw unfit(undefined, undefined, `the subscription is ${object.status}; a paused one can be resumed`)
  if (object.collection_method !== 'charge_automatically')
    throw unfit(undefined, undefined, 'only a subscription that is charged automatically can be resumed')
  // A new try gives the one before up.
  if (entry.hidden.resuming !== undefined) voidIfOpen(work, entry.hidden.resuming.invoice)
  const now = wholeSecond(work.now)
  const every = recurrence(object.items.data)
  const period =
    asked.anchor === 'now'
      ? { anchor: now, cycle: 0, start: now, end: work.parts.calendar.boundary(now, every, 1) }
      : runningPeriod(work, entry.hidden, every, now)
  const items = withPeriod(object.items.data, period.start, period.end)
  const rest = (): readonly LineDraft[] => items.map((item) => restLine(work, id, item, asked.from ?? now, period.start, period.end, 1))
  const terms: Resumption['terms'] = { anchor: period.anchor, cycle: period.cycle, items, end: period.end }
  if (asked.anchor === 'unchanged' && asked.proration !== 'always_invoice') {
    if (asked.proration === 'create_prorations') for (const line of rest()) putItem(work, object.customer, object.currency, line)
    return goOn(work, id, terms, {})
  }
  const lines = asked.anchor === 'now' ? items.map((item) => fullLine(id, item, period.start, period.end)) : rest()
  const invoice = billPending(work, { ...object, items: itemsList(id, items) }, lines, `resume ${isoDate(work.now)}`)!
  const { id: invoiceId } = invoice.object
  if (invoice.object.status === 'paid') return goOn(work, id, terms, { latest_invoice: invoiceId })
  const known = findSubscription(work, id)
  revise(
    work,
    ownerOf(id)!,
    'customer.subscription.updated',
    known,
    { ...known.object, latest_invoice: invoiceId },
    {
      ...known.hidden,
      resuming: { invoice: invoiceId, terms, behavior: asked.behavior },
    },
  )
  work.store.timer(ownerOf(id)!, 'resumption expires', id, after(now, work.settings.incompleteExpires))
  collect(work, invoiceId, 'automatic')
  return findSubscription(work, id).object
}

/** The period in which a moment lies, counted from the anchor that stays. */
function runningPeriod(work: Work, { anchor, cycle: last }: SubscriptionHidden, every: Recurrence, now: Instant) {
  // A trial that ended without a method left the index before the first.
  let cycle = Math.max(0, last)
  const { boundary } = work.parts.calendar
  while (boundary(anchor, every, cycle + 1) <= now) cycle++
  return { anchor, cycle, start: boundary(anchor, every, cycle), end: boundary(anchor, every, cycle + 1) }
}

/** The subscription lives again, with a period that runs. */
function goOn(work: Work, id: string, terms: Resumption['terms'], also: Partial<Subscription>): Subscription {
  const owner = ownerOf(id)!
  const entry = findSubscription(work, id)
  work.store.timer(owner, 'resumption expires', id, undefined)
  const fresh = setStatus(
    work,
    entry,
    {
      status: 'active',
      status_details: null,
      items: itemsList(id, terms.items),
      billing_cycle_anchor: unix(terms.anchor),
      ...also,
    },
    { ...entry.hidden, anchor: terms.anchor, cycle: terms.cycle, resuming: undefined },
  )
  work.store.timer(owner, 'period end', id, terms.end)
  emit(work, owner, 'customer.subscription.resumed', fresh.object)
  return fresh.object
}

/** Is this the invoice that a paused subscription waits for? */
export const resumesBy = (entry: SubscriptionEntry, invoice: string): boolean => entry.hidden.resuming?.invoice === invoice

/** Paid, or given up by the merchant: the subscription goes on either way. */
export function resumptionSettled(work: Work, entry: SubscriptionEntry): void {
  goOn(work, entry.object.id, entry.hidden.resuming!.terms, {})
}

/** The try failed: whoever resumes on tries is past due now, whoever resumes on money stays paused. */
export function resumptionFailed(work: Work, entry: SubscriptionEntry): 'goes on, past due' | 'stays paused' {
  const { terms, behavior } = entry.hidden.resuming!
  // Without a method there was no try at all.
  const { latest_invoice: invoice } = entry.object
  if (behavior === 'resume_on_payment_success' || findInvoice(work, invoice!).hidden.failed === undefined) return 'stays paused'
  goOn(work, entry.object.id, terms, { status: 'past_due' })
  return 'goes on, past due'
}

/** Nobody paid in time, or the invoice was voided by hand: it stays paused. */
export function resumptionDropped(work: Work, id: string): void {
  const entry = findSubscription(work, id)
  const { resuming } = entry.hidden
  if (resuming === undefined) return
  work.store.timer(ownerOf(id)!, 'resumption expires', id, undefined)
  work.store.put(ownerOf(id)!, id, { object: entry.object, hidden: { ...entry.hidden, resuming: undefined } })
  voidIfOpen(work, resuming.invoice)
}

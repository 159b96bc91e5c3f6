import { isoDate } from '#machines'
import type { Duration, Instant } from '#machines'
import { findPrice, recurrenceOf, type Price } from './catalogue.ts'
import { liveCustomer, type Customer } from './customers.ts'
import { badCode, badValue, cardRefusal, missing, noSuch, noSuchParam, notModelled, unfit } from './errors.ts'
import { ownerOf } from './ids.ts'
import { draftOfItem, pendingItems, putItem, removeItem, takeItems } from './invoice-items.ts'
import type { InvoiceEntry, LineDraft } from './invoice-objects.ts'
import { collect, draftInvoice, finalizeInvoice, stopCollecting, voidInvoice } from './invoices.ts'
import { findMethod, type PaymentMethodEntry } from './payment-methods.ts'
import { flag, integer, metadata, needText, oneOf, record, records, text, type Metadata, type Params } from './read.ts'
import {
  findSubscription,
  fullLine,
  isOver,
  itemsList,
  newItem,
  perPeriod,
  periodOf,
  restLine,
  type MissingMethod,
  type Subscription,
  type SubscriptionEntry,
} from './subscription-objects.ts'
import { after, emit, fromUnix, revise, unix, wholeSecond, type Work } from './work.ts'

const dayMs = 86_400_000
/** How long before its end a trial is announced. @source SN `customer.subscription.trial_will_end` */
const announceMs = 3 * dayMs

export interface WantedItem {
  readonly price: Price
  readonly quantity: number
  readonly metadata: Metadata
}

export interface NewSubscription {
  readonly customer: Customer
  readonly items: readonly WantedItem[]
  readonly method: string | null
  readonly trialEnd: Instant | undefined
  /** Try the first invoice's money now, or leave its intent to be confirmed. */
  readonly attempts: boolean
  readonly collection: 'charge_automatically' | 'send_invoice'
  readonly daysUntilDue: number | undefined
  readonly metadata: Metadata
  readonly description: string | null
  readonly cancelAtPeriodEnd: boolean
  readonly cancelAt: number | null
  readonly saveMethod: 'off' | 'on_subscription'
  readonly missingMethod: MissingMethod
}

export function wantedItem(work: Work, params: Params, path: string): WantedItem {
  const priceId = text(params, 'price', `${path}[price]`)
  if (priceId === undefined) throw missing(`${path}[price]`)
  const entry = findPrice(work, priceId, `${path}[price]`)
  recurrenceOf(entry.object, `${path}[price]`)
  if (!entry.object.active) throw badCode('price_inactive', `${path}[price]`, 'the price is out of use')
  const quantity = integer(params, 'quantity', `${path}[quantity]`) ?? 1
  if (quantity < 0) throw badCode('parameter_invalid_integer', `${path}[quantity]`, 'a quantity is zero or more')
  return { price: entry.object, quantity, metadata: metadata(params) }
}

export function sameRecurrence(items: readonly { readonly price: Price }[]): void {
  const [first, ...rest] = items
  for (const each of rest)
    if (
      each.price.recurring?.interval !== first!.price.recurring?.interval ||
      each.price.recurring?.interval_count !== first!.price.recurring?.interval_count
    )
      throw badValue('items', 'the prices renew at different intervals')
    else if (each.price.currency !== first!.price.currency)
      throw badValue('items', 'the prices are in different currencies')
}

/** When a trial ends, as the parameters ask; undefined when they ask for none. */
export function trialEndIn(work: Work, params: Params): Instant | undefined {
  const end = text(params, 'trial_end')
  const dayCount = integer(params, 'trial_period_days')
  if (end === 'now') return undefined
  if (end !== undefined) {
    const second = integer(params, 'trial_end')!
    if (second <= unix(work.now)) throw badValue('trial_end', 'this moment is past')
    return fromUnix(second)
  }
  return dayCount === undefined || dayCount === 0 ? undefined : after(wholeSecond(work.now), (dayCount * dayMs) as Duration)
}

/** A method of this very customer. */
export function methodOfCustomer(work: Work, customer: Customer, id: string, param: string): PaymentMethodEntry {
  const entry = findMethod(work, id, param, ownerOf(customer.id)!)
  if (entry.object.customer !== customer.id) throw noSuchParam('PaymentMethod', id, param)
  return entry
}

export function missingMethodIn(params: Params): MissingMethod | undefined {
  const settings = record(params, 'trial_settings')
  const behavior = settings === undefined ? undefined : record(settings, 'end_behavior')
  return behavior === undefined
    ? undefined
    : oneOf(
        behavior,
        'missing_payment_method',
        ['create_invoice', 'cancel', 'pause'],
        'trial_settings[end_behavior][missing_payment_method]',
      )
}

export function saveMethodIn(params: Params): 'off' | 'on_subscription' | undefined {
  const settings = record(params, 'payment_settings')
  return settings === undefined
    ? undefined
    : oneOf(settings, 'save_default_payment_method', ['off', 'on_subscription'], 'payment_settings[save_default_payment_method]')
}

export const behaviors = ['allow_incomplete', 'default_incomplete', 'error_if_incomplete', 'pending_if_incomplete'] as const

/** @source billing.md 1.1 and 1.4 */
export function createSubscription(work: Work, params: Params): Subscription {
  const customer = liveCustomer(work, needText(params, 'customer'), 'customer').object
  const given = records(params, 'items')
  if (given === undefined || given.length === 0) throw missing('items')
  if (given.length > 20) throw badValue('items', 'a subscription has at most 20 items')
  const items = given.map((each, index) => wantedItem(work, each, `items[${index}]`))
  sameRecurrence(items)
  const behavior = oneOf(params, 'payment_behavior', behaviors) ?? 'allow_incomplete'
  if (behavior === 'pending_if_incomplete')
    throw badValue('payment_behavior', 'pending_if_incomplete can only be used when updating a subscription.')
  if (flag(params, 'off_session') === true) throw notModelled('off_session', 'subscriptions.create')
  const collection = oneOf(params, 'collection_method', ['charge_automatically', 'send_invoice']) ?? 'charge_automatically'
  const daysUntilDue = integer(params, 'days_until_due')
  if (collection === 'send_invoice' && daysUntilDue === undefined) throw missing('days_until_due')
  const trialEnd = trialEndIn(work, params)
  const methodId = text(params, 'default_payment_method')
  const method = methodId === undefined ? null : methodOfCustomer(work, customer, methodId, 'default_payment_method').object.id
  const due = items.reduce((sum, each) => sum + each.price.unit_amount * each.quantity, 0)
  const needsMethod = collection === 'charge_automatically' && trialEnd === undefined && due > 0 && behavior !== 'default_incomplete'
  if (needsMethod && method === null && customer.invoice_settings.default_payment_method === null)
    throw badCode('resource_missing', undefined, 'the customer has nothing to pay with')
  const wanted: NewSubscription = {
    customer,
    items,
    method,
    trialEnd,
    attempts: behavior !== 'default_incomplete',
    collection,
    daysUntilDue,
    metadata: metadata(params),
    description: text(params, 'description') ?? null,
    cancelAtPeriodEnd: flag(params, 'cancel_at_period_end') ?? false,
    cancelAt: integer(params, 'cancel_at') ?? null,
    saveMethod: saveMethodIn(params) ?? 'off',
    missingMethod: missingMethodIn(params) ?? 'create_invoice',
  }
  if (behavior !== 'error_if_incomplete') return startSubscription(work, wanted).object
  const before = work.store.snapshot()
  const started = startSubscription(work, wanted)
  if (started.object.status !== 'incomplete') return started.object
  const refusal = incompleteRefusal(work, started.object)
  work.store.undoKeepingAttempts(ownerOf(customer.id)!, before)
  throw refusal
}

export function incompleteRefusal(work: Work, subscription: Subscription): ReturnType<typeof cardRefusal> {
  const invoice = work.store.get<InvoiceEntry>(subscription.latest_invoice!)!
  const intent = work.store.get(invoice.hidden.intent ?? '')?.object as
    | {
        readonly status: string
        readonly last_payment_error: { readonly code: string; readonly decline_code?: string; readonly message: string } | null
      }
    | undefined
  return intent?.last_payment_error == null
    ? cardRefusal({
        code: 'subscription_payment_intent_requires_action',
        message: 'the bank asks the customer before the subscription is paid',
      })
    : cardRefusal({
        code: intent.last_payment_error.code,
        message: intent.last_payment_error.message,
        ...(intent.last_payment_error.decline_code === undefined ? {} : { decline_code: intent.last_payment_error.decline_code }),
      })
}

/** A subscription with its first invoice; the invoice is finalized at once and its money tried, unless a trial comes first. */
export function startSubscription(work: Work, wanted: NewSubscription): SubscriptionEntry {
  const { customer } = wanted
  const owner = ownerOf(customer.id)!
  const id = work.store.mint('sub', owner)
  const start = wholeSecond(work.now)
  const trialing = wanted.trialEnd !== undefined
  const anchor = wanted.trialEnd ?? start
  const end = wanted.trialEnd ?? work.parts.calendar.boundary(anchor, recurrenceOf(wanted.items[0]!.price, 'items[0][price]'), 1)
  const items = wanted.items.map((each) =>
    newItem(work, work.store.mint('si', owner), id, each.price, each.quantity, start, end, each.metadata),
  )
  const due = items.reduce((sum, item) => sum + perPeriod(item), 0)
  const lines = items.map((item) => fullLine(id, item, start, end, trialing ? 0 : perPeriod(item)))
  const waiting = pendingItems(work, customer.id, undefined)
  const invoice = draftInvoice(work, {
    owner,
    customer,
    subscription: { id, metadata: wanted.metadata },
    reason: 'subscription_create',
    lines: [...lines, ...waiting.map(draftOfItem)],
    periodStart: start,
    periodEnd: start,
    purpose: 'signup',
    method: null,
    autoAdvance: false,
    collection: wanted.collection,
    daysUntilDue: wanted.daysUntilDue,
    currency: wanted.items[0]!.price.currency,
    description: null,
    metadata: {},
  })
  takeItems(work, waiting, invoice.object.id)
  const cancelAt = wanted.cancelAt ?? (wanted.cancelAtPeriodEnd ? unix(end) : null)
  const object: Subscription = {
    id,
    object: 'subscription',
    application: null,
    application_fee_percent: null,
    automatic_tax: { disabled_reason: null, enabled: false, liability: null },
    billing_cycle_anchor: unix(anchor),
    billing_cycle_anchor_config: null,
    billing_mode: { type: 'classic' },
    billing_thresholds: null,
    cancel_at: cancelAt,
    cancel_at_period_end: wanted.cancelAtPeriodEnd,
    canceled_at: cancelAt === null ? null : unix(work.now),
    cancellation_details: { comment: null, feedback: null, reason: null },
    collection_method: wanted.collection,
    created: unix(work.now),
    currency: wanted.items[0]!.price.currency,
    customer: customer.id,
    days_until_due: wanted.daysUntilDue ?? null,
    default_payment_method: wanted.method,
    default_source: null,
    default_tax_rates: [],
    description: wanted.description,
    discounts: [],
    ended_at: null,
    invoice_settings: { account_tax_ids: null, issuer: { type: 'self' } },
    items: itemsList(id, items),
    latest_invoice: invoice.object.id,
    livemode: false,
    metadata: wanted.metadata,
    next_pending_invoice_item_invoice: null,
    on_behalf_of: null,
    pause_collection: null,
    payment_settings: { payment_method_options: null, payment_method_types: null, save_default_payment_method: wanted.saveMethod },
    pending_invoice_item_interval: null,
    pending_setup_intent: null,
    pending_update: null,
    schedule: null,
    start_date: unix(start),
    status: trialing ? 'trialing' : wanted.collection === 'send_invoice' || due === 0 ? 'active' : 'incomplete',
    test_clock: null,
    transfer_data: null,
    trial_end: trialing ? unix(end) : null,
    trial_settings: { end_behavior: { missing_payment_method: wanted.missingMethod } },
    trial_start: trialing ? unix(start) : null,
  }
  work.store.put(owner, id, { object, hidden: { anchor, cycle: trialing ? -1 : 0, pending: undefined } })
  emit(work, owner, 'customer.subscription.created', object)
  work.store.timer(owner, 'period end', id, end)
  if (wanted.cancelAt !== null) work.store.timer(owner, 'cancel', id, fromUnix(wanted.cancelAt))
  if (trialing) {
    const announced = (end - announceMs) as Instant
    if (announced > work.now) work.store.timer(owner, 'trial will end', id, announced)
    else emit(work, owner, 'customer.subscription.trial_will_end', object)
  }
  if (object.status === 'incomplete') work.store.timer(owner, 'incomplete expires', id, after(start, work.settings.incompleteExpires))
  const open = finalizeInvoice(work, invoice.object.id)
  if (open.object.status === 'open' && wanted.collection === 'charge_automatically' && wanted.attempts)
    collect(work, invoice.object.id, 'automatic')
  return findSubscription(work, id)
}

export const setStatus = (work: Work, entry: SubscriptionEntry, change: Partial<Subscription>, hidden = entry.hidden): SubscriptionEntry =>
  revise(work, ownerOf(entry.object.id)!, 'customer.subscription.updated', entry, { ...entry.object, ...change }, hidden)

export function clearTimers(work: Work, id: string): void {
  const owner = ownerOf(id)!
  for (const kind of ['period end', 'cancel', 'trial will end', 'incomplete expires', 'pending update expires'] as const)
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
  readonly reason: 'cancellation_requested' | 'payment_failed'
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
  if (pending !== undefined) voidIfOpen(work, pending.invoice)
  for (const { object, hidden } of work.store.of<InvoiceEntry>('in', owner))
    if (object.customer === next.customer && (object.status === 'open' || (object.status === 'draft' && hidden.subscription === id)))
      stopCollecting(work, object.id)
  return next
}

/** The last invoice of a subscription, for prorations that still wait; its money is tried at once. */
export function billLast(work: Work, subscription: Subscription): void {
  if (pendingItems(work, subscription.customer, subscription.id, true).length === 0) return
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
      putItem(work, before.customer, before.currency, restLine(work, id, item, wholeSecond(work.now), start, end, -1))
  }
  const ended = endSubscription(work, id, ending)
  // Prorations that wait are removed when neither a credit nor a last invoice is asked for. @source SN `subscriptions.cancel`
  if (bills) billLast(work, ended)
  else if (!credits) for (const item of pendingItems(work, ended.customer, id, true)) if (item.object.proration) removeItem(work, item)
  return ended
}

/** One invoice for what waits and these lines, finalized at once; undefined when there is nothing. */
export function billPending(
  work: Work,
  subscription: Subscription,
  lines: readonly LineDraft[],
  purpose = `change ${isoDate(work.now)}`,
): InvoiceEntry | undefined {
  const customer = work.store.get(subscription.customer)!.object as Customer
  const owner = ownerOf(customer.id)!
  const waiting = pendingItems(work, customer.id, subscription.id)
  if (waiting.length === 0 && lines.length === 0) return undefined
  const { start, end } = periodOf(subscription)
  const invoice = draftInvoice(work, {
    owner,
    customer,
    subscription: { id: subscription.id, metadata: subscription.metadata },
    reason: 'subscription_update',
    lines: [...waiting.map(draftOfItem), ...lines],
    periodStart: start,
    periodEnd: end,
    purpose,
    method: null,
    autoAdvance: true,
    collection: subscription.collection_method,
    daysUntilDue: subscription.days_until_due ?? undefined,
    currency: subscription.currency,
    description: null,
    metadata: {},
  })
  takeItems(work, waiting, invoice.object.id)
  return finalizeInvoice(work, invoice.object.id)
}

export const refuseOver = (subscription: Subscription, params: Params): void => {
  const allowed =
    subscription.status === 'incomplete'
      ? ['metadata', 'default_payment_method', 'default_source', 'expand']
      : ['metadata', 'cancellation_details', 'expand']
  const other = Object.keys(params).find((name) => !allowed.includes(name))
  if (other === undefined) return
  throw subscription.status === 'incomplete'
    ? unfit(undefined, other, 'until it is paid only its metadata and payment method change')
    : unfit('invalid_canceled_subscription_fields', other, 'it is over; only its metadata and cancellation details change')
}

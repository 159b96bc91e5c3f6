import { isoDate } from '#machines'
import type { Instant } from '#machines'
import { recurrenceOf } from './catalogue.ts'
import { liveCustomer, type Customer } from './customers.ts'
import { badCode, badValue, cardRefusal, missing, notModelled } from './errors.ts'
import { ownerOf } from './ids.ts'
import { draftOfItem, pendingItems, takeItems } from './invoice-items.ts'
import { draftInvoice, type LineDraft } from './invoice-drafts.ts'
import type { InvoiceEntry } from './invoice-objects.ts'
import { collect } from './invoice-payments.ts'
import { finalizeInvoice, finalizeLater } from './invoices.ts'
import { flag, integer, metadata, needText, oneOf, records, text, type Metadata, type Params } from './read.ts'
import {
  findSubscription,
  fullLine,
  itemsList,
  newItem,
  perPeriod,
  periodOf,
  type MissingMethod,
  type Subscription,
  type SubscriptionEntry,
} from './subscription-objects.ts'
import {
  behaviors,
  methodOfCustomer,
  missingMethodIn,
  sameRecurrence,
  saveMethodIn,
  trialEndIn,
  wantedItem,
  type WantedItem,
} from './subscription-requests.ts'
import { after, emit, fromUnix, revise, unix, wholeSecond, type Work } from './work.ts'

const dayMs = 86_400_000
/** How long before its end a trial is announced. @source SN `customer.subscription.trial_will_end` */
const announceMs = 3 * dayMs

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
  /** The schedule that begins it: its first invoice is a draft first. */
  readonly schedule?: string
}

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
    throw badValue('payment_behavior', 'pending_if_incomplete is for changes of what there is already')
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
    autoAdvance: wanted.schedule !== undefined,
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
    schedule: wanted.schedule ?? null,
    start_date: unix(start),
    status: trialing
      ? 'trialing'
      : wanted.collection === 'send_invoice' || due === 0 || wanted.schedule !== undefined
        ? 'active'
        : 'incomplete',
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
  if (wanted.schedule !== undefined && !trialing) {
    finalizeLater(work, invoice.object.id, after(start, work.settings.draftWindow))
    return findSubscription(work, id)
  }
  const open = finalizeInvoice(work, invoice.object.id)
  if (open.object.status === 'open' && wanted.collection === 'charge_automatically' && wanted.attempts)
    collect(work, invoice.object.id, 'automatic')
  return findSubscription(work, id)
}

export const setStatus = (work: Work, entry: SubscriptionEntry, change: Partial<Subscription>, hidden = entry.hidden): SubscriptionEntry =>
  revise(work, ownerOf(entry.object.id)!, 'customer.subscription.updated', entry, { ...entry.object, ...change }, hidden)

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

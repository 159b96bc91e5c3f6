import type { Instant } from '#machines'
import { recurrenceOf } from './catalogue.ts'
import type { Customer } from './customers.ts'
import { inherited, noDiscounts, redeem, type Redemption } from './discounts/discounts.ts'
import { ownerOf } from './ids.ts'
import { draftInvoice, useDiscounts } from './invoice-drafts.ts'
import { draftOfItem, pendingItems, takeItems } from './invoice-items.ts'
import { collect } from './invoice-payments.ts'
import { finalizeInvoice, finalizeLater } from './invoices.ts'
import type { Metadata } from './read.ts'
import {
  findSubscription,
  fullLine,
  itemsList,
  newItem,
  perPeriod,
  type MissingMethod,
  type Subscription,
  type SubscriptionEntry,
  type SubscriptionItem,
} from './subscription-objects.ts'
import type { WantedItem } from './subscription-requests.ts'
import { noRates, type TaxRate } from './taxes/tax-rates.ts'
import { after, emit, fromUnix, unix, wholeSecond, type Work } from './work.ts'

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
  readonly discounts?: readonly Redemption[] | undefined
  readonly defaultTaxRates?: readonly TaxRate[] | undefined
}

/** An item of a subscription as it begins, with what is redeemed for it alone. */
export function startItem(
  work: Work,
  subscription: string,
  wanted: WantedItem,
  customer: string,
  start: Instant,
  end: Instant,
): SubscriptionItem {
  const id = work.store.mint('si', ownerOf(subscription)!)
  const item = newItem(work, id, subscription, wanted.price, wanted.quantity, start, end, wanted.metadata)
  if (wanted.discounts === undefined && wanted.taxRates === undefined) return item
  const discounts = redeem(work, wanted.discounts ?? [], { customer, subscription, subscriptionItem: id })
  return { ...item, discounts, tax_rates: wanted.taxRates ?? noRates }
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
  const discounts =
    wanted.discounts === undefined ? noDiscounts : redeem(work, wanted.discounts, { customer: customer.id, subscription: id })
  const items = wanted.items.map((each) => startItem(work, id, each, customer.id, start, end))
  const lines = items.map((item) => fullLine(id, item, start, end, trialing ? 0 : perPeriod(item)))
  const waiting = pendingItems(work, customer.id, wanted.items[0]!.price.currency, undefined)
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
    autoAdvance: wanted.schedule !== undefined || wanted.collection === 'send_invoice',
    collection: wanted.collection,
    daysUntilDue: wanted.daysUntilDue,
    currency: wanted.items[0]!.price.currency,
    description: null,
    metadata: {},
    discounts: inherited(work, customer.id, { discounts }),
    defaultTaxRates: wanted.defaultTaxRates,
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
    default_tax_rates: wanted.defaultTaxRates ?? noRates,
    description: wanted.description,
    discounts,
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
      : wanted.collection === 'send_invoice' || invoice.object.total <= 0 || wanted.schedule !== undefined
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
  useDiscounts(work, invoice)
  // Only what is charged at once is finalized at once; what is sent waits as a draft, as any other, and what a schedule begins.
  if (!trialing && (wanted.schedule !== undefined || (wanted.collection === 'send_invoice' && invoice.object.total > 0))) {
    finalizeLater(work, invoice.object.id, after(start, work.settings.draftWindow))
    return findSubscription(work, id)
  }
  const open = finalizeInvoice(work, invoice.object.id)
  if (open.object.status === 'open' && wanted.collection === 'charge_automatically' && wanted.attempts)
    collect(work, invoice.object.id, 'automatic')
  return findSubscription(work, id)
}

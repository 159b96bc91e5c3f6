import type { Instant } from '#machines'
import type { Recurrence } from './calendar.ts'
import type { Price } from './catalogue.ts'
import { recurrenceOf } from './catalogue.ts'
import { chargeableShare } from './charge-units.ts'
import { noSuch } from './errors.ts'
import { noDiscounts } from './discounts/discounts.ts'
import type { LineDraft } from './invoice-drafts.ts'
import type { ListOf } from './invoice-objects.ts'
import { noMetadata, type Metadata } from './read.ts'
import type { Entry } from './store.ts'
import { noRates, type TaxRate } from './taxes/tax-rates.ts'
import { fromUnix, unix, type Work } from './work.ts'

export type SubscriptionItem = {
  readonly id: string
  readonly object: 'subscription_item'
  readonly billing_thresholds: null
  readonly created: number
  readonly current_period_end: number
  readonly current_period_start: number
  readonly discounts: readonly string[]
  readonly metadata: Metadata
  readonly plan: Readonly<Record<string, unknown>>
  readonly price: Price
  readonly quantity: number
  readonly subscription: string
  readonly tax_rates: readonly TaxRate[]
}

export type PaymentSettings = {
  readonly payment_method_options: null
  readonly payment_method_types: null
  readonly save_default_payment_method: 'off' | 'on_subscription'
}

export type Subscription = {
  readonly id: string
  readonly object: 'subscription'
  readonly application: null
  readonly application_fee_percent: null
  readonly automatic_tax: { readonly disabled_reason: null; readonly enabled: false; readonly liability: null }
  readonly billing_cycle_anchor: number
  readonly billing_cycle_anchor_config: null
  readonly billing_mode: { readonly type: 'classic' }
  readonly billing_thresholds: null
  readonly cancel_at: number | null
  readonly cancel_at_period_end: boolean
  readonly canceled_at: number | null
  readonly cancellation_details: { readonly comment: string | null; readonly feedback: string | null; readonly reason: string | null }
  readonly collection_method: 'charge_automatically' | 'send_invoice'
  readonly created: number
  readonly currency: string
  readonly customer: string
  readonly days_until_due: number | null
  readonly default_payment_method: string | null
  readonly default_source: null
  readonly default_tax_rates: readonly TaxRate[]
  readonly description: string | null
  readonly discounts: readonly string[]
  readonly ended_at: number | null
  readonly invoice_settings: { readonly account_tax_ids: null; readonly issuer: { readonly type: 'self' } }
  readonly items: ListOf<SubscriptionItem>
  readonly latest_invoice: string | null
  readonly livemode: false
  readonly metadata: Metadata
  readonly next_pending_invoice_item_invoice: null
  readonly on_behalf_of: null
  readonly pause_collection: PauseCollection | null
  readonly payment_settings: PaymentSettings
  readonly pending_invoice_item_interval: null
  readonly pending_setup_intent: null
  readonly pending_update: PendingUpdate | null
  readonly schedule: string | null
  readonly start_date: number
  readonly status: SubscriptionStatus
  readonly status_details?: StatusDetails | null
  readonly test_clock: null
  readonly transfer_data: null
  readonly trial_end: number | null
  readonly trial_settings: { readonly end_behavior: { readonly missing_payment_method: MissingMethod } }
  readonly trial_start: number | null
}

export type SubscriptionStatus = 'incomplete' | 'incomplete_expired' | 'trialing' | 'active' | 'past_due' | 'unpaid' | 'canceled' | 'paused'
export type MissingMethod = 'create_invoice' | 'cancel' | 'pause'

export type PauseCollection = {
  readonly behavior: 'keep_as_draft' | 'mark_uncollectible' | 'void'
  readonly resumes_at: number | null
}

/** Reasons that somebody or something here can give. @source SN `Subscription.StatusDetails.Paused.Subscription.Type` */
export type PauseReason = 'pause_requested' | 'trial_end_without_payment_method'
export type StatusDetails = {
  readonly paused: {
    readonly subscription: { readonly type: PauseReason }
    readonly transitioned_at: number
    readonly type: 'subscription'
  }
}

/** What a paused subscription becomes once its invoice is settled. */
export interface Resumption {
  readonly invoice: string
  readonly terms: { readonly anchor: Instant; readonly cycle: number; readonly items: readonly SubscriptionItem[]; readonly end: Instant }
  readonly behavior: 'resume_on_payment_attempt' | 'resume_on_payment_success'
}

export type PendingUpdate = {
  readonly billing_cycle_anchor: number | null
  readonly discounts: null
  readonly expires_at: number
  readonly metadata: null
  readonly subscription_items: readonly SubscriptionItem[]
  readonly trial_end: number | null
  readonly trial_from_plan: false
}

/** New terms of a subscription, ready to take effect. */
export interface Terms {
  readonly items: readonly SubscriptionItem[]
  /** A period that begins with the change; undefined: the running one goes on. */
  readonly restart: { readonly anchor: Instant; readonly start: Instant; readonly end: Instant; readonly cycle: number } | undefined
  /** Set when the trial ends or moves. */
  readonly trialEnd: Instant | undefined
  readonly status: SubscriptionStatus | undefined
}

export interface SubscriptionHidden {
  /** Every boundary is counted from here, never from the previous one. */
  readonly anchor: Instant
  /** Index of the running period; −1 while a trial runs. */
  readonly cycle: number
  readonly pending: { readonly terms: Terms; readonly invoice: string } | undefined
  readonly resuming?: Resumption | undefined
}
export type SubscriptionEntry = Entry<Subscription, SubscriptionHidden>

export const isOver = (status: SubscriptionStatus): boolean => status === 'canceled' || status === 'incomplete_expired'

export function findSubscription(work: Work, id: string): SubscriptionEntry {
  const entry = work.store.get<SubscriptionEntry>(id)
  if (entry === undefined || entry.object.object !== 'subscription') throw noSuch('subscription', id, 'id')
  return entry
}

export const itemsList = (subscription: string, data: readonly SubscriptionItem[]): ListOf<SubscriptionItem> => ({
  object: 'list',
  data,
  has_more: false,
  url: `/v1/subscription_items?subscription=${subscription}`,
})

/** The older shape of a price, which items still carry. */
const planOf = (price: Price): Readonly<Record<string, unknown>> => ({
  id: price.id,
  object: 'plan',
  active: price.active,
  amount: price.unit_amount,
  amount_decimal: price.unit_amount_decimal,
  billing_scheme: price.billing_scheme,
  created: price.created,
  currency: price.currency,
  interval: price.recurring?.interval ?? null,
  interval_count: price.recurring?.interval_count ?? null,
  livemode: false,
  metadata: price.metadata,
  meter: null,
  nickname: price.nickname,
  product: price.product,
  tiers_mode: null,
  transform_usage: null,
  trial_period_days: null,
  usage_type: 'licensed',
})

export const newItem = (
  work: Work,
  id: string,
  subscription: string,
  price: Price,
  quantity: number,
  start: Instant,
  end: Instant,
  notes: Metadata = noMetadata,
): SubscriptionItem => ({
  id,
  object: 'subscription_item',
  billing_thresholds: null,
  created: unix(work.now),
  current_period_end: unix(end),
  current_period_start: unix(start),
  discounts: noDiscounts,
  metadata: notes,
  plan: planOf(price),
  price,
  quantity,
  subscription,
  tax_rates: noRates,
})

export const withPrice = (item: SubscriptionItem, price: Price, quantity: number, notes: Metadata): SubscriptionItem =>
  item.price === price && item.quantity === quantity && item.metadata === notes
    ? item
    : { ...item, price, plan: item.price === price ? item.plan : planOf(price), quantity, metadata: notes }

export const withPeriod = (items: readonly SubscriptionItem[], start: Instant, end: Instant): readonly SubscriptionItem[] =>
  items.map((item) => ({ ...item, current_period_start: unix(start), current_period_end: unix(end) }))

/** All items of a subscription share one period here. */
export const periodOf = (subscription: Subscription): { readonly start: Instant; readonly end: Instant } => {
  const item = subscription.items.data[0]!
  return { start: fromUnix(item.current_period_start), end: fromUnix(item.current_period_end) }
}

export const recurrence = (items: readonly SubscriptionItem[]): Recurrence => recurrenceOf(items[0]!.price, 'items[0][price]')

export const perPeriod = (item: SubscriptionItem): number => item.price.unit_amount * item.quantity

/** A whole period of an item. */
export const fullLine = (
  subscription: string,
  item: SubscriptionItem,
  start: Instant,
  end: Instant,
  amount = perPeriod(item),
): LineDraft => ({
  amount,
  description: `${item.quantity} × ${item.price.lookup_key ?? item.price.id}`,
  start,
  end,
  quantity: item.quantity,
  price: item.price,
  proration: false,
  subscription,
  item: item.id,
  invoiceItem: undefined,
  metadata: item.metadata,
  discounts: item.discounts,
  taxRates: item.tax_rates,
})

/** The rest of a period of an item: what it costs, or (with `sign` −1) what comes back for it. */
export function restLine(
  work: Work,
  subscription: string,
  item: SubscriptionItem,
  from: Instant,
  start: Instant,
  end: Instant,
  sign: 1 | -1,
  price = perPeriod(item),
): LineDraft {
  const share = chargeableShare(work, item.price.currency, price, unix(end) - unix(from), unix(end) - unix(start))
  const name = `${item.quantity} × ${item.price.lookup_key ?? item.price.id}`
  return {
    amount: share === 0 ? 0 : sign * share,
    description: sign === 1 ? `${name}, the rest of the period` : `${name}, not used to the end`,
    start: from,
    end,
    quantity: item.quantity,
    price: item.price,
    proration: true,
    subscription,
    item: item.id,
    invoiceItem: undefined,
    metadata: item.metadata,
    taxRates: item.tax_rates,
  }
}

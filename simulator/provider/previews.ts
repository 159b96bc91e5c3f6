import { isoDate } from '#machines'
import type { Instant } from '#machines'
import { balanceOf } from './credits/customer-balance.ts'
import { liveCustomer, type CustomerEntry } from './customers.ts'
import { discountsIn } from './discounts/discount-requests.ts'
import { inherited, noDiscounts, type DiscountEntry, type Redemption } from './discounts/discounts.ts'
import { badValue, missing, notModelled, Refusal } from './errors.ts'
import { ownerOf } from './ids.ts'
import { invoiceObject, type LineDraft } from './invoice-drafts.ts'
import { createInvoiceItem, updateInvoiceItem } from './invoice-item-requests.ts'
import { draftOfItem, pendingItems } from './invoice-items.ts'
import { invoiceAt, type Invoice } from './invoice-objects.ts'
import { leastCharge } from './payments.ts'
import { isUnset, oneOf, record, records, text, type Params } from './read.ts'
import { createSubscription } from './subscription-creations.ts'
import { findSubscription, isOver, periodOf, type Subscription, type SubscriptionEntry } from './subscription-objects.ts'
import { taxRatesIn, type TaxRate } from './taxes/tax-rates.ts'
import { comingLines } from './upcoming-lines.ts'
import { fromUnix, type Work } from './work.ts'

/**
 * The invoice that would come: of a change, of the next renewal, of a subscription that does not exist yet, or of items. It is
 * made as the real one is, in a world of which nothing stays.
 * @source SN `InvoiceCreatePreviewParams`, billing.md 1.4
 */
export function previewInvoice(work: Work, params: Params): unknown {
  if ((oneOf(params, 'preview_mode', ['next', 'recurring']) ?? 'next') === 'recurring')
    throw notModelled('preview_mode', 'invoices.create_preview')
  const before = work.store.snapshot()
  try {
    const details = record(params, 'subscription_details') ?? {}
    const named = text(params, 'subscription')
    const customer = named === undefined ? customerIn(work, params) : findSubscription(work, named).object.customer
    if ((text(params, 'customer') ?? customer) !== customer) throw badValue('customer', `${named} is another customer's`)
    putItems(work, params, customer, named)
    if (named === undefined && details['items'] !== undefined) return created(work, params, details, customer)
    if (details['cancel_at'] !== undefined) throw notModelled('subscription_details[cancel_at]', 'invoices.create_preview')
    const subscription = named === undefined ? soonest(work, customer) : findSubscription(work, named).object
    return upcoming(work, params, details, customer, subscription)
  } finally {
    work.store.restore(before)
  }
}

function customerIn(work: Work, params: Params): string {
  const id = text(params, 'customer')
  if (id === undefined) throw missing('customer')
  return liveCustomer(work, id, 'customer').object.id
}

/** Items that the preview adds, or changes of items that there are. */
function putItems(work: Work, params: Params, customer: string, subscription: string | undefined): void {
  for (const [index, each] of (records(params, 'invoice_items') ?? []).entries()) {
    const { invoiceitem, unit_amount: unit, ...rest } = each
    const given = unit === undefined ? rest : { ...rest, unit_amount_decimal: unit }
    if (invoiceitem !== undefined) updateInvoiceItem(work, text(each, 'invoiceitem', `invoice_items[${index}][invoiceitem]`) ?? '', given)
    else createInvoiceItem(work, { ...given, customer, ...(subscription === undefined ? {} : { subscription }) })
  }
}

/** The first invoice of a subscription, had it been made. */
function created(work: Work, params: Params, details: Params, customer: string): unknown {
  if (isUnset(params, 'discounts')) throw notModelled('discounts', 'invoices.create_preview of a subscription to be')
  const { items, default_tax_rates, trial_end, cancel_at, cancel_at_period_end, metadata: notes, ...others } = details
  const strange = Object.keys(others).find((name) => name !== 'proration_behavior')
  if (strange !== undefined) throw badValue(`subscription_details[${strange}]`, `${strange} is for a subscription that exists`)
  const wanted = { items, default_tax_rates, trial_end, cancel_at, cancel_at_period_end, metadata: notes, discounts: params['discounts'] }
  const given = Object.fromEntries(Object.entries(wanted).filter(([, value]) => value !== undefined))
  const subscription = createSubscription(work, { ...given, customer, payment_behavior: 'default_incomplete' })
  const invoice = invoiceAt(work, subscription.latest_invoice!).object
  const id = `upcoming_${invoice.id}`
  return {
    ...invoice,
    id,
    billing_reason: 'upcoming',
    effective_at: null,
    hosted_invoice_url: null,
    lines: { ...invoice.lines, data: invoice.lines.data.map((line) => ({ ...line, invoice: id })) },
    number: null,
    // Nothing that is due to nobody was paid yet.
    status: 'draft',
    status_transitions: { finalized_at: null, marked_uncollectible_at: null, paid_at: null, voided_at: null },
  }
}

/** Of a customer's live subscriptions the one whose invoice comes first. */
function soonest(work: Work, customer: string): Subscription | undefined {
  const live = work.store
    .of<SubscriptionEntry>('sub', ownerOf(customer)!)
    .map((entry) => entry.object)
    .filter((each) => each.customer === customer && !isOver(each.status))
  return live.reduce<Subscription | undefined>(
    (first, each) => (first === undefined || periodOf(each).end < periodOf(first).end ? each : first),
    undefined,
  )
}

/** @source code SN `invoice_upcoming_none` */
const noneUpcoming = (customer: string): Refusal =>
  new Refusal(404, { type: 'invalid_request_error', code: 'invoice_upcoming_none', message: `no invoice is to come for ${customer}` }, true)

function upcoming(work: Work, params: Params, details: Params, customer: string, subscription: Subscription | undefined): unknown {
  const entry = work.store.get<CustomerEntry>(customer)!
  const currency = subscription?.currency ?? text(params, 'currency')?.toLowerCase() ?? entry.object.currency ?? work.settings.currency
  const coming =
    subscription === undefined
      ? { lines: pendingItems(work, customer, currency, undefined).map(draftOfItem), at: work.now }
      : comingLines(work, subscription, details)
  if (coming.lines.length === 0) throw noneUpcoming(customer)
  const asked = discountsIn(work, params, { customer, currency, subtotal: coming.lines.reduce((sum, line) => sum + line.amount, 0) })
  const rates = taxRatesIn(work, details, 'default_tax_rates', 'invoices.create_preview', 'subscription_details[default_tax_rates]')
  const invoice = shown(work, { entry, subscription, currency, ...coming, asked, rates: rates ?? subscription?.default_tax_rates })
  const balance = balanceOf(entry, currency)
  const owed = invoice.total + balance
  const due = owed < leastCharge(work, currency) ? 0 : Math.max(0, owed)
  return {
    ...invoice,
    amount_due: due,
    amount_remaining: due,
    billing_reason: 'upcoming',
    starting_balance: balance,
    ending_balance: due === 0 ? owed : 0,
  }
}

interface Coming {
  readonly entry: CustomerEntry
  readonly subscription: Subscription | undefined
  readonly currency: string
  readonly lines: readonly LineDraft[]
  readonly at: Instant
  readonly asked: readonly Redemption[] | 'none' | undefined
  readonly rates: readonly TaxRate[] | undefined
}

function shown(work: Work, { entry, subscription, currency, lines, at, asked, rates }: Coming): Invoice {
  const owner = ownerOf(entry.object.id)!
  const period = subscription === undefined ? { start: work.now, end: work.now } : periodOf(subscription)
  const id = `upcoming_in_${owner}`
  let count = 0
  const { object } = invoiceObject(
    work,
    id,
    {
      owner,
      customer: entry.object,
      subscription: subscription === undefined ? undefined : { id: subscription.id, metadata: subscription.metadata },
      reason: 'manual',
      lines,
      periodStart: period.start,
      periodEnd: period.end,
      purpose: `preview ${isoDate(work.now)}`,
      method: null,
      autoAdvance: true,
      collection: subscription?.collection_method ?? 'charge_automatically',
      daysUntilDue: undefined,
      currency,
      description: null,
      metadata: {},
      discounts: asked === undefined ? stillThere(work, inherited(work, entry.object.id, subscription), at) : noDiscounts,
      redemptions: asked === undefined || asked === 'none' ? undefined : asked,
      defaultTaxRates: rates,
    },
    () => `upcoming_${owner}_line_${++count}`,
  )
  return object
}

/** Discounts that have not ended when the invoice comes. */
const stillThere = (work: Work, ids: readonly string[], at: Instant): readonly string[] =>
  ids.filter((id) => {
    const { end } = work.store.get<DiscountEntry>(id)!.object
    return end === null || fromUnix(end) > at
  })

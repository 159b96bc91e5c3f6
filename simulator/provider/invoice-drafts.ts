import type { Instant, Who } from '#machines'
import type { Price } from './catalogue.ts'
import type { Customer } from './customers.ts'
import type { BillingReason, Invoice, InvoiceEntry, InvoiceHidden, LineItem, ListOf } from './invoice-objects.ts'
import { noDiscounts, redeem, useUp, type Redemption } from './discounts/discounts.ts'
import type { Metadata } from './read.ts'
import { noRates, type TaxRate } from './taxes/tax-rates.ts'
import { isPlain, noOwnRates, withSums, type OwnRates } from './totals/invoice-sums.ts'
import { emit, unix, type Work } from './work.ts'

/** One line before it stands on an invoice. */
export interface LineDraft {
  readonly amount: number
  readonly description: string
  readonly start: Instant
  readonly end: Instant
  readonly quantity: number
  readonly price: Price | undefined
  readonly proration: boolean
  readonly subscription: string | undefined
  readonly item: string | undefined
  readonly invoiceItem: string | undefined
  readonly metadata: Metadata
  /** Undefined: charges can be discounted, prorations and credit cannot. */
  readonly discountable?: boolean | undefined
  /** Its own discounts. */
  readonly discounts?: readonly string[] | undefined
  /** Its own tax rates; with none it has the invoice's. */
  readonly taxRates?: readonly TaxRate[] | undefined
}

export interface NewInvoice {
  readonly owner: Who
  readonly customer: Customer
  readonly subscription: { readonly id: string; readonly metadata: Metadata } | undefined
  readonly reason: BillingReason
  readonly lines: readonly LineDraft[]
  readonly periodStart: Instant
  readonly periodEnd: Instant
  readonly purpose: string
  readonly method: string | null
  readonly autoAdvance: boolean
  readonly collection: 'charge_automatically' | 'send_invoice'
  readonly daysUntilDue: number | undefined
  readonly currency: string
  readonly description: string | null
  readonly metadata: Metadata
  /** Discounts that are there already: the subscription's, or the customer's. */
  readonly discounts?: readonly string[] | undefined
  /** Redeemed for this invoice alone. */
  readonly redemptions?: readonly Redemption[] | undefined
  readonly defaultTaxRates?: readonly TaxRate[] | undefined
  /** What the request says about it besides: terms of payment, what its page shows. */
  readonly details?: Partial<Invoice> | undefined
}

const noTax: Invoice['automatic_tax'] = Object.freeze({ enabled: false, liability: null, status: null })
const noSettings: Invoice['payment_settings'] = Object.freeze({
  default_mandate: null,
  payment_method_options: null,
  payment_method_types: null,
})

/** @source SN `InvoiceItemCreateParams.discountable` */
export const isDiscountable = (draft: LineDraft): boolean => draft.discountable ?? (!draft.proration && draft.amount >= 0)

export const lineOf = (id: string, invoice: string, currency: string, draft: LineDraft): LineItem => ({
  id,
  object: 'line_item',
  amount: draft.amount,
  currency,
  description: draft.description,
  discount_amounts: [],
  discountable: isDiscountable(draft),
  discounts: draft.discounts ?? noDiscounts,
  invoice,
  livemode: false,
  metadata: draft.metadata,
  parent:
    draft.item !== undefined && draft.invoiceItem === undefined
      ? {
          invoice_item_details: null,
          subscription_item_details: {
            invoice_item: null,
            proration: draft.proration,
            proration_details: { credited_items: null },
            subscription: draft.subscription ?? null,
            subscription_item: draft.item,
          },
          type: 'subscription_item_details',
        }
      : {
          invoice_item_details: {
            invoice_item: draft.invoiceItem ?? null,
            proration: draft.proration,
            proration_details: { credited_items: null },
            subscription: draft.subscription ?? null,
          },
          subscription_item_details: null,
          type: 'invoice_item_details',
        },
  period: { start: unix(draft.start), end: unix(draft.end) },
  pretax_credit_amounts: [],
  pricing:
    draft.price === undefined
      ? null
      : {
          price_details: { price: draft.price.id, product: draft.price.product },
          type: 'price_details',
          unit_amount_decimal: draft.price.unit_amount_decimal,
        },
  quantity: draft.quantity,
  subtotal: draft.amount,
  taxes: [],
})

export const linesOf = (invoice: string, data: readonly LineItem[]): ListOf<LineItem> => ({
  object: 'list',
  data,
  has_more: false,
  url: `/v1/invoices/${invoice}/lines`,
})

/** An invoice as a draft: it takes no balance up and has no number yet. */
export function invoiceObject(work: Work, id: string, given: NewInvoice, lineId: () => string): Made {
  const lines = given.lines.map((line) => lineOf(lineId(), id, given.currency, line))
  const rates = ratesOf(given.lines, lines)
  const total = lines.reduce((sum, line) => sum + line.amount, 0)
  const object: Invoice = {
    id,
    object: 'invoice',
    account_country: 'US',
    account_name: 'billstorm',
    amount_due: Math.max(0, total),
    amount_overpaid: 0,
    amount_paid: 0,
    amount_remaining: Math.max(0, total),
    amount_shipping: 0,
    application: null,
    attempt_count: 0,
    attempted: false,
    auto_advance: given.autoAdvance,
    automatic_tax: noTax,
    automatically_finalizes_at: null,
    billing_reason: given.reason,
    collection_method: given.collection,
    created: unix(work.now),
    currency: given.currency,
    custom_fields: null,
    customer: given.customer.id,
    customer_email: given.customer.email,
    customer_name: given.customer.name,
    default_payment_method: given.method,
    default_source: null,
    default_tax_rates: given.defaultTaxRates ?? noRates,
    description: given.description,
    discounts: discountsOf(work, id, given),
    due_date: given.daysUntilDue === undefined ? null : unix(work.now) + given.daysUntilDue * 86_400,
    effective_at: null,
    ending_balance: null,
    footer: null,
    hosted_invoice_url: null,
    invoice_pdf: null,
    last_finalization_error: null,
    lines: linesOf(id, lines),
    livemode: false,
    metadata: given.metadata,
    next_payment_attempt: null,
    number: null,
    parent:
      given.subscription === undefined
        ? null
        : {
            quote_details: null,
            subscription_details: { metadata: given.subscription.metadata, subscription: given.subscription.id },
            type: 'subscription_details',
          },
    payment_settings: noSettings,
    period_end: unix(given.periodEnd),
    period_start: unix(given.periodStart),
    post_payment_credit_notes_amount: 0,
    pre_payment_credit_notes_amount: 0,
    receipt_number: null,
    starting_balance: given.customer.balance,
    statement_descriptor: null,
    status: 'draft',
    status_transitions: { finalized_at: null, marked_uncollectible_at: null, paid_at: null, voided_at: null },
    subtotal: total,
    subtotal_excluding_tax: total,
    test_clock: null,
    total,
    total_discount_amounts: [],
    total_excluding_tax: total,
    total_pretax_credit_amounts: [],
    total_taxes: [],
    ...given.details,
  }
  return { object: isPlain(object, rates) ? object : withSums(work, object, rates), rates }
}

interface Made {
  readonly object: Invoice
  readonly rates: OwnRates
}

function ratesOf(drafts: readonly LineDraft[], lines: readonly LineItem[]): OwnRates {
  let rates: Record<string, readonly TaxRate[]> | undefined
  for (const [index, draft] of drafts.entries())
    if (draft.taxRates !== undefined && draft.taxRates.length > 0) (rates ??= {})[lines[index]!.id] = draft.taxRates
  return rates ?? noOwnRates
}

const discountsOf = (work: Work, invoice: string, { discounts, redemptions, customer }: NewInvoice): readonly string[] =>
  redemptions === undefined ? (discounts ?? noDiscounts) : redeem(work, redemptions, { customer: customer.id, invoice })

/** A draft with its event. Nothing is asked of anybody yet. */
export function draftInvoice(work: Work, given: NewInvoice): InvoiceEntry {
  const id = work.store.mint('in', given.owner)
  const { object, rates } = invoiceObject(work, id, given, () => work.store.mint('il', given.owner))
  const hidden: InvoiceHidden = {
    purpose: given.purpose,
    subscription: given.subscription?.id,
    intent: undefined,
    payment: undefined,
    retriesUsed: 0,
    failed: undefined,
    charge: undefined,
    paidOutOfBand: false,
    rates,
  }
  const entry = { object, hidden }
  work.store.put(given.owner, id, entry)
  emit(work, given.owner, 'invoice.created', object)
  return entry
}

/** Discounts that are good for one invoice were used by this one. To be called when their holders are stored. */
export function useDiscounts(work: Work, { object }: InvoiceEntry): void {
  if (object.total_discount_amounts.length === 0 && object.discounts.length === 0) return
  const takenOff = new Map(object.total_discount_amounts.map(({ discount, amount }) => [discount, amount]))
  const ids = new Set([...object.discounts, ...object.lines.data.flatMap((line) => line.discounts)])
  useUp(work, [...ids], takenOff)
}

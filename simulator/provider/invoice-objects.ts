import type { Instant, Who } from '#machines'
import type { Customer } from './customers.ts'
import type { DeclineCode } from './outcomes.ts'
import type { Price } from './catalogue.ts'
import type { Metadata } from './read.ts'
import type { Entry } from './store.ts'
import { unix, type Work } from './work.ts'

export type InvoiceStatus = 'draft' | 'open' | 'paid' | 'uncollectible' | 'void'
export type BillingReason = 'subscription_create' | 'subscription_cycle' | 'subscription_update' | 'manual'

export type LineItem = {
  readonly id: string
  readonly object: 'line_item'
  readonly amount: number
  readonly currency: string
  readonly description: string | null
  readonly discount_amounts: readonly unknown[]
  readonly discountable: boolean
  readonly discounts: readonly unknown[]
  readonly invoice: string
  readonly livemode: false
  readonly metadata: Metadata
  readonly parent: unknown
  readonly period: { readonly start: number; readonly end: number }
  readonly pretax_credit_amounts: readonly unknown[]
  readonly pricing: {
    readonly price_details: { readonly price: string; readonly product: string }
    readonly type: 'price_details'
    readonly unit_amount_decimal: string
  } | null
  readonly quantity: number
  readonly subtotal: number
  readonly taxes: readonly unknown[]
}

export interface ListOf<T> {
  readonly object: 'list'
  readonly data: readonly T[]
  readonly has_more: boolean
  readonly url: string
}

export type Invoice = {
  readonly id: string
  readonly object: 'invoice'
  readonly account_country: string
  readonly account_name: string
  readonly amount_due: number
  readonly amount_overpaid: 0
  readonly amount_paid: number
  readonly amount_remaining: number
  readonly amount_shipping: 0
  readonly application: null
  readonly attempt_count: number
  readonly attempted: boolean
  readonly auto_advance: boolean
  readonly automatic_tax: { readonly enabled: false; readonly liability: null; readonly status: null }
  readonly automatically_finalizes_at: number | null
  readonly billing_reason: BillingReason
  readonly collection_method: 'charge_automatically' | 'send_invoice'
  readonly created: number
  readonly currency: string
  readonly customer: string
  readonly customer_email: string | null
  readonly customer_name: string | null
  readonly default_payment_method: string | null
  readonly default_source: null
  readonly description: string | null
  readonly discounts: readonly unknown[]
  readonly due_date: number | null
  readonly effective_at: number | null
  readonly ending_balance: number | null
  readonly footer: null
  readonly hosted_invoice_url: string | null
  readonly invoice_pdf: null
  readonly last_finalization_error: null
  readonly lines: ListOf<LineItem>
  readonly livemode: false
  readonly metadata: Metadata
  readonly next_payment_attempt: number | null
  readonly number: string | null
  readonly parent: {
    readonly quote_details: null
    readonly subscription_details: { readonly metadata: Metadata; readonly subscription: string }
    readonly type: 'subscription_details'
  } | null
  readonly payment_settings: { readonly default_mandate: null; readonly payment_method_options: null; readonly payment_method_types: null }
  readonly period_end: number
  readonly period_start: number
  readonly post_payment_credit_notes_amount: 0
  readonly pre_payment_credit_notes_amount: 0
  readonly receipt_number: null
  readonly starting_balance: number
  readonly status: InvoiceStatus
  readonly status_transitions: {
    readonly finalized_at: number | null
    readonly marked_uncollectible_at: number | null
    readonly paid_at: number | null
    readonly voided_at: number | null
  }
  readonly subtotal: number
  readonly test_clock: null
  readonly total: number
  readonly total_discount_amounts: readonly unknown[]
  readonly total_excluding_tax: number
  readonly total_taxes: readonly unknown[]
}

export interface InvoiceHidden {
  readonly purpose: string
  readonly subscription: string | undefined
  readonly intent: string | undefined
  /** The record that ties invoice and intent together; the newest shape shows nothing else. */
  readonly payment: string | undefined
  /** Automatic attempts used after the first. */
  readonly retriesUsed: number
  readonly failed: { readonly method: string; readonly code: DeclineCode | 'authentication' } | undefined
  readonly charge: string | undefined
  readonly paidOutOfBand: boolean
}
export type InvoiceEntry = Entry<Invoice, InvoiceHidden>

export type InvoicePayment = {
  readonly id: string
  readonly object: 'invoice_payment'
  readonly amount_paid: number | null
  readonly amount_requested: number
  readonly created: number
  readonly currency: string
  readonly invoice: string
  readonly is_default: true
  readonly livemode: false
  readonly payment: { readonly payment_intent: string; readonly type: 'payment_intent' }
  readonly status: 'open' | 'paid' | 'canceled'
  readonly status_transitions: { readonly canceled_at: number | null; readonly paid_at: number | null }
}
export type InvoicePaymentEntry = Entry<InvoicePayment, undefined>

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
}

const noTax: Invoice['automatic_tax'] = Object.freeze({ enabled: false, liability: null, status: null })
const noSettings: Invoice['payment_settings'] = Object.freeze({
  default_mandate: null,
  payment_method_options: null,
  payment_method_types: null,
})

export const lineOf = (id: string, invoice: string, currency: string, draft: LineDraft): LineItem => ({
  id,
  object: 'line_item',
  amount: draft.amount,
  currency,
  description: draft.description,
  discount_amounts: [],
  discountable: !draft.proration,
  discounts: [],
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
export function invoiceObject(work: Work, id: string, given: NewInvoice, lineId: () => string): Invoice {
  const lines = given.lines.map((line) => lineOf(lineId(), id, given.currency, line))
  const total = lines.reduce((sum, line) => sum + line.amount, 0)
  return {
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
    customer: given.customer.id,
    customer_email: given.customer.email,
    customer_name: given.customer.name,
    default_payment_method: given.method,
    default_source: null,
    description: given.description,
    discounts: [],
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
    status: 'draft',
    status_transitions: { finalized_at: null, marked_uncollectible_at: null, paid_at: null, voided_at: null },
    subtotal: total,
    test_clock: null,
    total,
    total_discount_amounts: [],
    total_excluding_tax: total,
    total_taxes: [],
  }
}

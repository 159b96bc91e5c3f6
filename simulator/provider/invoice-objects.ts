import { noSuch } from './errors.ts'
import type { DeclineCode } from './declines.ts'
import type { Metadata } from './read.ts'
import type { Entry } from './store.ts'
import type { TaxRate } from './taxes/tax-rates.ts'
import type { OwnRates } from './totals/invoice-sums.ts'
import type { Work } from './work.ts'

export type InvoiceStatus = 'draft' | 'open' | 'paid' | 'uncollectible' | 'void'
export type BillingReason = 'subscription_create' | 'subscription_cycle' | 'subscription_update' | 'manual'

/** What a discount takes off. */
export interface DiscountAmount {
  readonly amount: number
  readonly discount: string
}
export interface PretaxCredit extends DiscountAmount {
  readonly type: 'discount'
}
export interface LineTax {
  readonly amount: number
  readonly tax_behavior: 'exclusive' | 'inclusive'
  readonly tax_rate_details: { readonly tax_rate: string }
  readonly taxability_reason: 'not_available'
  readonly taxable_amount: number
  readonly type: 'tax_rate_details'
}

export type LineItem = {
  readonly id: string
  readonly object: 'line_item'
  readonly amount: number
  readonly currency: string
  readonly description: string | null
  readonly discount_amounts: readonly DiscountAmount[]
  readonly discountable: boolean
  /** The line's own; the invoice's come after them. */
  readonly discounts: readonly string[]
  readonly invoice: string
  readonly livemode: false
  readonly metadata: Metadata
  readonly parent: unknown
  readonly period: { readonly start: number; readonly end: number }
  readonly pretax_credit_amounts: readonly PretaxCredit[]
  readonly pricing: {
    readonly price_details: { readonly price: string; readonly product: string }
    readonly type: 'price_details'
    readonly unit_amount_decimal: string
  } | null
  readonly quantity: number
  readonly subtotal: number
  readonly taxes: readonly LineTax[]
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
  readonly custom_fields: readonly { readonly name: string; readonly value: string }[] | null
  readonly customer: string
  readonly customer_email: string | null
  readonly customer_name: string | null
  readonly default_payment_method: string | null
  readonly default_source: null
  readonly default_tax_rates: readonly TaxRate[]
  readonly description: string | null
  readonly discounts: readonly string[]
  readonly due_date: number | null
  readonly effective_at: number | null
  readonly ending_balance: number | null
  readonly footer: string | null
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
  readonly post_payment_credit_notes_amount: number
  readonly pre_payment_credit_notes_amount: number
  readonly receipt_number: null
  readonly starting_balance: number
  readonly statement_descriptor: string | null
  readonly status: InvoiceStatus
  readonly status_transitions: {
    readonly finalized_at: number | null
    readonly marked_uncollectible_at: number | null
    readonly paid_at: number | null
    readonly voided_at: number | null
  }
  readonly subtotal: number
  readonly subtotal_excluding_tax: number
  readonly test_clock: null
  readonly total: number
  readonly total_discount_amounts: readonly DiscountAmount[]
  readonly total_excluding_tax: number
  readonly total_pretax_credit_amounts: readonly PretaxCredit[]
  readonly total_taxes: readonly LineTax[]
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
  /** Tax rates that lines have for themselves. */
  readonly rates: OwnRates
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

export function findInvoice(work: Work, id: string): InvoiceEntry {
  const entry = work.store.get<InvoiceEntry>(id)
  if (entry === undefined || entry.object.object !== 'invoice') throw noSuch('invoice', id, 'id')
  return entry
}

/** An invoice that is known to be there. */
export const invoiceAt = (work: Work, id: string): InvoiceEntry => work.store.get<InvoiceEntry>(id)!

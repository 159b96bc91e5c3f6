import { noSuch } from '../errors.ts'
import type { DiscountAmount, LineTax, ListOf, PretaxCredit } from '../invoice-objects.ts'
import type { Listing } from '../lists.ts'
import { text, type Metadata } from '../read.ts'
import type { Entry } from '../store.ts'
import type { TaxRate } from '../taxes/tax-rates.ts'
import type { Work } from '../work.ts'

export type CreditNoteLine = {
  readonly id: string
  readonly object: 'credit_note_line_item'
  /** Before discounts, without tax on top. */
  readonly amount: number
  readonly description: string | null
  readonly discount_amount: number
  readonly discount_amounts: readonly DiscountAmount[]
  readonly invoice_line_item?: string
  readonly livemode: false
  readonly metadata: Metadata
  readonly pretax_credit_amounts: readonly PretaxCredit[]
  readonly quantity: number | null
  readonly tax_rates: readonly TaxRate[]
  readonly taxes: readonly LineTax[]
  readonly type: 'invoice_line_item' | 'custom_line_item'
  readonly unit_amount: number | null
  readonly unit_amount_decimal: string | null
}

export type CreditNote = {
  readonly id: string
  readonly object: 'credit_note'
  readonly amount: number
  readonly amount_shipping: 0
  readonly created: number
  readonly currency: string
  readonly customer: string
  readonly customer_account: null
  readonly customer_balance_transaction: string | null
  readonly discount_amount: number
  readonly discount_amounts: readonly DiscountAmount[]
  readonly effective_at: number
  readonly invoice: string
  readonly lines: ListOf<CreditNoteLine>
  readonly livemode: false
  readonly memo: string | null
  readonly metadata: Metadata
  readonly number: string
  readonly out_of_band_amount: number | null
  readonly pdf: string
  /** What went back in one way or another: to the card, to the balance, elsewhere. */
  readonly post_payment_amount: number
  /** By how much less is due. */
  readonly pre_payment_amount: number
  readonly pretax_credit_amounts: readonly PretaxCredit[]
  readonly reason: 'duplicate' | 'fraudulent' | 'order_change' | 'product_unsatisfactory' | null
  readonly refunds: readonly {
    readonly amount_refunded: number
    readonly payment_record_refund: null
    readonly refund: string
    readonly type: 'refund'
  }[]
  readonly shipping_cost: null
  readonly status: 'issued' | 'void'
  readonly subtotal: number
  readonly subtotal_excluding_tax: number
  readonly total: number
  readonly total_excluding_tax: number
  readonly total_taxes: readonly LineTax[]
  readonly type: 'mixed' | 'post_payment' | 'pre_payment'
  readonly voided_at: number | null
}
export type CreditNoteEntry = Entry<CreditNote, undefined>

export const creditNotes: Listing<CreditNote> = {
  prefix: 'cn',
  url: '/v1/credit_notes',
  keeps: (note, params) =>
    (params['customer'] === undefined || text(params, 'customer') === note.customer) &&
    (params['invoice'] === undefined || text(params, 'invoice') === note.invoice),
}

export function findCreditNote(work: Work, id: string): CreditNoteEntry {
  const entry = work.store.get<CreditNoteEntry>(id)
  if (entry === undefined || entry.object.object !== 'credit_note') throw noSuch('credit note', id, 'id')
  return entry
}

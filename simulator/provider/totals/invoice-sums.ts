import { chargeUnit } from '../charge-units.ts'
import { termsAt } from '../discounts/discounts.ts'
import type { Invoice, LineItem, LineTax } from '../invoice-objects.ts'
import type { TaxRate } from '../taxes/tax-rates.ts'
import type { Work } from '../work.ts'
import { sumsOf, type GrossLine, type Rounding, type Taxed } from './totals.ts'

/** Tax rates that lines have for themselves, by the line's id. */
export type OwnRates = Readonly<Record<string, readonly TaxRate[]>>
export const noOwnRates: OwnRates = Object.freeze({})

const sum = (lines: readonly LineItem[]): number => lines.reduce((total, line) => total + line.amount, 0)

/** A tax as lines and totals show it. @source SN `InvoiceLineItem.Tax` */
export const shownTax = (tax: Taxed): LineTax => ({
  amount: tax.amount,
  tax_behavior: tax.inclusive ? 'inclusive' : 'exclusive',
  tax_rate_details: { tax_rate: tax.rate },
  taxability_reason: 'not_available',
  taxable_amount: tax.taxable,
  type: 'tax_rate_details',
})

/** How the account rounds in a currency. */
export const roundingOf = (work: Work, currency: string): Rounding => ({
  currency,
  chargeUnit: chargeUnit(work, currency),
  taxRounding: work.settings.taxRounding,
})

/** Lines and nothing else, as most invoices are. */
export const isPlain = (invoice: Invoice, rates: OwnRates): boolean =>
  rates === noOwnRates &&
  invoice.discounts.length === 0 &&
  invoice.default_tax_rates.length === 0 &&
  invoice.lines.data.every((line) => line.discounts.length === 0)

/**
 * A draft with its sums: of its lines as they are, its discounts and its tax rates.
 * Nothing is due yet of what the customer's balance will take up.
 */
export function withSums(work: Work, invoice: Invoice, rates: OwnRates): Invoice {
  if (isPlain(invoice, rates)) {
    const total = sum(invoice.lines.data)
    const due = Math.max(0, total)
    return {
      ...invoice,
      amount_due: due,
      amount_remaining: due,
      subtotal: total,
      subtotal_excluding_tax: total,
      total,
      total_discount_amounts: [],
      total_excluding_tax: total,
      total_pretax_credit_amounts: [],
      total_taxes: [],
    }
  }
  const gross = invoice.lines.data.map((line): GrossLine => ({
    amount: line.amount,
    discountable: line.discountable,
    product: line.pricing?.price_details.product,
    discounts: termsAt(work, line.discounts),
    rates: rates[line.id] ?? [],
  }))
  const sums = sumsOf(gross, termsAt(work, invoice.discounts), invoice.default_tax_rates, roundingOf(work, invoice.currency))
  const due = Math.max(0, sums.total)
  const data = invoice.lines.data.map((line, index): LineItem => {
    const { takenOff, taxes } = sums.lines[index]!
    return {
      ...line,
      discount_amounts: takenOff,
      pretax_credit_amounts: takenOff.map(({ amount, discount }) => ({ amount, discount, type: 'discount' as const })),
      taxes: taxes.map(shownTax),
    }
  })
  return {
    ...invoice,
    amount_due: due,
    amount_remaining: due,
    lines: { ...invoice.lines, data },
    subtotal: sums.subtotal,
    subtotal_excluding_tax: sums.subtotalExcludingTax,
    total: sums.total,
    total_discount_amounts: sums.takenOff,
    total_excluding_tax: sums.totalExcludingTax,
    total_pretax_credit_amounts: sums.takenOff.map(({ amount, discount }) => ({ amount, discount, type: 'discount' as const })),
    total_taxes: sums.taxes.map(shownTax),
  }
}

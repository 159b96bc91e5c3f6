import type { CreditNoteRow, InvoiceLine, InvoiceRow } from '#machines'
import { rational, rounded } from './rational.ts'

const taxIn = (lines: readonly InvoiceLine[]): number =>
  lines.reduce((sum, { taxInside, taxOnTop }) => sum + (taxInside ?? 0) + (taxOnTop ?? 0), 0)

/**
 * What is owed to the tax office for an invoice, by its row and the notes about it: of an offer, or of what nobody pays, nothing; of a
 * debt all; of what was paid as much as was kept, less what notes took. Once all of it is gone, so is the tax.
 */
export function taxOwed(invoice: InvoiceRow, credits: readonly CreditNoteRow[]): number {
  const { status, lines, total } = invoice
  const tax = taxIn(lines)
  if (status === 'open') return tax
  if (status !== 'paid' && status !== 'charged back') return 0
  const notes = credits.filter((note) => note.invoice === invoice.id)
  const kept = Math.max(0, invoice.paid + (invoice.credited ?? 0) - (invoice.restored ?? 0) - invoice.refunded - (invoice.disputed ?? 0))
  const noted = notes.reduce((sum, { amount }) => sum + amount, 0)
  if (total > 0 && kept <= noted && lines.every(({ amount }) => amount >= 0)) return 0
  return (total === 0 ? tax : partOf(tax, kept, total)) - notes.reduce((sum, note) => sum + (note.tax ?? 0), 0)
}

function partOf(tax: number, part: number, whole: number): number {
  const size = rounded(rational(BigInt(Math.abs(tax)) * BigInt(part), whole))
  return tax < 0 && size > 0 ? -size : size
}

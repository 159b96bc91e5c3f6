import type { Instant, InvoiceLine, InvoiceRow } from '#machines'

/** Did an invoice begin a new period on another interval? One within a trial moved nothing; none of an add-on is none of it in the new period. */
export const isSwitch = (invoice: InvoiceRow): boolean =>
  invoice.reason === 'interval' &&
  (invoice.status === 'paid' || invoice.status === 'charged back') &&
  invoice.lines.some((line) => line.amount > 0 || line.quantity === 0)

/** Until when what an invoice's line says is in force: to its end, or until a switch that was paid begins another period. */
export function endOf(line: InvoiceLine, of: InvoiceRow, invoices: readonly InvoiceRow[]): Instant {
  let end = line.to
  let isLater = false
  for (const invoice of invoices) {
    if (invoice === of) isLater = true
    if (invoice.reason !== 'interval' || invoice === of || !isSwitch(invoice)) continue
    for (const { item, from, amount } of invoice.lines)
      if (amount > 0 && item === line.item && from < end && (from > line.from || (from === line.from && isLater))) end = from
  }
  return end
}

import type { Instant, InvoiceLine, InvoiceRow, Who } from '#machines'
import type { TruthRefund } from '../provider/provider.ts'
import { captured, kept } from './captured.ts'
import { cameByBank } from './out-of-band.ts'
import type { Scene } from './scene.ts'
import { endOf } from './switches.ts'

/** Where the time that a line sells ends: at its own end, where a credit note took the rest of it back, or where a switch began another period. */
export function soldUntil({ view }: Scene, invoice: InvoiceRow, line: InvoiceLine): Instant {
  let until = endOf(line, invoice, view.invoices ?? [])
  for (const note of view.credits ?? []) if (note.invoice === invoice.id && note.level === undefined && note.from < until) until = note.from
  return until
}

export const covers = (scene: Scene, invoice: InvoiceRow, line: InvoiceLine, at: Instant): boolean =>
  line.from <= at && at < line.to && line.amount >= 0 && at < soldUntil(scene, invoice, line)

/** Booked as paid, and the provider has the money for it, or an operator says that the bank has. A full refund takes the cover back where policy says so. */
export function isSettled(scene: Scene, invoice: InvoiceRow): boolean {
  if (invoice.status !== 'paid') return false
  if (scene.policy.fullRefund === 'cancel' && invoice.paid > 0 && invoice.refunded >= invoice.paid) return false
  const due = invoice.total - (invoice.credited ?? 0)
  return due <= 0 || captured(scene.truth.charges, invoice) >= due || cameByBank(scene, invoice) >= due
}

/** What settled an invoice and was not given back, in minor units: the provider's money, the bank's, and credit. */
export const settledFor = (scene: Scene, invoice: InvoiceRow, refunds: readonly TruthRefund[] = scene.truth.refunds): number =>
  kept(scene.truth.charges, refunds, invoice) + cameByBank(scene, invoice) + (invoice.credited ?? 0)

/** The end of the last time that a customer has settled; undefined when nothing ever was. */
export function settledUntil(scene: Scene, who: Who): Instant | undefined {
  let until: Instant | undefined
  for (const invoice of scene.view.invoices ?? []) {
    if (invoice.who !== who || invoice.status !== 'paid') continue
    for (const line of invoice.lines)
      if (line.amount >= 0 && (until === undefined || line.to > until) && isSettled(scene, invoice)) {
        const end = soldUntil(scene, invoice, line)
        if (until === undefined || end > until) until = end
      }
  }
  return until
}

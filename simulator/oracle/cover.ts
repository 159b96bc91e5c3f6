import type { Instant, InvoiceLine, InvoiceRow, Who } from '#machines'
import { later } from '#machines'
import type { ProviderBooks } from '../provider/provider.ts'
import { captured, kept, paysFor } from './captured.ts'
import { heardWithin, isKnownLost, lossesOf } from './disputes.ts'
import { cameByBank } from './out-of-band.ts'
import type { Scene } from './scene.ts'
import { isCycle } from './standing.ts'
import { endOf, isSwitch } from './switches.ts'

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
  if (invoice.status !== 'paid' || isKnownLost(scene, invoice)) return false
  if (isTakenBack(scene, invoice)) return false
  return wasPaid(scene, invoice)
}

function wasPaid(scene: Scene, invoice: InvoiceRow): boolean {
  const due = invoice.total - (invoice.credited ?? 0)
  if (due <= 0) return true
  // For most the provider's money is all there is, and the ledger need not be gone through.
  const came = captured(scene.truth.charges, invoice)
  return came >= due || came + cameByBank(scene, invoice) >= due
}

/** By policy the time goes with the money that a period began with; not with that for a step up within it. */
const isTakenBack = ({ policy }: Scene, invoice: InvoiceRow): boolean =>
  policy.fullRefund === 'cancel' && (isCycle(invoice.reason) || isSwitch(invoice)) && isAllBack(invoice)

/** Was it taken back at or after an instant, or so shortly before that the system may have heard of it later? */
export function takenBackSince(scene: Scene, invoice: InvoiceRow, instant: Instant): boolean {
  if (!isTakenBack(scene, invoice) || !wasPaid(scene, invoice)) return false
  const { charges, commands, refunds } = scene.truth
  // Credit goes back with the command.
  return (
    refunds.some(
      ({ charge, at }) => later(at, heardWithin) >= instant && charges.some((each) => each.id === charge && paysFor(each, invoice)),
    ) ||
    commands.some(({ who, command, sentAt }) => who === invoice.who && command.do === 'refund' && later(sentAt, heardWithin) >= instant)
  )
}

/** Money went back, or credit did, and nothing of either is left. */
function isAllBack(row: InvoiceRow): boolean {
  const { paid, refunded } = row
  const credited: number = row.credited ?? 0
  const restored: number = row.restored ?? 0
  return refunded + restored > 0 && refunded >= paid + Math.min(0, credited) && restored >= credited
}

export type GoneBack = Pick<ProviderBooks, 'refunds' | 'disputes'>

/**
 * What settled an invoice and did not go back, in minor units: the provider's money, what came by the bank, and credit; no more
 * than was due.
 * @param back what went back that counts; all of it when nothing is said
 */
export const settledFor = (scene: Scene, invoice: InvoiceRow, { refunds, disputes }: GoneBack = scene.truth): number =>
  kept(scene.truth.charges, refunds, disputes, invoice) +
  cameByBank(scene, invoice) +
  (invoice.credited ?? 0) -
  (invoice.restored ?? 0) -
  (invoice.over ?? 0)

/** It is settled, or was before a bank took the money back, whatever that has said since, or until its time was over. */
const wasSettled = (scene: Scene, invoice: InvoiceRow, until: Instant): boolean =>
  isSettled(scene, invoice) || lossesOf(scene, invoice).length > 0 || takenBackSince(scene, invoice, until)

/** The end of the last time that a customer has settled; undefined when nothing ever was. What was lost since was settled once. */
export function settledUntil(scene: Scene, who: Who): Instant | undefined {
  let until: Instant | undefined
  for (const invoice of scene.view.invoices ?? []) {
    if (invoice.who !== who || (invoice.status !== 'paid' && invoice.status !== 'charged back')) continue
    for (const line of invoice.lines)
      if (line.amount >= 0 && (until === undefined || line.to > until) && wasSettled(scene, invoice, line.to)) {
        const end = soldUntil(scene, invoice, line)
        if (until === undefined || end > until) until = end
      }
  }
  return until
}

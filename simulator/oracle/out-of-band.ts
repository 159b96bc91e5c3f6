import type { Instant, InvoiceRow } from '#machines'
import type { CommandTruth, Scene } from './scene.ts'

/** The operator's word that an invoice was paid at the bank, while it could be given; the earliest. It may have counted without an answer. */
function markedPaid({ truth }: Scene, invoice: InvoiceRow): CommandTruth | undefined {
  for (const asked of truth.commands) {
    if (asked.command.do !== 'mark paid' || asked.who !== invoice.who || asked.reply?.kind === 'refused') continue
    if (asked.repliedAt !== undefined && asked.repliedAt < invoice.issuedAt) continue
    if (invoice.lines.some((line) => asked.sentAt < line.to)) return asked
  }
  return undefined
}

/**
 * What came for an invoice by another way than the provider, in minor units: as far as the books say so, and nothing where no
 * operator's word explains it.
 */
export function cameByBank(scene: Scene, invoice: InvoiceRow): number {
  if (invoice.status !== 'paid') return 0
  let sum = 0
  for (const row of scene.view.ledger ?? []) if (row.account === 'bank' && row.cause === invoice.id) sum += row.amount
  return sum === 0 || markedPaid(scene, invoice) === undefined ? 0 : sum
}

/** Since when it may have been there; undefined when none came. */
export const cameByBankAt = (scene: Scene, invoice: InvoiceRow): Instant | undefined =>
  cameByBank(scene, invoice) > 0 ? markedPaid(scene, invoice)?.sentAt : undefined

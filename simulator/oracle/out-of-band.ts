import type { Instant, InvoiceRow } from '#machines'
import type { CommandTruth, Scene } from './scene.ts'

/** The operator's words that something of an invoice came at the bank, while they could be given. They may have counted without an answer. */
function markedPaid({ truth }: Scene, invoice: InvoiceRow): readonly CommandTruth[] {
  return truth.commands.filter(
    ({ command, who, reply, repliedAt, sentAt }) =>
      command.do === 'mark paid' &&
      who === invoice.who &&
      reply?.kind !== 'refused' &&
      (repliedAt === undefined || repliedAt >= invoice.issuedAt) &&
      invoice.lines.some((line) => sentAt < line.to),
  )
}

const amountOf = ({ command }: CommandTruth): number => (command.do === 'mark paid' ? (command.amount ?? Infinity) : 0)

/**
 * What came for an invoice by another way than the provider, in minor units: as far as the books say so, and no more than operators'
 * words explain.
 */
export function cameByBank(scene: Scene, invoice: InvoiceRow): number {
  let sum = 0
  for (const row of scene.view.ledger ?? []) if (row.account === 'bank' && row.cause === invoice.id) sum += row.amount
  if (sum === 0) return 0
  let told = 0
  for (const asked of markedPaid(scene, invoice)) told += amountOf(asked)
  return Math.min(sum, told)
}

/** Since when all of it may have been there; undefined when none came. */
export function cameByBankAt(scene: Scene, invoice: InvoiceRow): Instant | undefined {
  const came = cameByBank(scene, invoice)
  if (came === 0 || invoice.status !== 'paid') return undefined
  let told = 0
  for (const asked of markedPaid(scene, invoice)) {
    told += amountOf(asked)
    if (told >= came) return asked.sentAt
  }
  return undefined
}

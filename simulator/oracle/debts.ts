import type { Instant, InvoiceRow, Who } from '#machines'
import { paysFor } from './captured.ts'
import type { Scene } from './scene.ts'

/** Had the customer asked by then to pay what was given up? A request without an answer may have counted. */
export function asksToPayDebt({ truth }: Scene, who: Who, by: Instant): boolean {
  for (const each of truth.commands)
    if (each.who === who && each.command.do === 'pay debt' && each.sentAt <= by && each.reply?.kind !== 'refused') return true
  return false
}

/** May the invoice have been paid after it was given up? Its money came after the customer had asked for that. */
export const mayBeOldDebt = (scene: Scene, invoice: InvoiceRow): boolean =>
  scene.truth.charges.some(
    (charge) => charge.outcome === 'succeeded' && paysFor(charge, invoice) && asksToPayDebt(scene, invoice.who, charge.at),
  )

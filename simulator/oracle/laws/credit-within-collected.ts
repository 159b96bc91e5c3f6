import type { InvoiceLine, InvoiceRow } from '#machines'
import { isoDate } from '#machines'
import { returned } from '../captured.ts'
import { isSettled, takenBackSince } from '../cover.ts'
import { lostSince, takenOf } from '../disputes.ts'
import type { Invariant, Scene, Witness } from '../scene.ts'
import { about, inMoney, witness } from '../witness.ts'

/** Nobody gets back more than came in: of a charge by refunds, of a span of time by credit. */
export const creditWithinCollected: Invariant = {
  code: 'BS106',
  name: 'credit within what was collected',
  when: 'quiet',
  stance: 'policy',
  rests: 'law',
  needs: ['invoices'],
  applies: (scene) => scene.truth.refunds.length + credits(scene).length,
  violations(scene) {
    const found: Witness[] = []
    const { charges, refunds, disputes } = scene.truth
    const money = (amount: number): string => inMoney(scene.policy, amount)
    if (refunds.length > 0)
      for (const charge of charges) {
        const back = returned(refunds, charge) + takenOf(disputes, charge)
        if (back > (charge.outcome === 'succeeded' ? charge.amount : 0))
          found.push(
            witness(
              'refund',
              charge.owner,
              [about('charge', charge.id)],
              `${charge.owner} got ${money(back)} back of ${money(charge.amount)} in ${charge.id}`,
            ),
          )
      }
    for (const invoice of credits(scene))
      for (const line of invoice.lines) {
        if (line.amount >= 0) continue
        const collected = collectedFor(scene, invoice, line)
        const credit: number = 0 - line.amount
        if (credit > collected)
          found.push(
            witness(
              'span',
              invoice.who,
              [about('invoice', invoice.id)],
              `${invoice.who} gets ${money(credit)} of credit for ${isoDate(line.from)} to ${isoDate(line.to)}; ${money(collected)} was collected`,
            ),
          )
      }
    return found
  },
}

const credits = (scene: Scene): readonly InvoiceRow[] =>
  (scene.view.invoices ?? []).filter((row) => row.status !== 'void' && row.status !== 'quote' && row.lines.some((line) => line.amount < 0))

/** All else that was settled for time that touches the span: an upper bound, and a sound one. */
function collectedFor(scene: Scene, own: InvoiceRow, { item, from, to }: InvoiceLine): number {
  let sum = 0
  for (const invoice of scene.view.invoices ?? []) {
    // What was lost or went back since had been collected then.
    const { issuedAt } = own
    if (
      invoice === own ||
      (!isSettled(scene, invoice) && !lostSince(scene, invoice, issuedAt) && !takenBackSince(scene, invoice, issuedAt))
    )
      continue
    for (const line of invoice.lines) if (line.item === item && line.amount > 0 && line.from < to && from < line.to) sum += line.amount
  }
  return sum
}

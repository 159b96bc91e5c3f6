import type { InvoiceRow } from '#machines'
import { paysFor } from '../captured.ts'
import type { Invariant, Scene, Witness } from '../scene.ts'
import { about, inMoney, witness } from '../witness.ts'

/** What credit paid for an invoice goes back as credit, before any money does. */
export const creditGoesBackFirst: Invariant = {
  code: 'BS115',
  name: 'credit goes back before money',
  when: 'quiet',
  stance: 'policy',
  rests: 'law',
  needs: ['invoices', 'credits'],
  applies(scene) {
    let count = 0
    for (const row of scene.view.invoices ?? []) if (isMixed(scene, row)) count++
    return count
  },
  violations: (scene) =>
    (scene.view.invoices ?? []).flatMap((row): readonly Witness[] => {
      if (!isMixed(scene, row)) return []
      const { who, id, credited = 0, restored = 0, refunded } = row
      let noted = 0
      for (const note of scene.view.credits ?? []) if (note.invoice === id) noted += note.amount
      const left = credited - restored - noted
      if (left <= 0) return []
      const money = (amount: number): string => inMoney(scene.policy, amount)
      const says = `${who} got ${money(refunded)} of money back for ${id}, of which ${money(left)} had been paid by credit`
      return [witness('money first', who, [about('invoice', id)], says)]
    }),
}

/** Paid by credit and by money, of which some went back by the system's doing. */
const isMixed = (scene: Scene, row: InvoiceRow): boolean =>
  (row.credited ?? 0) > 0 && row.refunded > 0 && row.refunded > givenAtDashboard(scene, row)

/** A person at the provider's pages gives money, and knows of no credit; no system ever asks without a key. */
function givenAtDashboard({ truth: { charges, refunds } }: Scene, row: InvoiceRow): number {
  let sum = 0
  for (const { key, charge, amount, status } of refunds)
    if (key === undefined && status === 'succeeded' && charges.some((each) => each.id === charge && paysFor(each, row))) sum += amount
  return sum
}

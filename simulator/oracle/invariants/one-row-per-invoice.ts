import { ofTheProvider } from '../of-the-provider.ts'
import type { Invariant, Witness } from '../scene.ts'
import { about, inMoney, witness } from '../witness.ts'

/** A provider's invoice is one row, or its money is counted as often as there are rows. */
export const oneRowPerInvoice: Invariant = {
  code: 'BS002',
  name: 'one row per invoice',
  when: 'every commit',
  stance: 'universal',
  notFor: ofTheProvider,
  rests: 'truth',
  needs: ['invoices'],
  applies(scene) {
    let count = 0
    for (const row of scene.view.invoices ?? []) if (row.provider !== undefined) count++
    return count
  },
  violations(scene) {
    const found: Witness[] = []
    const rows = scene.view.invoices ?? []
    for (let i = 1; i < rows.length; i++) {
      const row = rows[i]!
      if (row.provider === undefined) continue
      for (let j = 0; j < i; j++) {
        const first = rows[j]!
        if (first.provider !== row.provider) continue
        const booked = inMoney(scene.policy, first.total + row.total)
        found.push(
          witness(
            'twice',
            row.who,
            [about('invoice', row.id), about('invoice', first.id)],
            `${row.who} was invoiced twice by ${row.provider}: booked ${booked}, due ${inMoney(scene.policy, row.total)}`,
          ),
        )
        break
      }
    }
    return found
  },
}

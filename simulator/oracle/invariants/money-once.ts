import type { InvoiceRow } from '#machines'
import { captured } from '../captured.ts'
import { cameByBank } from '../out-of-band.ts'
import type { Invariant, Scene, Witness } from '../scene.ts'
import { about, inMoney, witness } from '../witness.ts'

/** Money is booked once per paid invoice, and never more of it than the provider took. */
export const moneyOnce: Invariant = {
  code: 'BS006',
  name: 'money is booked once',
  when: 'quiet',
  stance: 'universal',
  rests: 'truth',
  needs: ['invoices'],
  applies: (scene) => paidRows(scene).length,
  violations(scene) {
    const found: Witness[] = []
    const rows = paidRows(scene)
    const { charges } = scene.truth
    for (const row of rows) {
      const same = rows.filter((other) => other === row || isSame(other, row))
      // Told once, at the first of them.
      if (same[0] !== row) continue
      let booked = 0
      for (const each of same) booked += each.paid
      const taken = captured(charges, row) + cameByBank(scene, row)
      if (booked <= taken) continue
      const clause = same.length > 1 ? 'twice' : taken === 0 ? 'never taken' : 'too much'
      found.push(
        witness(
          clause,
          row.who,
          same.map((each) => about('invoice', each.id)),
          `${row.who}'s ${row.provider ?? row.id}: booked ${inMoney(scene.policy, booked)}, the provider took ${inMoney(scene.policy, taken)}`,
        ),
      )
    }
    return found
  },
}

/** Rows that say money came and that can be traced to the provider. */
function paidRows(scene: Scene): readonly InvoiceRow[] {
  return (scene.view.invoices ?? []).filter((row) => row.paid > 0 && (scene.authority === 'ours' || row.provider !== undefined))
}

const isSame = (a: InvoiceRow, b: InvoiceRow): boolean => a.id === b.id || (a.provider !== undefined && a.provider === b.provider)

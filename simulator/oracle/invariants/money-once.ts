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
    for (let place = 0; place < rows.length; place++) {
      const row = rows[place]!
      // Told once, at the first of them.
      if (rows.findIndex((other) => isSame(other, row)) < place) continue
      let booked = 0
      for (const each of rows) if (isSame(each, row)) booked += each.paid
      const taken = captured(charges, row) + cameByBank(scene, row)
      if (booked <= taken) continue
      const same = rows.filter((other) => isSame(other, row))
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

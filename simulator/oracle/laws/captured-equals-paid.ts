import type { InvoiceRow } from '#machines'
import { captured, kept, paysFor } from '../captured.ts'
import { takenOf } from '../disputes.ts'
import { cameByBank } from '../out-of-band.ts'
import type { Invariant, Scene, Witness } from '../scene.ts'
import { uninformed } from '../waiting.ts'
import { about, inMoney, witness } from '../witness.ts'

/** Of each invoice: what the provider took and kept is what is booked as paid and not refunded. */
export const capturedEqualsPaid: Invariant = {
  code: 'BS102',
  name: 'captured equals paid',
  when: 'quiet',
  stance: 'universal',
  rests: 'law',
  needs: ['invoices'],
  applies: (scene) => (scene.view.invoices ?? []).filter((row) => isTraceable(scene, row)).length,
  violations(scene) {
    const found: Witness[] = []
    const { charges, refunds, disputes } = scene.truth
    const rows = (scene.view.invoices ?? []).filter((row) => isTraceable(scene, row))
    const money = (amount: number): string => inMoney(scene.policy, amount)
    const waits = scene.at === 'end' ? uninformed(scene) : undefined
    for (const row of rows) {
      const taken = captured(charges, row)
      const atBank = cameByBank(scene, row)
      if (row.paid > taken + atBank)
        found.push(
          witness(
            'more than taken',
            row.who,
            [about('invoice', row.id)],
            `${row.who}'s ${row.id}: ${money(row.paid)} booked, ${money(taken)} taken`,
          ),
        )
      if (waits === undefined || waits.has(row.who)) continue
      // Who copies invoices need not copy refunds.
      const booked = scene.authority === 'ours' ? row.paid + (row.over ?? 0) - atBank - row.refunded - (row.disputed ?? 0) : row.paid
      const net = scene.authority === 'ours' ? kept(charges, refunds, disputes, row) : taken
      if (row.paid <= taken + atBank && booked !== net)
        found.push(
          witness(
            'net',
            row.who,
            [about('invoice', row.id)],
            `${row.who}'s ${row.id}: ${money(booked)} booked as kept, ${money(net)} kept at the provider${atBank === 0 ? '' : ` beside ${money(atBank)} at the bank`}`,
          ),
        )
    }
    if (waits === undefined || scene.authority !== 'ours') return found
    for (const charge of charges) {
      if (charge.outcome !== 'succeeded' || waits.has(charge.owner) || rows.some((row) => paysFor(charge, row))) continue
      const back = refunds.some((refund) => refund.charge === charge.id && refund.status === 'succeeded')
      // What its bank has of it went back another way.
      if (!back && takenOf(disputes, charge) < charge.amount)
        found.push(
          witness(
            'for nothing',
            charge.owner,
            [about('charge', charge.id)],
            `${charge.owner} paid ${money(charge.amount)} in ${charge.id} for no invoice`,
          ),
        )
    }
    return found
  },
}

const isTraceable = (scene: Scene, row: InvoiceRow): boolean => scene.authority === 'ours' || row.provider !== undefined

import { invoiceNamedIn, kept, returned } from '../captured.ts'
import { takenOf } from '../disputes.ts'
import type { TruthCharge } from '../../provider/provider.ts'
import type { Invariant, Scene, Witness } from '../scene.ts'
import { about, inMoney, witness } from '../witness.ts'

/** For one item, period and reason money is taken at most once, refunded charges aside. */
export const chargedOnce: Invariant = {
  code: 'BS107',
  name: 'charged once',
  when: 'quiet',
  stance: 'universal',
  rests: 'law',
  needs: [],
  applies: (scene) => scene.truth.charges.filter((charge) => charge.outcome === 'succeeded' && causeOf(charge) !== undefined).length,
  violations(scene) {
    const found: Witness[] = []
    const { charges, refunds, disputes } = scene.truth
    const first = new Map<string, TruthCharge>()
    for (const charge of charges) {
      if (charge.outcome !== 'succeeded') continue
      const cause = causeOf(charge)
      if (cause === undefined || returned(refunds, charge) + takenOf(disputes, charge) >= charge.amount) continue
      const before = first.get(cause)
      if (before === undefined) first.set(cause, charge)
      else if (arePartsOfOne(scene, before, charge)) continue
      else
        found.push(
          witness(
            charge.metadata['reason'] ?? 'invoice',
            charge.owner,
            [about('charge', charge.id), about('charge', before.id)],
            `${charge.owner} was charged twice for ${wordsFor(charge)}: ${inMoney(scene.policy, before.amount)} and ${inMoney(scene.policy, charge.amount)}`,
          ),
        )
    }
    return found
  },
}

/** One invoice may be paid in parts, as long as they come to no more than it asks for. */
function arePartsOfOne({ truth, view }: Scene, one: TruthCharge, other: TruthCharge): boolean {
  const invoice = invoiceNamedIn(one)
  const row = invoice === undefined || invoice !== invoiceNamedIn(other) ? undefined : view.invoices?.find(({ id }) => id === invoice)
  return row !== undefined && kept(truth.charges, truth.refunds, truth.disputes, row) <= row.total - (row.credited ?? 0)
}

/** A period is begun once; steps up within it are as many as there are invoices for them. */
function causeOf(charge: TruthCharge): string | undefined {
  const { item, period, reason } = charge.metadata
  if (item !== undefined && period !== undefined && (reason === 'signup' || reason === 'renewal')) return `${item} ${period}`
  return invoiceNamedIn(charge) ?? charge.invoice
}

function wordsFor(charge: TruthCharge): string {
  const { item, period, reason } = charge.metadata
  return item !== undefined && period !== undefined
    ? `the ${reason ?? 'charge'} of ${item} from ${period}`
    : (invoiceNamedIn(charge) ?? charge.invoice ?? charge.id)
}

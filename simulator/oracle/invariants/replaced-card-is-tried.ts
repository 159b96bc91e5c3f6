import type { InvoiceRow } from '#machines'
import { days, isoDate, later } from '#machines'
import type { TruthCardUpdate } from '../../provider/provider.ts'
import { paysFor } from '../captured.ts'
import type { Invariant, Scene, Witness } from '../scene.ts'
import { uninformed } from '../waiting.ts'
import { about, witness } from '../witness.ts'

/** An open invoice that waits for another card is tried with the one that the network brings. */
export const replacedCardIsTried: Invariant = {
  code: 'BS082',
  name: 'a replaced card is tried',
  when: 'quiet',
  stance: 'policy',
  rests: 'truth',
  needs: ['invoices'],
  applies: (scene) => scene.truth.cardUpdates.length,
  violations(scene) {
    const found: Witness[] = []
    const { cardUpdates } = scene.truth
    if (cardUpdates.length === 0) return found
    const waits = uninformed(scene)
    for (const update of cardUpdates) {
      if (waits.has(update.owner) || later(update.at, allowance) >= scene.now) continue
      for (const invoice of scene.view.invoices ?? [])
        if (invoice.who === update.owner && invoice.status === 'open' && isForgotten(scene, update, invoice))
          found.push(
            witness(
              'untried',
              update.owner,
              [about('invoice', invoice.id)],
              `${update.owner}'s card was replaced on ${isoDate(update.at)}, and ${invoice.id} still waits for another one`,
            ),
          )
    }
    return found
  },
}

/** Whoever is not told asks every day, and has the rest of a day to try. */
const allowance = days(3)

/** Its last try was refused with just that card, before it was replaced; and the customer has brought no other since. */
function isForgotten({ truth }: Scene, { method, at, owner }: TruthCardUpdate, invoice: InvoiceRow): boolean {
  const last = truth.charges.findLast((charge) => paysFor(charge, invoice))
  if (last === undefined || last.outcome !== 'declined' || last.method !== method || last.at >= at) return false
  return !truth.commands.some(({ who, command, sentAt }) => who === owner && command.do === 'update method' && sentAt >= last.at)
}

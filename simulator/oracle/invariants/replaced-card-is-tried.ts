import type { InvoiceRow } from '#machines'
import { days, isoDate, later } from '#machines'
import type { TruthCardUpdate } from '../../provider/provider.ts'
import { paysFor } from '../captured.ts'
import { heardWithin } from '../disputes.ts'
import type { Invariant, Scene, Witness } from '../scene.ts'
import { uninformed } from '../waiting.ts'
import { about, witness } from '../witness.ts'

/**
 * An open invoice that waits for another card is tried with the one that the network brings: it does not go on waiting, and is not
 * given up untried.
 */
export const replacedCardIsTried: Invariant = {
  code: 'BS082',
  name: 'a replaced card is tried',
  when: 'every commit',
  stance: 'policy',
  rests: 'truth',
  needs: ['invoices'],
  applies: (scene) => scene.truth.cardUpdates.length,
  violations(scene) {
    const found: Witness[] = []
    const { cardUpdates } = scene.truth
    if (cardUpdates.length === 0) return found
    const waits = uninformed(scene)
    // Amid a step whoever has just heard of the card may not have tried it yet: then only what was given up is told.
    const clause = scene.at === 'commit' ? 'given up' : 'untried'
    const isTold = scene.at === 'commit' ? isGivenUp : isOpen
    for (const update of cardUpdates) {
      if (waits.has(update.owner) || later(update.at, allowance) >= scene.now) continue
      for (const invoice of scene.view.invoices ?? [])
        if (invoice.who === update.owner && isTold(scene, invoice) && isForgotten(scene, update, invoice))
          found.push(
            witness(
              clause,
              update.owner,
              [about('invoice', invoice.id)],
              `${update.owner}'s card was replaced on ${isoDate(update.at)}, and ${invoice.id} ${clause === 'untried' ? 'still waits for another one' : 'was given up untried'}`,
            ),
          )
    }
    return found
  },
}

const isOpen = (_: Scene, { status }: InvoiceRow): boolean => status === 'open'

/** It was open until this commit, and nobody but policy ended it: nothing was asked for since it was issued, and no bank did anything. */
function isGivenUp({ before, truth, now }: Scene, { id, who, status, issuedAt }: InvoiceRow): boolean {
  if (status !== 'void' && status !== 'uncollectible') return false
  if (before?.invoices?.find((each) => each.id === id)?.status !== 'open') return false
  if (truth.commands.some((each) => each.who === who && each.sentAt >= issuedAt)) return false
  return !truth.disputes.some((each) => each.owner === who && later(each.at, heardWithin) >= now)
}

/** Whoever is not told asks every day, and has the rest of a day to try. */
const allowance = days(3)

/** Its last try was refused with just that card, before it was replaced; nobody has taken it off since, and the customer has brought no other. */
function isForgotten({ truth }: Scene, { method, at, owner }: TruthCardUpdate, invoice: InvoiceRow): boolean {
  const last = truth.charges.findLast((charge) => paysFor(charge, invoice))
  if (last === undefined || last.outcome !== 'declined' || last.method !== method || last.at >= at) return false
  if (truth.detachments.some((each) => each.method === method)) return false
  return !truth.commands.some(({ who, command, sentAt }) => who === owner && command.do === 'update method' && sentAt >= last.at)
}

import type { SubscriptionRow } from '#machines'
import { goneForGood } from '../disputes.ts'
import type { Invariant, Scene, Witness } from '../scene.ts'
import { costOf, rowOf } from '../standing.ts'
import { isSwitch } from '../switches.ts'
import { about, witness } from '../witness.ts'

/** A change that was applied is never undone, unless its money went back: who pays before committing has nothing to undo. */
export const zeroRollbacks: Invariant = {
  code: 'BS021',
  name: 'zero rollbacks',
  when: 'every commit',
  stance: 'policy',
  rests: 'truth',
  needs: ['subscriptions'],
  applies(scene) {
    let count = 0
    for (const row of scene.before?.subscriptions ?? []) if (isBound(scene, row)) count++
    return count
  },
  violations(scene) {
    const found: Witness[] = []
    const rows = scene.before?.subscriptions
    if (rows === undefined) return found
    for (let place = 0; place < rows.length; place++) {
      const was = rows[place]!
      if (!isBound(scene, was)) continue
      const is = rowOf(scene.view.subscriptions, was.id, place)
      if (is === undefined || is === was || (is.plan === was.plan && is.quantity === was.quantity)) continue
      // What takes effect when a debt is settled was scheduled for the period that the debt is for.
      if (is.status !== was.status && is.status !== 'past due') continue
      if (costOf(scene.policy, is.plan, is.quantity) >= costOf(scene.policy, was.plan, was.quantity)) continue
      if (hasReversal(scene, was.id) || isAsked(scene, is) || isSwitched(scene, is)) continue
      found.push(
        witness(
          is.plan === was.plan ? 'quantity' : 'plan',
          was.who,
          [about('subscription', was.id)],
          `${was.who}'s ${was.id} went back from ${was.quantity} × ${was.plan} to ${is.quantity} × ${is.plan} within its period`,
        ),
      )
    }
    return found
  },
}

/** Within a paid period; at its end scheduled changes take place, and a trial binds nobody. */
const isBound = (scene: Scene, row: SubscriptionRow): boolean =>
  (row.status === 'active' || row.status === 'past due') && (row.periodEnd === undefined || scene.now < row.periodEnd)

/** Did somebody want less at once, and get a note just now of what that gives back? One of an earlier step down explains nothing. */
const isAsked = ({ before, view }: Scene, row: SubscriptionRow): boolean =>
  (view.credits ?? []).some(
    ({ id, item, level }) =>
      item === row.id &&
      level?.plan === row.plan &&
      level.quantity === row.quantity &&
      !(before?.credits ?? []).some((known) => known.id === id),
  )

/** A period on another interval was paid for and begins: what it costs is no measure of the one before. */
const isSwitched = ({ view, now }: Scene, { id, plan, quantity }: SubscriptionRow): boolean =>
  (view.invoices ?? []).some(
    (invoice) =>
      invoice.subscription === id &&
      isSwitch(invoice) &&
      invoice.lines.some(
        (line) => line.amount > 0 && line.plan === plan && line.quantity === quantity && line.from <= now && now < line.to,
      ),
  )

function hasReversal(scene: Scene, item: string): boolean {
  for (const back of goneForGood(scene))
    for (const charge of scene.truth.charges) {
      const { reason } = charge.metadata
      if (
        charge.id === back.charge &&
        charge.metadata['item'] === item &&
        (reason === 'upgrade' || reason === 'quantity' || reason === 'interval')
      )
        return true
    }
  return false
}

import type { Instant, Who } from '#machines'
import { isoInstant } from '#machines'
import { returned } from '../captured.ts'
import { deletedAt } from '../deleted.ts'
import { takenOf } from '../disputes.ts'
import type { Invariant, Scene, Witness } from '../scene.ts'
import { uninformed } from '../waiting.ts'
import { about, inMoney, witness } from '../witness.ts'

/** Whoever had their account deleted is charged, mailed and granted nothing more; money that still came goes back. */
export const nothingAfterDeletion: Invariant = {
  code: 'BS071',
  name: 'nothing after deletion',
  when: 'quiet',
  stance: 'policy',
  rests: 'truth',
  needs: ['subscriptions', 'invoices', 'attempts', 'access', 'notices'],
  applies: (scene) => deletions(scene).length,
  violations(scene) {
    const found: Witness[] = []
    for (const { who, at } of deletions(scene)) judge(scene, who, at, found)
    return found
  },
}

function deletions(scene: Scene): readonly { readonly who: Who; readonly at: Instant }[] {
  return scene.truth.commands.flatMap(({ who, command, reply }) => {
    const at = command.do === 'delete account' && reply?.kind === 'accepted' ? deletedAt(scene, who) : undefined
    return at === undefined ? [] : [{ who, at }]
  })
}

function judge(scene: Scene, who: Who, at: Instant, found: Witness[]): void {
  const { view, truth } = scene
  const tell = (clause: string, kind: string, id: string, says: string): void => {
    found.push(witness(clause, who, [about(kind, id)], `${who}'s account was deleted at ${isoInstant(at)}; ${says}`))
  }
  for (const row of view.attempts ?? [])
    if (row.who === who && row.startedAt > at) tell('charged', 'attempt', row.id, `${row.id} was started at ${isoInstant(row.startedAt)}`)
  for (const row of view.notices ?? [])
    if (row.who === who && row.at > at) tell('mailed', 'notice', row.cause, `${row.cause} was told at ${isoInstant(row.at)}`)
  for (const row of view.access ?? [])
    if (row.who === who) tell('granted', 'access', who, `${row.quantity} × ${row.plan} may still be used`)
  if (scene.at !== 'end' || uninformed(scene).has(who)) return
  for (const row of view.invoices ?? [])
    if (row.who === who && (row.status === 'open' || row.status === 'quote'))
      tell('asked', 'invoice', row.id, `${row.id} is still ${row.status}`)
  for (const charge of truth.charges) {
    if (charge.owner !== who || charge.outcome !== 'succeeded' || charge.at <= at) continue
    const left = charge.amount - returned(truth.refunds, charge) - takenOf(truth.disputes, charge)
    if (left > 0) tell('kept', 'charge', charge.id, `${inMoney(scene.policy, left)} that came after it in ${charge.id} was kept`)
  }
}

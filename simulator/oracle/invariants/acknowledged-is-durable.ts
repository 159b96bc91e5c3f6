import { difference, rowFor } from '../agreement.ts'
import type { TruthCharge } from '../../provider/provider.ts'
import type { Invariant, Scene, Truth, Witness } from '../scene.ts'
import { ownerIn, uninformed } from '../waiting.ts'
import { about, inMoney, witness } from '../witness.ts'

/** A webhook that was answered with 2xx is never sent again: what it reported must be in the books at the end. */
export const acknowledgedIsDurable: Invariant = {
  code: 'BS007',
  name: 'acknowledged is durable',
  when: 'end',
  stance: 'universal',
  rests: 'truth',
  needs: ['subscriptions'],
  applies: (scene) => acknowledged(scene.truth).size,
  violations(scene) {
    const found: Witness[] = []
    const { truth, view } = scene
    const objects = acknowledged(truth)
    const waits = uninformed(scene)
    const without = new Set(truth.givenUp.map(ownerIn))
    for (const theirs of truth.subscriptions) {
      if (!objects.has(theirs.id) || waits.has(theirs.owner) || without.has(theirs.owner)) continue
      const differs = difference(theirs, rowFor(view.subscriptions ?? [], theirs))
      if (differs !== undefined)
        found.push(
          witness(
            'acknowledged, lost',
            theirs.owner,
            [about('subscription', theirs.id)],
            `every event about ${theirs.owner}'s ${theirs.id} was acknowledged, yet it ${differs.says}`,
          ),
        )
    }
    if (scene.authority === 'ours' && (view.ledger !== undefined || view.attempts !== undefined))
      for (const charge of truth.charges) {
        if (charge.outcome !== 'succeeded' || waits.has(charge.owner)) continue
        if (!(objects.has(charge.id) || objects.has(charge.intent)) || isRecorded(scene, charge)) continue
        found.push(
          witness(
            'acknowledged, lost',
            charge.owner,
            [about('charge', charge.id)],
            `the success of ${charge.owner}'s ${charge.id} over ${inMoney(scene.policy, charge.amount)} was acknowledged and is booked nowhere`,
          ),
        )
      }
    return found
  },
}

/** Objects of which every event at the door was acknowledged in the end; charges only by their success. */
function acknowledged(truth: Truth): ReadonlySet<string> {
  const answered = new Map<string, { object: string; ok: boolean }>()
  for (const { event, type, object, status } of truth.deliveries) {
    const isMoney = object.startsWith('pi_') || object.startsWith('ch_') || object.startsWith('py_')
    if (isMoney && !type.endsWith('.succeeded')) continue
    const ok = status !== undefined && status >= 200 && status < 300
    const before = answered.get(event)
    if (before === undefined) answered.set(event, { object, ok })
    else if (ok) before.ok = true
  }
  const objects = new Set<string>()
  const open = new Set<string>()
  for (const { object, ok } of answered.values()) (ok ? objects : open).add(object)
  for (const object of open) objects.delete(object)
  return objects
}

function isRecorded(scene: Scene, charge: TruthCharge): boolean {
  const { ledger, attempts } = scene.view
  for (const row of ledger ?? []) if (row.account === 'cash' && (row.cause === charge.id || row.cause === charge.intent)) return true
  if (ledger !== undefined) return false
  for (const row of attempts ?? []) if (row.status === 'paid' && (row.provider === charge.intent || row.provider === charge.id)) return true
  return false
}

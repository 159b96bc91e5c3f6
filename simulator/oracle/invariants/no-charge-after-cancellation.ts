import type { Instant } from '#machines'
import { isoInstant } from '#machines'
import { asksToPayDebt } from '../debts.ts'
import type { CommandTruth, Invariant, Scene, Witness } from '../scene.ts'
import { about, inMoney, witness } from '../witness.ts'

/**
 * Whoever left at once is not asked for money any more: no payment for what they left begins after we said yes. One that was on
 * its way by then still comes out, and an old debt may be paid by whoever wants to.
 */
export const noChargeAfterCancellation: Invariant = {
  code: 'BS033',
  name: 'no charge after cancellation',
  when: 'quiet',
  stance: 'policy',
  rests: 'truth',
  needs: ['invoices', 'attempts'],
  applies(scene) {
    let count = 0
    for (const command of scene.truth.commands) if (hasLeft(command)) count++
    return count
  },
  violations(scene) {
    const found: Witness[] = []
    for (const command of scene.truth.commands) if (hasLeft(command)) judge(scene, command, command.repliedAt!, found)
    return found
  },
}

const hasLeft = ({ command, reply, repliedAt }: CommandTruth): boolean =>
  command.do === 'cancel' && command.when === 'now' && reply?.kind === 'accepted' && repliedAt !== undefined

/** @param at when we said yes */
function judge(scene: Scene, { who, sentAt }: CommandTruth, at: Instant, found: Witness[]): void {
  const { invoices = [], attempts = [] } = scene.view
  for (const charge of scene.truth.charges) {
    if (charge.owner !== who || charge.at <= at) continue
    const { item, invoice, attempt } = charge.metadata
    // Whoever comes back begins something new, maybe before they had our answer.
    if (!invoices.some((row) => row.subscription === item && row.issuedAt < sentAt)) continue
    const started = attempts.find(({ id }) => id === attempt)?.startedAt
    if (started !== undefined && (started <= at || asksToPayDebt(scene, who, started))) continue
    found.push(
      witness(
        'charged',
        who,
        [about('charge', charge.id)],
        `${who} left at ${isoInstant(at)}, and was to pay ${inMoney(scene.policy, charge.amount)} for ${invoice ?? item ?? charge.id} at ${isoInstant(charge.at)}`,
      ),
    )
  }
}

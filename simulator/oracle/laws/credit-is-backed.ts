import type { Who } from '#machines'
import type { Invariant, Witness } from '../scene.ts'
import { about, inMoney, witness } from '../witness.ts'

/** A credit balance is what was granted less what was used: never below zero, never more than the money we hold. */
export const creditIsBacked: Invariant = {
  code: 'BS104',
  name: 'credit is backed',
  when: 'quiet',
  stance: 'policy',
  rests: 'law',
  needs: ['ledger'],
  applies: (scene) => (scene.view.ledger ?? []).filter((row) => row.account === 'credit').length,
  violations(scene) {
    const found: Witness[] = []
    const credit = new Map<Who, number>()
    for (const row of scene.view.ledger ?? []) if (row.account === 'credit') credit.set(row.who, (credit.get(row.who) ?? 0) + row.amount)
    for (const [who, balance] of credit) {
      let held = 0
      // What the provider asked for itself was nobody's credit. A refund may have left before its answer came; only at the end must it be known.
      for (const each of scene.truth.balance)
        if (each.owner === who && each.isFee !== true && (scene.at === 'end' || each.amount > 0)) held += each.amount
      const clause = balance < 0 ? 'negative' : balance > held ? 'unbacked' : undefined
      if (clause !== undefined)
        found.push(
          witness(
            clause,
            who,
            [about('customer', who)],
            `${who} has ${inMoney(scene.policy, balance)} of credit; the provider holds ${inMoney(scene.policy, held)} of theirs`,
          ),
        )
    }
    return found
  },
}

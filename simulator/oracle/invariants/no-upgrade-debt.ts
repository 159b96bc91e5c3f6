import type { Invariant, Witness } from '../scene.ts'
import { isCycle } from '../standing.ts'
import { about, inMoney, witness } from '../witness.ts'

/** Nobody ever owes us for a change within a period: it is paid, or it was only an offer. */
export const noUpgradeDebt: Invariant = {
  code: 'BS025',
  name: 'no upgrade debt',
  when: 'every commit',
  stance: 'policy',
  rests: 'truth',
  needs: ['invoices'],
  applies(scene) {
    let count = 0
    for (const row of scene.view.invoices ?? []) if (!isCycle(row.reason)) count++
    return count
  },
  violations(scene) {
    const found: Witness[] = []
    for (const row of scene.view.invoices ?? []) {
      if (isCycle(row.reason) || (row.status !== 'open' && row.status !== 'uncollectible')) continue
      found.push(
        witness(
          row.status,
          row.who,
          [about('invoice', row.id)],
          `${row.who} owes ${inMoney(scene.policy, row.total - row.paid - (row.credited ?? 0))} for the ${row.reason} in ${row.id}, which is ${row.status}`,
        ),
      )
    }
    return found
  },
}

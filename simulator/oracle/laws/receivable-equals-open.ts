import type { Who } from '#machines'
import type { Invariant, Scene, Witness } from '../scene.ts'
import { about, inMoney, witness } from '../witness.ts'

/** What a customer owes us by the ledger is what the open invoices leave unpaid. */
export const receivableEqualsOpen: Invariant = {
  code: 'BS103',
  name: 'receivable equals open invoices',
  when: 'every commit',
  stance: 'policy',
  rests: 'law',
  needs: ['ledger', 'invoices'],
  applies: (scene) => scene.view.invoices?.length ?? 0,
  violations(scene) {
    const found: Witness[] = []
    for (const [who, difference] of differences(scene))
      if (difference.posted !== difference.open)
        found.push(
          witness(
            'receivable',
            who,
            [about('customer', who)],
            `${who} owes ${inMoney(scene.policy, difference.posted)} by the ledger and ${inMoney(scene.policy, difference.open)} by open invoices`,
          ),
        )
    return found
  },
}

function differences(scene: Scene): ReadonlyMap<Who, { posted: number; open: number }> {
  const found = new Map<Who, { posted: number; open: number }>()
  const of = (who: Who): { posted: number; open: number } => {
    const known = found.get(who)
    if (known !== undefined) return known
    const fresh = { posted: 0, open: 0 }
    found.set(who, fresh)
    return fresh
  }
  for (const row of scene.view.ledger ?? []) if (row.account === 'receivable') of(row.who).posted += row.amount
  for (const row of scene.view.invoices ?? []) if (row.status === 'open') of(row.who).open += row.total - row.paid - (row.credited ?? 0)
  return found
}

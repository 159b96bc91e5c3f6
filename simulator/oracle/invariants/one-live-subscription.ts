import type { Invariant, Witness } from '../scene.ts'
import { isLive } from '../standing.ts'
import { about, witness } from '../witness.ts'

/** A customer has one subscription that runs; a second signup finds the first. */
export const oneLiveSubscription: Invariant = {
  code: 'BS032',
  name: 'one live subscription',
  when: 'every commit',
  stance: 'policy',
  rests: 'truth',
  needs: ['subscriptions'],
  applies(scene) {
    let count = 0
    for (const row of scene.view.subscriptions ?? []) if (isLive(row.status)) count++
    return count
  },
  violations(scene) {
    const found: Witness[] = []
    const rows = scene.view.subscriptions ?? []
    for (let i = 1; i < rows.length; i++) {
      const row = rows[i]!
      if (!isLive(row.status)) continue
      for (let j = 0; j < i; j++) {
        const first = rows[j]!
        if (first.who !== row.who || !isLive(first.status)) continue
        found.push(
          witness(
            'twice',
            row.who,
            [about('subscription', row.id), about('subscription', first.id)],
            `${row.who} has two subscriptions at once, ${first.id} on ${first.plan} and ${row.id} on ${row.plan}`,
          ),
        )
        break
      }
    }
    return found
  },
}

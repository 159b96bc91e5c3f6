import { ofTheProvider } from '../of-the-provider.ts'
import type { Invariant, Witness } from '../scene.ts'
import { about, witness } from '../witness.ts'

/** However often and at whatever moment its events arrive, a provider's subscription is one row. */
export const oneRowPerSubscription: Invariant = {
  code: 'BS001',
  name: 'one row per subscription',
  when: 'every commit',
  stance: 'universal',
  notFor: ofTheProvider,
  rests: 'truth',
  needs: ['subscriptions'],
  applies(scene) {
    let count = 0
    for (const row of scene.view.subscriptions ?? []) if (row.provider !== undefined) count++
    return count
  },
  violations(scene) {
    const found: Witness[] = []
    const rows = scene.view.subscriptions ?? []
    for (let i = 1; i < rows.length; i++) {
      const row = rows[i]!
      if (row.provider === undefined) continue
      for (let j = 0; j < i; j++)
        if (rows[j]!.provider === row.provider) {
          found.push(
            witness(
              'twice',
              row.who,
              [about('subscription', row.id), about('subscription', rows[j]!.id)],
              `${row.who}'s subscription ${row.provider} stands in two rows, ${rows[j]!.id} and ${row.id}`,
            ),
          )
          break
        }
    }
    return found
  },
}

import { difference, rowFor } from '../agreement.ts'
import { ofTheProvider } from '../of-the-provider.ts'
import type { Invariant, Witness } from '../scene.ts'
import { uninformed } from '../waiting.ts'
import { about, witness } from '../witness.ts'

/** When nothing is on its way any more, the copy of a subscription equals what the provider has. */
export const agreesWithProvider: Invariant = {
  code: 'BS003',
  name: 'agrees with the provider',
  when: 'quiet',
  stance: 'universal',
  notFor: ofTheProvider,
  rests: 'agreement',
  needs: ['subscriptions'],
  applies(scene) {
    const { subscriptions } = scene.truth
    if (subscriptions.length === 0) return 0
    const waits = uninformed(scene)
    return subscriptions.filter((each) => !waits.has(each.owner)).length
  },
  violations(scene) {
    const found: Witness[] = []
    const { subscriptions } = scene.truth
    const rows = scene.view.subscriptions ?? []
    const waits = uninformed(scene)
    for (const theirs of subscriptions) {
      if (waits.has(theirs.owner)) continue
      const differs = difference(theirs, rowFor(rows, theirs))
      if (differs !== undefined)
        found.push(
          witness(
            differs.clause,
            theirs.owner,
            // What has ended and lives is another wrong outcome than what lags; where webhooks overtake each other it shrinks apart from it.
            [about(differs.clause === 'over' ? 'ended subscription' : 'subscription', theirs.id)],
            `${theirs.owner}'s subscription ${theirs.id} ${differs.says}`,
          ),
        )
    }
    for (const row of rows) {
      if (row.provider === undefined || row.status !== 'active' || waits.has(row.who)) continue
      if (!subscriptions.some((each) => each.id === row.provider))
        found.push(
          witness(
            'unknown',
            row.who,
            [about('subscription', row.id)],
            `${row.who}'s row ${row.id} is active; the provider has no ${row.provider}`,
          ),
        )
    }
    return found
  },
}

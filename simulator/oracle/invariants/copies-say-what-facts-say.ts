import type { Instant, StandingRow } from '#machines'
import { days, later, standingFields } from '#machines'
import type { EditTruth, Invariant, Scene, Witness } from '../scene.ts'
import { about, witness } from '../witness.ts'

/** How long somebody's hand may show in a copy: a daily reconcile, late or struck once or twice, has been there by then. */
const repairedWithin = days(5)

/** What is stored of an account for whoever looks it up is what its facts say; a slip of somebody's hand is found in time. */
export const copiesSayWhatFactsSay: Invariant = {
  code: 'BS052',
  name: 'copies say what the facts say',
  when: 'end',
  stance: 'policy',
  rests: 'truth',
  needs: ['standing', 'subscriptions', 'ledger'],
  applies: (scene) => judged(scene).length,
  violations(scene) {
    const found: Witness[] = []
    for (const row of judged(scene)) {
      const facts = factsOf(scene, row.who)
      for (const field of standingFields)
        if (row[field] !== facts[field] && !isRecent(scene, row.who))
          found.push(
            witness(
              field,
              row.who,
              [about('copy', row.who)],
              `what is stored of ${row.who} says ${field} ${row[field]}; the facts say ${facts[field]}`,
            ),
          )
    }
    return found
  },
}

/** Where the system has yet to look at an account again, a copy may lag. */
const judged = (scene: Scene): readonly StandingRow[] => (scene.view.standing ?? []).filter(({ goodUntil }) => scene.now < goodUntil)

/** A hand was there, and nobody has said since that it was put right. */
const isRecent = ({ truth, view, now }: Scene, who: string): boolean =>
  truth.edits.some(
    (edit) =>
      edit.who === who &&
      now <= later(edit.at, repairedWithin) &&
      view.audit?.some((row) => row.who === who && row.did === 'repaired' && isAfter(row.at, edit)) !== true,
  )

/** Of a repair in the very instant of the edit only what was written tells which came first. */
const isAfter = (repaired: Instant, { at, overwrittenAt }: EditTruth): boolean =>
  repaired > at || (repaired === at && overwrittenAt !== undefined)

/** By the books that the same system shows. */
function factsOf({ view }: Scene, who: string): Omit<StandingRow, 'who' | 'goodUntil'> {
  const subscription = view.subscriptions?.findLast((row) => row.who === who)
  const sum = (account: string): number =>
    (view.ledger ?? []).reduce((total, row) => (row.who === who && row.account === account ? total + row.amount : total), 0)
  return {
    status: subscription?.status ?? 'none',
    plan: subscription?.plan ?? '',
    quantity: subscription?.quantity ?? 0,
    received: (sum('cash') - sum('fees')) as StandingRow['received'],
    owed: sum('receivable') as StandingRow['owed'],
  }
}

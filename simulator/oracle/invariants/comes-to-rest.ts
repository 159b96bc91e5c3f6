import { isoInstant } from '#machines'
import type { Invariant } from '../scene.ts'
import { about, witness } from '../witness.ts'

/** Whatever was begun ends in time once nothing goes wrong any more. */
export const comesToRest: Invariant = {
  code: 'BS009',
  name: 'everything comes to rest',
  when: 'end',
  stance: 'universal',
  rests: 'truth',
  needs: [],
  applies: (scene) => (scene.at === 'end' ? 1 : 0),
  violations: (scene) =>
    scene.overdue.map((owed) =>
      witness(
        owed.kind,
        owed.who,
        [about(owed.kind, owed.subject)],
        `${owed.subject} has waited since ${isoInstant(owed.since)} and should have ended by ${isoInstant(owed.until)}`,
      ),
    ),
}

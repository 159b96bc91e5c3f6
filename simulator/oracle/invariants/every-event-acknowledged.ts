import type { Invariant, Witness } from '../scene.ts'
import { about, witness } from '../witness.ts'

/** Whatever comes to the door is taken in the end: a sender that gives up never sends again. */
export const everyEventAcknowledged: Invariant = {
  code: 'BS008',
  name: 'every event is acknowledged',
  when: 'end',
  stance: 'universal',
  rests: 'truth',
  needs: [],
  applies: (scene) => scene.truth.deliveries.length,
  violations(scene) {
    const found: Witness[] = []
    for (const event of scene.truth.givenUp) {
      const copies = scene.truth.deliveries.filter((each) => each.event === event)
      const last = copies.at(-1)
      // What never came to the door cannot be held against the system.
      if (last === undefined) continue
      const answer = last.status === undefined || last.status === 0 ? 'no answer' : `answer ${last.status}`
      found.push(
        witness(
          'given up',
          last.owner,
          [about(last.type, last.object)],
          `${last.type} of ${last.object} came ${copies.length} times and was never acknowledged; the last copy got ${answer}`,
        ),
      )
    }
    return found
  },
}

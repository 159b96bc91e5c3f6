import type { Invariant, Witness } from '../scene.ts'
import { about, witness } from '../witness.ts'

/** A customer hears of one thing once, however often we heard of it. */
export const oneNoticePerCause: Invariant = {
  code: 'BS030',
  name: 'one notice per cause',
  when: 'every commit',
  stance: 'policy',
  rests: 'truth',
  needs: ['notices'],
  applies: (scene) => scene.view.notices?.length ?? 0,
  violations(scene) {
    const found: Witness[] = []
    const rows = scene.view.notices ?? []
    // Only a list that grew can hold a new repetition.
    if (scene.at === 'commit' && rows.length === scene.before?.notices?.length) return found
    for (let i = 1; i < rows.length; i++) {
      const row = rows[i]!
      for (let j = 0; j < i; j++) {
        const first = rows[j]!
        if (first.kind !== row.kind || first.cause !== row.cause || first.who !== row.who) continue
        found.push(witness(row.kind, row.who, [about('notice', row.cause)], `${row.who} got the ${row.kind} for ${row.cause} twice`))
        break
      }
    }
    return found
  },
}

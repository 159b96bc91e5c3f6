import type { AuditRow } from '#machines'
import type { Invariant, Scene, Witness } from '../scene.ts'
import { about, witness } from '../witness.ts'

/** An account that was computed anew is right: done again on the same facts it finds nothing to change. */
export const recomputeIsIdempotent: Invariant = {
  code: 'BS054',
  name: 'recompute twice is once',
  when: 'end',
  stance: 'policy',
  rests: 'truth',
  needs: ['audit'],
  applies: (scene) => pairs(scene).length,
  violations: (scene) =>
    pairs(scene).flatMap(({ first, second }): readonly Witness[] => {
      const [difference] = second.delta
      if (difference === undefined) return []
      const { field, stored, facts } = difference
      return [
        witness(
          field,
          second.who,
          [about('copy', second.who)],
          `${second.who} was put right by ${first.by}, and looked at again on the same facts ${field} was ${stored} instead of ${facts}`,
        ),
      ]
    }),
}

/** Looks that come right after a repair: nothing new was known by then, no deadline had passed, and nobody's hand was in between. */
function pairs({ view, truth }: Scene): readonly { readonly first: AuditRow; readonly second: AuditRow }[] {
  const found: { first: AuditRow; second: AuditRow }[] = []
  const last = new Map<string, AuditRow>()
  for (const second of view.audit ?? []) {
    const first = last.get(second.who)
    last.set(second.who, second)
    if (first?.did !== 'repaired' || second.knew !== first.knew || second.at >= first.goodUntil) continue
    if (!truth.edits.some(({ who, at }) => who === first.who && first.at <= at && at <= second.at)) found.push({ first, second })
  }
  return found
}

import { type Instant, isoDate } from '#machines'
import type { EffectTruth, Invariant, Witness } from '../../scene.ts'
import { about, witness } from '../../witness.ts'
import { lettered, lettersOf } from './job-kinds.ts'

const figures = ['tried', 'succeeded', 'dead', 'replayed'] as const

/** Asked of every letter, so nothing is read for it. */
const mayReport = ({ kind, detail }: EffectTruth): boolean => kind === 'mail' && detail.includes('health report')

/** Every figure of a report about jobs is what a recount of them comes to. */
export const healthReportAddsUp: Invariant = {
  code: 'BS045',
  name: 'the health report adds up',
  when: 'end',
  stance: 'policy',
  rests: 'law',
  needs: ['dead letters'],
  applies: ({ truth }) => truth.effects.filter(mayReport).length,
  violations(scene) {
    const found: Witness[] = []
    const told = new Set<unknown>()
    for (const effect of scene.truth.effects) {
      if (!mayReport(effect)) continue
      const report = lettered(effect)
      const { kind, key, week } = report
      const { from, to } = (week ?? {}) as Readonly<Record<string, unknown>>
      if (kind !== 'health report' || typeof from !== 'number' || typeof to !== 'number' || told.has(key)) continue
      told.add(key)
      const recount = recounted(scene, from as Instant, to as Instant)
      for (const figure of figures)
        if (report[figure] !== recount[figure]) {
          const says = `the report of the week from ${isoDate(from as Instant)} says ${String(report[figure])} ${figure}; it was ${recount[figure]}`
          found.push(witness(figure, undefined, [about('report', String(key))], says))
        }
    }
    return found
  },
}

/** The judge's own count, moment by moment: a failed try is a try, and so is the one that a job was done with after all. */
function recounted(
  scene: Parameters<Invariant['violations']>[0],
  from: Instant,
  to: Instant,
): Readonly<Record<(typeof figures)[number], number>> {
  const within = (moments: readonly Instant[]): number => moments.filter((at) => at >= from && at < to).length
  const letters = lettersOf(scene)
  const good = within(letters.flatMap(({ state, endedAt }) => (state === 'done' && endedAt !== undefined ? [endedAt] : [])))
  return {
    tried: within(letters.flatMap(({ tries }) => tries.map(({ at }) => at))) + good,
    succeeded: good,
    dead: within(letters.flatMap(({ deaths }) => deaths)),
    replayed: within(letters.flatMap(({ replays }) => replays)),
  }
}

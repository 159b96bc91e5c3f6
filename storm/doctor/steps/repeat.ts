import { guarded } from '#adapters'
import type { Duration } from '#machines'
import type { Finding } from '#reports'
import { scenarios } from '#scenarios'
import { type Capabilities, type RunResult, runAsync, type Workload } from '#simulator'
import { openArena } from '../../arena.ts'
import { twinFor } from '../../world.ts'
import { changedInWords, changedTables } from '../changed.ts'
import { unsure, well, wrong } from '../findings.ts'
import type { Patient } from '../patient.ts'

/** What stands in the database after each reset must be the same. */
export function resetTables({ begins }: Patient): Finding | undefined {
  const [first, ...later] = begins
  for (const each of first === undefined ? [] : later) {
    const changed = changedTables(first!, each)
    if (changed.length > 0)
      return wrong(
        'reset',
        `after a reset it is not as it was at first: ${changedInWords(changed)}`,
        'something writes after the run is over, or when the service starts again',
      )
  }
  return undefined
}

export interface Repeating {
  readonly patient: Patient
  readonly reruns: number
  /** In real time; what was not begun by then is left out. */
  readonly withinMs: number
}

/** A job that comes every few minutes would be most of it. */
const mostTicks = 100

function shortened(workload: Workload, { jobs }: Capabilities): Workload {
  const lasts = Math.min(workload.lasts, ...jobs.map(({ every }) => every * mostTicks)) as Duration
  return { ...workload, lasts, story: workload.story.filter(({ at }) => at <= lasts) }
}

/** Three customers with good cards, of whom one comes back. */
const seed = 4

/**
 * One seed again and again, first in a service that has just been started: equal digests, or which of two things it is. What a
 * start anew mends was left by a run; what it does not is chance of the service's own.
 */
export async function repeat({ patient, reruns, withinMs }: Repeating): Promise<readonly [reset: Finding, seed: Finding]> {
  const arena = await openArena(
    { name: patient.system.name, kind: 'service', create: () => ({ ...patient.system }), installed: () => true },
    scenarios.filter(({ name }) => name === 'cards'),
  )
  const { workload: drawn, source } = arena.draw({ seed, scenario: undefined })
  const workload = shortened(drawn, patient.system.capabilities)
  const { system, blames } = guarded(patient.system, 'others')
  // Nobody judges, so that it goes on to its end whatever is wrong with its billing.
  const run = (): Promise<RunResult> =>
    runAsync({ system, blames, workload, source, invariants: [], makeTwin: twinFor(workload), keepTrace: true })
  const ends = performance.now() + withinMs
  const anew = async (): Promise<RunResult> => {
    await patient.up().stop()
    return run()
  }
  const first = await anew()
  let done = 1
  for (; done < reruns && performance.now() < ends; done++) {
    const next = await run()
    if (next.digest.semantic === first.digest.semantic) continue
    const parts = whereTheyPart(first, next)
    const fresh = await anew()
    return fresh.digest.semantic === first.digest.semantic
      ? [
          wrong(
            'reset',
            `run ${done + 1} of seed ${seed} is not as the first was, and one after a start anew is: ${parts}`,
            'something outlives a reset: what the service keeps in mind (a cache, a counter, a map), or writes elsewhere than in its store',
          ),
          unsure('same seed', 'nobody can say before the reset is clean'),
        ]
      : [
          tablesWell(patient),
          wrong(
            'same seed',
            `two runs of seed ${seed} are not the same, and one after a start anew is a third: ${parts}`,
            'it draws by chance, or asks a clock that is not the world’s, and lets others see what came of that',
          ),
        ]
  }
  const leaks = resetTables(patient)
  const state = first.verdict === 'undecided' ? `; undecided, since ${first.why}` : ''
  const same = `${done} runs of seed ${seed}, the first of them after a start anew: one digest, ${first.digest.semantic}`
  return [
    leaks ?? tablesWell(patient),
    first.verdict === 'undecided'
      ? wrong('same seed', `${same}${state}`)
      : done < reruns
        ? unsure('same seed', `${same}; there was no time for all ${reruns}`)
        : well('same seed', same),
  ]
}

const tablesWell = (patient: Patient): Finding => {
  const leaks = resetTables(patient)
  if (leaks !== undefined) return leaks
  const { begins } = patient
  const rows = begins[0]?.reduce((sum, { count }) => sum + count, 0)
  return rows === undefined
    ? unsure('reset', 'nobody looks into a database of this kind')
    : well('reset', `${begins.length} times the same ${rows} rows in ${begins[0]!.length} ${begins[0]!.length === 1 ? 'table' : 'tables'}`)
}

/** Where two runs part, by the last thing that both did alike. */
function whereTheyPart(a: RunResult, b: RunResult): string {
  const index = a.trace.findIndex((record, at) => {
    const other = b.trace[at]
    return (
      other === undefined ||
      other.kind !== record.kind ||
      other.subject !== record.subject ||
      other.payload !== record.payload ||
      other.at !== record.at ||
      other.activity !== record.activity
    )
  })
  if (index === -1) return `${a.events} events, and ${b.events}`
  const [one, other] = [a.trace[index]!, b.trace[index]]
  const said = other?.says ?? 'it ends'
  return one.says === said
    ? `they part at step ${one.step}, ${one.says ?? one.subject}, which says something else`
    : `they part at step ${one.step}: ${one.says ?? one.subject}, and ${said}`
}

import { Bench } from 'tinybench'
import { type AnyStateMachine, initialTransition, transition } from 'xstate'
import { charts, defaultPolicy, utc } from '#machines'
import { scenarios } from '#scenarios'
import { type ChoiceRecord, outcomeChoice, type SystemEntry } from '#simulator'
import { drawingOf, openArena } from '#storm'
import { type BenchReport, machineFacts, rowOf } from './report.ts'

/** Seeds of one iteration; enough that a pause of the collector does not make the figure. */
const seedsPerIteration = 50
const lap = ['period over', 'renewed'] as const
const laps = 50

/**
 * Events a second of a system's default storm on one core, all invariants and digests on, and beside it in the same run
 * the steps a second of XState's pure `transition` on the subscription chart.
 * @param timeMs how long each of the two is measured
 * @throws TypeError when the system is not native: what it would measure is the system
 */
export async function benchSimulator(entry: SystemEntry, timeMs: number): Promise<BenchReport> {
  const arena = await openArena(entry, scenarios)
  let seed = 0
  const eventsOfRuns: number[] = []
  const faultsOfRuns: number[] = []
  const storm = (): void => {
    for (let count = 0; count < seedsPerIteration; count++) {
      const result = arena.run(drawingOf({ seed: ++seed, scenario: undefined }, arena.ground))
      if (result instanceof Promise) throw new TypeError(`${entry.name} is not native; name one that is, such as reference`)
      eventsOfRuns.push(result.events)
      faultsOfRuns.push(faultsIn(result.record))
    }
  }
  const chart = charts.subscription.machine as AnyStateMachine
  const subject = { trial: undefined, cancellation: 'stays', periodEnd: utc('2024-02-29'), inFlight: 0 }
  const [begin] = initialTransition(chart, { subject, policy: defaultPolicy })
  const [active] = transition(chart, begin, { type: 'settled' })
  const walk = (): void => {
    let state = active
    for (let count = 0; count < laps; count++) for (const type of lap) [state] = transition(chart, state, { type })
    if (state.value !== active.value) throw new Error(`the chart did not come round: ${JSON.stringify(state.value)}`)
  }
  // A few iterations at least, and no more than the time asks for. An engine knows code well after seconds only: a long soak
  // runs at the speed that comes after them.
  const options = { time: timeMs, iterations: 4, warmupTime: timeMs, warmupIterations: 1, retainSamples: true }
  const bench = new Bench(options)
  bench.add(`storm of ${entry.name}`, storm)
  bench.add('XState transition', walk)
  await bench.run()
  await arena.close()
  const [stormed, walked] = bench.tasks
  const mean = eventsOfRuns.reduce((sum, events) => sum + events, 0) / Math.max(1, eventsOfRuns.length)
  const tasks = [rowOf(stormed!, mean * seedsPerIteration, 'events'), rowOf(walked!, laps * lap.length, 'transitions')]
  return {
    machine: machineFacts(),
    tasks,
    ratios: [{ name: 'events per transition', value: tasks[0]!.perSecond / tasks[1]!.perSecond }],
    runs: { count: eventsOfRuns.length, eventsP50: middle(eventsOfRuns), faultsP50: middle(faultsOfRuns) },
  }
}

const middle = (values: readonly number[]): number => values.toSorted((a, b) => a - b)[values.length >> 1] ?? 0

/** Deviations of a run, less the outcomes of payments: those belong to the workload. */
function faultsIn(record: ChoiceRecord): number {
  let count = 0
  for (const name of record.keys()) if (!name.endsWith(`/${outcomeChoice.segment.text}`)) count++
  return count
}

import { classOf, type ChoiceRecord, RunSet, type RunResult, type Violation } from '#simulator'
import type { Undecided } from '#reports'
import { placeOf } from '#scenarios'
import type { Comparison } from './metamorphic.ts'
import type { Drawing, Task } from './task.ts'

/** A run that broke something: enough to make it again without drawing. */
export interface Sighting {
  readonly seed: number
  readonly scenario: string
  readonly violation: Violation
  readonly record: ChoiceRecord
}

/** What many runs came to; plain data, and joined in any order it is the same. */
export interface Tally {
  readonly runs: number
  readonly events: number
  /** How many runs had how many webhook deliveries. */
  readonly deliveries: ReadonlyMap<number, number>
  readonly faults: ReadonlyMap<string, number>
  readonly applied: ReadonlyMap<string, number>
  readonly notChecked: readonly string[]
  /** How many runs were about which currency and zone. */
  readonly places: ReadonlyMap<string, number>
  /** For each class how often it was seen, and the least seeds that showed it. */
  readonly classes: ReadonlyMap<string, { readonly times: number; readonly sightings: readonly Sighting[] }>
  readonly undecided: readonly Undecided[]
  /** Accounts that were held against the same run without its transparent faults, and those that could not be. */
  readonly compared: number
  readonly skipped: number
  readonly digest: string
}

export const emptyTally: Tally = {
  runs: 0,
  events: 0,
  deliveries: new Map(),
  faults: new Map(),
  applied: new Map(),
  notChecked: [],
  places: new Map(),
  classes: new Map(),
  undecided: [],
  compared: 0,
  skipped: 0,
  digest: '0'.repeat(16),
}

/** Sightings kept of each class: the least seeds, so that order and split of the runs do not matter. */
const keptOfClass = 3

/** One run, counted. */
export function tallyOf(task: Task, { scenario, workload }: Drawing, result: RunResult): Tally {
  const set = new RunSet()
  set.add(task.seed, result.digest.semantic, result.digest.choices)
  const faults = new Map<string, number>()
  for (const name of result.record.keys()) {
    const kind = name.slice(name.lastIndexOf('/') + 1)
    faults.set(kind, (faults.get(kind) ?? 0) + 1)
  }
  return {
    runs: 1,
    events: result.events,
    deliveries: new Map([[result.deliveries, 1]]),
    faults,
    applied: result.applied,
    notChecked: result.notChecked,
    places: new Map([[placeOf(workload.policy), 1]]),
    classes: classesOf(task, scenario, result),
    undecided: result.verdict === 'undecided' ? [{ seed: task.seed, scenario, why: result.why ?? 'no reason given' }] : [],
    compared: 0,
    skipped: 0,
    digest: set.digest,
  }
}

function classesOf({ seed }: Task, scenario: string, { verdict, violations, record }: RunResult): Tally['classes'] {
  const classes = new Map<string, { times: number; sightings: Sighting[] }>()
  if (verdict === 'broken')
    for (const violation of violations)
      if (!classes.has(classOf(violation)))
        classes.set(classOf(violation), { times: 1, sightings: [{ seed, scenario, violation, record }] })
  return classes
}

/** Adds what comparing a seed's run came to: it is no run of its own, so neither counts nor the digest know it. */
export function withComparison(tally: Tally, task: Task, { scenario }: Drawing, { result, compared, skipped }: Comparison): Tally {
  return joined(tally, { ...emptyTally, compared, skipped, classes: classesOf(task, scenario, result) })
}

export function joined(a: Tally, b: Tally): Tally {
  const set = new RunSet()
  set.merge(a.digest, a.runs)
  set.merge(b.digest, b.runs)
  const classes = new Map(a.classes)
  for (const [name, { times, sightings }] of b.classes) {
    const before = classes.get(name)
    classes.set(name, {
      times: times + (before?.times ?? 0),
      sightings: [...(before?.sightings ?? []), ...sightings].toSorted(bySeed).slice(0, keptOfClass),
    })
  }
  return {
    runs: a.runs + b.runs,
    events: a.events + b.events,
    deliveries: summed(a.deliveries, b.deliveries),
    faults: summed(a.faults, b.faults),
    applied: summed(a.applied, b.applied),
    places: summed(a.places, b.places),
    notChecked: [...new Set([...a.notChecked, ...b.notChecked])].toSorted(),
    classes,
    undecided: [...a.undecided, ...b.undecided].toSorted(bySeed),
    compared: a.compared + b.compared,
    skipped: a.skipped + b.skipped,
    digest: set.digest,
  }
}

export const bySeed = (
  a: { readonly seed: number; readonly scenario: string },
  b: { readonly seed: number; readonly scenario: string },
): number => a.seed - b.seed || (a.scenario < b.scenario ? -1 : a.scenario > b.scenario ? 1 : 0)

function summed<Key>(a: ReadonlyMap<Key, number>, b: ReadonlyMap<Key, number>): ReadonlyMap<Key, number> {
  const sum = new Map(a)
  for (const [name, count] of b) sum.set(name, (sum.get(name) ?? 0) + count)
  return sum
}

import seedrandom from 'seedrandom'
import type { Scenario } from '#scenarios'
import { type ChoiceKind, drawRates, type Source, type Workload } from '#simulator'

/** One run that is wanted: a seed, or with seed 0 a story as it is written, with nothing going wrong. */
export interface Task {
  readonly seed: number
  /** Undefined: the seed draws it. */
  readonly scenario: string | undefined
}

/** What is drawn from: the scenarios, and the kinds of deviations that are on. */
export interface Ground {
  readonly scenarios: readonly Scenario[]
  readonly kinds: readonly ChoiceKind[]
}

/** What a task runs. It hangs on the seed and the ground alone, never on other runs. */
export interface Drawing {
  readonly scenario: string
  readonly workload: Workload
  readonly source: Source
}

/** @throws RangeError when the task names a scenario that is not on this ground */
export function drawingOf(task: Task, ground: Ground): Drawing {
  // The key first: which scenario a seed draws must not change what its names mean.
  const prng = seedrandom.alea(String(task.seed))
  const key = [prng.int32() >>> 0, prng.int32() >>> 0] as const
  const scenario = task.scenario === undefined ? drawn(prng, ground.scenarios) : ground.scenarios.find(({ name }) => name === task.scenario)
  if (scenario === undefined) throw new RangeError(`no scenario ${JSON.stringify(task.scenario ?? '')} to draw from`)
  const workload = scenario.kind === 'story' ? scenario.workload : scenario.workloadFor(task.seed)
  const source: Source =
    task.seed === 0
      ? { kind: 'record', record: (scenario.kind === 'story' ? scenario.happens : undefined) ?? new Map() }
      : { kind: 'key', key, rates: drawRates(key, ground.kinds) }
  return { scenario: scenario.name, workload, source }
}

/** Seven of eight seeds draw a workload, so that stories are met with faults as well. */
function drawn(prng: () => number, scenarios: readonly Scenario[]): Scenario | undefined {
  const workloads = scenarios.filter(({ kind }) => kind === 'drawn')
  const stories = scenarios.filter(({ kind }) => kind === 'story')
  const from = workloads.length === 0 || (stories.length > 0 && prng() * 8 >= 7) ? stories : workloads
  return from[Math.floor(prng() * from.length)]
}

/** A part of all seeds: the i-th of n, i from 1. */
export interface Shard {
  readonly part: number
  readonly of: number
}

/** The tasks of a storm, made as they are asked for: each story once as it is written, in the first shard, then the seeds. */
export function* tasksOf(
  seeds: { readonly first: number; readonly count: number },
  ground: Ground,
  shard: Shard = { part: 1, of: 1 },
): Generator<Task, void> {
  if (shard.part === 1) for (const { kind, name } of ground.scenarios) if (kind === 'story') yield { seed: 0, scenario: name }
  for (let seed = seeds.first; seed < seeds.first + seeds.count; seed++)
    if ((seed - 1) % shard.of === shard.part - 1) yield { seed, scenario: undefined }
}

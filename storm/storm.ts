import { setImmediate } from 'node:timers/promises'
import { Misbehaved } from '#adapters'
import { type Found, type Outcome, shownSystem } from '#reports'
import { type Scenario, scenarios as allScenarios } from '#scenarios'
import { classOf, type Failure, type SystemEntry } from '#simulator'
import { type Arena, openArena } from './arena.ts'
import { alone, type Crew } from './crew.ts'
import { bySeed, emptyTally, joined, type Sighting, type Tally } from './tally.ts'
import { type Shard, type Task, tasksOf } from './task.ts'
import { threadsFor } from './threads.ts'
import { placesOf, unheard, unmetOf, vacuity } from './vacuity.ts'

export interface StormOptions {
  readonly system: SystemEntry
  /** Default: all there are. */
  readonly scenarios?: readonly Scenario[] | undefined
  /** Whole numbers from 1. Default: the first 100. */
  readonly seeds?: { readonly first: number; readonly count: number } | undefined
  /** Asked between runs; once false, what was not begun stays undone and is no part of the verdict. */
  readonly goesOn?: (() => boolean) | undefined
  /** Names of all that may deviate. Default: whatever the system can be struck by. */
  readonly faults?: readonly string[] | undefined
  readonly shard?: Shard | undefined
  /** Failures that are shrunk and told at most; the others are counted. Default 10. */
  readonly maxFailures?: number | undefined
  /** Runs that one failure may take to shrink; 0 leaves failures as they are. Default 400. */
  readonly shrinkBudget?: number | undefined
  /** Ids of failures that were accepted, with an owner and a date. */
  readonly known?: readonly string[] | undefined
  /** Milliseconds of a clock, so that the outcome says how long the runs took. */
  readonly now?: (() => number) | undefined
  /** Who makes the runs. Default: this thread. */
  readonly crew?: ((arena: Arena) => Crew) | undefined
}

const defaultMaxFailures = 10
const defaultBudget = 400

/**
 * Runs scenarios against a system, seed by seed, and shrinks what breaks.
 * A seed's run never depends on the others, so equal seeds give equal digests however they are split.
 */
export async function storm(options: StormOptions): Promise<Outcome> {
  const scenarios = options.scenarios ?? allScenarios
  let arena: Arena
  try {
    arena = await openArena(options.system, scenarios, options.faults)
  } catch (thrown) {
    if (!(thrown instanceof Misbehaved)) throw thrown
    return neverUp(options.system.name, scenarios, thrown.message)
  }
  const crew = (options.crew ?? usualCrew)(arena)
  let outcome: Outcome
  try {
    outcome = await stormOver(arena, crew, options)
  } catch (thrown) {
    await crew.close().catch(() => undefined)
    throw thrown
  }
  try {
    await crew.close()
  } catch (thrown) {
    if (!(thrown instanceof Misbehaved)) throw thrown
    return alsoUndecided(outcome, thrown.message)
  }
  return outcome
}

/** A run of a stranger's system that gives no sign for so long hangs. */
const patienceMs = 10_000

/** A stranger's system lives in a thread; all others run here. */
const usualCrew = (arena: Arena): Crew => (arena.module === undefined ? alone(arena) : threadsFor(arena, { count: 1, patienceMs }))

/** Something that hangs on no seed. */
const beside = (why: string) => ({ seed: 0, scenario: 'beside the runs', why })

const alsoUndecided = (outcome: Outcome, why: string): Outcome => ({
  ...outcome,
  verdict: outcome.verdict === 'broken' ? 'broken' : 'undecided',
  undecided: [...outcome.undecided, beside(why)],
})

/** A system that could not even be made. */
const neverUp = (name: string, scenarios: readonly Scenario[], why: string): Outcome => ({
  verdict: 'undecided',
  system: { name, version: 'unknown', level: 'unknown', authority: 'unknown', clock: 'unknown' },
  scenarios: scenarios.map((each) => each.name),
  seeds: { first: 1, count: 0, shard: undefined },
  runs: 0,
  events: 0,
  deliveries: { total: 0, median: 0 },
  tookMs: undefined,
  faults: new Map(),
  faultsOff: [],
  applied: new Map(),
  notChecked: [],
  notApplicable: [],
  places: new Map(),
  unmet: { faults: [], invariants: [], places: [] },
  metamorphic: { compared: 0, skipped: 0 },
  failures: [],
  unshown: 0,
  undecided: [beside(why)],
  digest: emptyTally.digest,
})

/** The storm itself, over a system that is up and whoever makes its runs. */
export async function stormOver(
  arena: Arena,
  crew: Crew,
  options: Omit<StormOptions, 'system' | 'scenarios' | 'faults' | 'crew'>,
): Promise<Outcome> {
  const { system, ground } = arena
  const seeds = options.seeds ?? { first: 1, count: 100 }
  const began = options.now?.()
  const { tally, begun } = await runAll(crew, tasksOf(seeds, ground, options.shard), options.goesOn ?? (() => true))
  const tookMs = began === undefined ? undefined : options.now!() - began
  const { failures, unshown, unrepeated } = await tellFailures(crew, tally, options)
  const { givenUp } = crew
  const unmet = unmetOf(arena, tally)
  const vacuous = vacuity(arena, tally.runs, unmet) ?? unheard(arena, tally)
  const whole = vacuous === undefined ? [] : [{ seed: 0, scenario: 'the storm as a whole', why: vacuous }]
  const never = givenUp === undefined ? [] : [beside(givenUp.why)]
  const undecided = [...whole, ...never, ...[...tally.undecided, ...unrepeated].toSorted(bySeed)]
  const isBroken = failures.some(({ isKnown }) => !isKnown) || unshown > 0
  return {
    verdict: isBroken ? 'broken' : undecided.length > 0 || tally.runs === 0 ? 'undecided' : 'held',
    system: shownSystem(system),
    scenarios: ground.scenarios.map(({ name }) => name),
    seeds: {
      first: seeds.first,
      count: begun - (givenUp?.undone ?? 0),
      shard: options.shard === undefined ? undefined : `${options.shard.part}/${options.shard.of}`,
    },
    runs: tally.runs,
    events: tally.events,
    deliveries: deliveriesOf(tally),
    tookMs,
    faults: tally.faults,
    faultsOff: arena.faultsOff,
    applied: tally.applied,
    notChecked: tally.notChecked,
    notApplicable: arena.notApplicable,
    places: new Map(placesOf(arena).map((place) => [place, tally.places.get(place) ?? 0])),
    unmet,
    metamorphic: { compared: tally.compared, skipped: tally.skipped },
    failures,
    unshown,
    undecided,
    digest: tally.digest,
  }
}

function deliveriesOf({ deliveries, runs }: Tally): Outcome['deliveries'] {
  let total = 0
  let median: number | undefined
  let seen = 0
  for (const [count, times] of [...deliveries].toSorted(([a], [b]) => a - b)) {
    total += count * times
    seen += times
    if (median === undefined && seen * 2 > runs) median = count
  }
  return { total, median: median ?? 0 }
}

/** Tasks are handed out in pieces, in order, so that what is finished when time is up is a beginning. */
const piece = 50

async function runAll(
  crew: Crew,
  tasks: Iterator<Task>,
  goesOn: () => boolean,
): Promise<{ readonly tally: Tally; readonly begun: number }> {
  let tally = emptyTally
  let begun = 0
  const hand = async (): Promise<void> => {
    while (crew.givenUp === undefined && goesOn()) {
      const mine: Task[] = []
      for (let next = tasks.next(); next.done !== true; next = tasks.next()) {
        mine.push(next.value)
        if (mine.length === piece) break
      }
      if (mine.length === 0) return
      begun += mine.filter(({ seed }) => seed > 0).length
      const done = await crew.tally(mine)
      tally = joined(tally, done)
      // Runs that never wait would keep everything else waiting: signals, output.
      await setImmediate()
    }
  }
  await Promise.all(Array.from({ length: crew.hands }, hand))
  return { tally, begun }
}

interface Told {
  readonly failures: readonly Found[]
  readonly unshown: number
  readonly unrepeated: readonly { readonly seed: number; readonly scenario: string; readonly why: string }[]
}

/** What is shrunk next: a failure of a class, seen by a seed or met while another was shrunk. */
interface Wanted {
  readonly sightings: readonly Sighting[]
  readonly from: Failure | undefined
  readonly times: number
}

type Shrunk = Omit<Found, 'times' | 'isKnown'>

/**
 * Tells each class once, by the smallest of what its least seeds shrink to, in order of first seeing; then the failures
 * of other classes met on the way. What comes out with an id that is there already is counted with it.
 */
async function tellFailures(
  crew: Crew,
  tally: Tally,
  options: Pick<StormOptions, 'maxFailures' | 'shrinkBudget' | 'known'>,
): Promise<Told> {
  const most = options.maxFailures ?? defaultMaxFailures
  const budget = options.shrinkBudget ?? defaultBudget
  const known = new Set(options.known)
  const failures = new Map<string, Found>()
  const unrepeated: Told['unrepeated'][number][] = []
  const seen = new Set(tally.classes.keys())
  const queue: Wanted[] = [...tally.classes.values()]
    .map(({ times, sightings }) => ({ times, sightings, from: undefined }))
    .toSorted((a, b) => bySeed(a.sightings[0]!, b.sightings[0]!))
  let unshown = 0
  for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
    const { sightings, from, times } = next
    if ([...failures.values()].filter(({ isKnown }) => !isKnown).length >= most) {
      unshown++
      continue
    }
    const variants: Shrunk[] = []
    for (const sighting of sightings) {
      let { found, others, why } = from === undefined ? await crew.find(sighting, budget) : await crew.findFrom(from, sighting, budget)
      // In other words it was told already: in its own it may be another mistake.
      if (from === undefined && found !== undefined && failures.has(found.id) && classOf(found.violation) !== classOf(sighting.violation))
        ({ found, others, why } = await crew.find(sighting, budget, 'stay'))
      if (found === undefined)
        unrepeated.push({
          seed: sighting.seed,
          scenario: sighting.scenario,
          why: why ?? `${sighting.violation.code} broke once and not when replayed`,
        })
      else variants.push(found)
      for (const other of others) {
        const name = classOf(other.violation)
        if (seen.has(name)) continue
        seen.add(name)
        queue.push({ sightings: [{ ...sighting, violation: other.violation }], from: other, times: 1 })
      }
    }
    // What is not accepted yet is told first: a known failure must not hide a new one of its class.
    const [best] = variants.toSorted((a, b) => Number(known.has(a.id)) - Number(known.has(b.id)) || bySize(a, b))
    if (best === undefined) continue
    const before = failures.get(best.id)
    failures.set(
      best.id,
      before === undefined ? { ...best, times, isKnown: known.has(best.id) } : { ...before, times: before.times + times },
    )
  }
  return { failures: [...failures.values()], unshown, unrepeated }
}

/** Fewer members, fewer elements, fewer overtakes, the earlier seed. */
function bySize(a: Shrunk, b: Shrunk): number {
  const overtakes = ({ file }: Shrunk): number => file.choices.filter(({ name }) => name.endsWith('/overtakes')).length
  return a.file.cast.length - b.file.cast.length || a.elements - b.elements || overtakes(a) - overtakes(b) || bySeed(a, b)
}

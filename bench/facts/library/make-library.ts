import { setImmediate } from 'node:timers/promises'
import { type Duration, type Fact, type Instant, later, never, nextDue, type Policy, recompute, seconds, utc } from '#machines'
import { scenarios } from '#scenarios'
import type { Workload } from '#simulator'
import { type Drawing, drawingOf, type Living, living, systemNamed } from '#storm'
import type { Profile } from '../fact-file.ts'
import { Random } from '../random.ts'
import { isCore } from '../../recompute/core.ts'
import { coreLife } from './core.ts'
import { busyLife } from './busy-life.ts'
import { type Library, Shelves } from './library.ts'

/** All lives are told as of then. */
const asOf = utc('2026-01-01')

/** Scenarios that lives are drawn from, those with more in them more often. */
const drawnFrom = ['cards', 'cards-abroad', 'whole-lives', 'whole-lives', 'whole-lives-abroad', 'whole-lives-abroad'] as const

const breath = 10
/** Of a thousand lives so many are a long and busy one's. */
const busyPerMille = 4
/** Of so many lives one has 10,000 facts and more. */
const livesPerGiant = 10_000

/**
 * Lives out of runs of the reference. Each run is begun as long before `asOf` as is drawn, goes on until then, and of its facts
 * those are taken that were known by then: an account is what the reference itself took it for at that moment.
 * @param count how many lives
 * @param tells is told of each life
 */
export async function makeLibrary(profile: Profile, seed: number, count: number, tells: (made: number) => void): Promise<Library> {
  const random = new Random(`library ${profile} ${seed}`)
  const reference = systemNamed('reference')
  const shelves = new Shelves(asOf)
  const stormy = await living(reference, profile === 'core' ? [] : undefined)
  for (let run = 1; shelves.count < count; run++) {
    // Runs never wait: without a breath now and then no signal would be heard.
    if (run % breath === 0) await setImmediate()
    const number = random.next()
    for (const { facts, policy } of lived(stormy, profile, number, random, count, run)) {
      const known = facts.filter(({ recordedAt }) => recordedAt <= asOf)
      if (known.length === 0 || shelves.count >= count || (profile === 'core' && !isCore(known, policy))) continue
      const { state, owed } = recompute(known, policy, asOf)
      // What is owed at that moment is done at the next: nobody leaves it for years.
      shelves.add(known, policy, owed.length === 0 && nextDue(state) === never)
    }
    tells(shelves.count)
  }
  await stormy.close()
  return shelves.whole()
}

interface Told {
  readonly facts: readonly Fact[]
  readonly policy: Policy
}

function lived(living: Living, profile: Profile, seed: number, random: Random, count: number, run: number): readonly Told[] {
  const isGiant = count >= livesPerGiant && run % Math.floor(livesPerGiant / 2) === 100
  const { workload, source } =
    isGiant || random.below(1_000) < busyPerMille
      ? busy(living, profile, seed, isGiant, random)
      : profile === 'core'
        ? drawing(living, seed, coreLife(seed, beginOf(random)))
        : stormed(living, seed, random)
  const { result, lives } = living.live(lasting(workload), source)
  if (result.verdict === 'undecided')
    throw new Error(`a run of the library did not end: ${result.why}; seed ${seed} of ${workload.scenario}`)
  return lives.map(({ facts }) => ({ facts, policy: workload.policy }))
}

function stormed(living: Living, seed: number, random: Random): Pick<Drawing, 'workload' | 'source'> {
  const name = drawnFrom[random.below(drawnFrom.length)]!
  const scenario = scenarios.find((each) => each.name === name)
  if (scenario?.kind !== 'drawn') throw new RangeError(`no scenario ${name} is drawn`)
  return drawing(living, seed, scenario.workloadFor(seed, beginOf(random)))
}

function busy(living: Living, profile: Profile, seed: number, isGiant: boolean, random: Random): Pick<Drawing, 'workload' | 'source'> {
  if (!isGiant) return drawing(living, seed, busyLife(profile, seed, years(1 + random.below(3)), false, asOf))
  // What goes wrong would take minutes by now, for each step of a run hangs on all that came before.
  return { workload: busyLife(profile, seed, years(10), true, asOf), source: { kind: 'record', record: new Map() } }
}

/** What deviates is drawn as in a storm. */
const drawing = ({ ground }: Living, seed: number, workload: Workload): Pick<Drawing, 'workload' | 'source'> => ({
  workload,
  source: drawingOf({ seed, scenario: undefined }, ground).source,
})

/** A run goes on until all are looked at. */
const lasting = (workload: Workload): Workload => ({ ...workload, lasts: Math.max(workload.lasts, asOf - workload.starts) as Duration })

const years = (count: number): Duration => seconds(count * 365 * 86_400)

/** Days before `asOf`, and how many of a thousand lives begin so long ago. */
const spans = [
  [20, 120, 620],
  [120, 400, 290],
  [400, 1_100, 84],
  [1_100, 2_900, 6],
] as const

/** To the second, so that any day of a month and of a leap year is an anchor, any moment of a day, and any change of clocks lies ahead. */
function beginOf(random: Random): Instant {
  let rest = random.below(1_000)
  const [least, most] = spans.find(([, , share]) => (rest -= share) < 0)!
  return later(asOf, -seconds(random.within(least * 86_400, most * 86_400)) as Duration)
}

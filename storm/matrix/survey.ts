import { charts, standardLegality, standardMatrix } from '#machines'
import { type Directed, directed, isByTime, type Undriven } from '#scenarios'
import type { RunResult, SystemEntry } from '#simulator'
import type { Arena } from '../arena.ts'
import type { Drawing } from '../task.ts'
import { cellName, ground, type Ground, pairName } from './coverage.ts'
import type { Deviation, Exercised } from './exercised.ts'
import { lookedRun } from './looked-run.ts'
import { walking } from './walks.ts'

/** In how many runs something was met, and where first: a seed's number, or a story's name. */
export interface Met {
  readonly runs: number
  readonly first: string
}

/** A run that did not hold, or an effect that is not what the matrix says, and where. */
export interface Failed {
  readonly where: string
  readonly says: string
}

/** What runs have exercised so far. */
export interface Survey {
  readonly ground: Ground
  readonly undriven: readonly Undriven[]
  readonly runs: { readonly seeds: number; readonly stories: number; readonly paths: number }
  /** Sentences that nothing brings about, and why. */
  readonly closed: ReadonlyMap<string, string>
  readonly cells: ReadonlyMap<string, Met>
  readonly passages: ReadonlyMap<string, Met>
  readonly legal: ReadonlyMap<string, Met>
  readonly refused: ReadonlyMap<string, Met>
  readonly moves: ReadonlyMap<string, Met>
  readonly faults: ReadonlyMap<string, Met>
  /** The longest that somebody stood at a start, in ms. */
  readonly waited: ReadonlyMap<string, number>
  readonly deviations: readonly (Deviation & { readonly where: string })[]
  readonly failures: readonly Failed[]
  /** Directed stories that did not reach what they are told for. */
  readonly missed: readonly string[]
}

/** Surveys a system of ours: directed stories first, then seeds. Yields after each run, so that whoever waits can breathe. */
export function* surveying(entry: SystemEntry, arena: Arena, seeds: number): Generator<void, Survey> {
  const tally = new Tally()
  const closed = new Map<string, string>()
  let paths = 0
  const { stories, undriven } = directed(standardMatrix, standardLegality)
  for (const story of stories) {
    tally.take(story.name, ...ranStory(entry, arena, story))
    if (!reached(story, tally.last!)) tally.missed.push(story.name)
    yield
  }
  for (const chart of Object.keys(charts) as (keyof typeof charts)[])
    for (const path of walking(entry, arena, chart)) {
      if (path.kind === 'gone') {
        paths++
        tally.take(path.where, path.result, path.exercised)
      } else if (path.because !== undefined) closed.set(path.sentence, path.because)
      yield
    }
  for (let seed = 1; seed <= seeds; seed++) {
    const { workload, source }: Drawing = arena.draw({ seed, scenario: undefined })
    const { result, exercised } = lookedRun(entry, { workload, source, invariants: arena.invariants })
    tally.take(`seed ${seed}`, result, exercised)
    yield
  }
  return tally.survey({ seeds, stories: stories.length, paths }, undriven, closed)
}

/** Tells a directed story. */
export function ranStory(
  entry: SystemEntry,
  { invariants }: Pick<Arena, 'invariants'>,
  { workload, record, aim }: Directed,
): readonly [RunResult, Exercised] {
  const { result, exercised } = lookedRun(
    entry,
    { workload, source: { kind: 'record', record }, invariants },
    aim.operation === 'authenticate',
  )
  return [result, exercised]
}

/** Did the story come to what it is told for? */
export function reached({ aim }: Directed, { cells, legal, refused, waited }: Exercised): boolean {
  if (aim.form !== undefined) return cells.has(cellName(aim))
  if (standardLegality[aim.operation][aim.start] === 'legal') return legal.has(pairName(aim))
  return isByTime(aim.operation) ? waited.has(aim.start) : refused.has(pairName(aim))
}

type Kind = 'cells' | 'passages' | 'legal' | 'refused' | 'moves' | 'faults'

class Tally {
  last: Exercised | undefined
  readonly missed: string[] = []
  readonly #met: Readonly<Record<Kind, Map<string, Met>>> = {
    cells: new Map<string, Met>(),
    passages: new Map<string, Met>(),
    legal: new Map<string, Met>(),
    refused: new Map<string, Met>(),
    moves: new Map<string, Met>(),
    faults: new Map<string, Met>(),
  }
  readonly #waited = new Map<string, number>()
  readonly #deviations: (Deviation & { readonly where: string })[] = []
  readonly #failures: Failed[] = []
  readonly #ground = ground()

  take(where: string, { verdict, why, violations, record }: RunResult, exercised: Exercised): void {
    this.last = exercised
    const meet = (kind: Kind, names: Iterable<string>): void => {
      const met = this.#met[kind]
      for (const name of names) {
        const before = met.get(name)
        met.set(name, { runs: (before?.runs ?? 0) + 1, first: before?.first ?? where })
      }
    }
    meet('cells', exercised.cells)
    meet('passages', exercised.passages)
    meet('legal', exercised.legal)
    meet('refused', exercised.refused)
    meet('moves', exercised.moves)
    meet('faults', new Set([...record.keys()].map((name) => name.slice(name.lastIndexOf('/') + 1))))
    for (const [start, span] of exercised.waited) {
      this.#waited.set(start, Math.max(this.#waited.get(start) ?? 0, span))
      if (span === 0) continue
      // Where time may not begin an operation, that nothing began while time went by is the refusal.
      meet('refused', this.#ground.refused.filter((pair) => pair.start === start && isByTime(pair.operation)).map(pairName))
    }
    for (const each of exercised.deviations) this.#deviations.push({ ...each, where })
    if (verdict !== 'held')
      this.#failures.push({ where, says: why ?? violations.map(({ code, witness }) => `${code} ${witness.says}`).join('; ') })
  }

  survey(runs: Survey['runs'], undriven: readonly Undriven[], closed: Survey['closed']): Survey {
    return {
      ground: this.#ground,
      undriven,
      closed,
      runs,
      ...this.#met,
      waited: this.#waited,
      deviations: this.#deviations,
      failures: this.#failures,
      missed: this.missed,
    }
  }
}

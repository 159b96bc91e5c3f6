import type { SmallSystem, SmallWorld } from '#scenarios'
import {
  type ChoiceKind,
  type ChoiceRecord,
  exhaust,
  kindOfChoice,
  type RunResult,
  type SystemEntry,
  type Violation,
  type Workload,
} from '#simulator'
import type { Arena } from './arena.ts'
import { systemNamed } from './systems.ts'

/** What teams had built before: each of these must break in the very world in which the reference holds on every run. */
const before: Readonly<Record<SmallSystem, readonly string[]>> = {
  S3: ['mutant:upgrade-before-payment', 'mutant:anchor-moves-unpaid'],
  S5: ['mutant:paid-but-locked-out', 'oracle:entitlement'],
  S12: ['mutant:stores-one-by-one'],
  S13: ['mutant:some-paths-make-no-invoice', 'mutant:two-handlers'],
}

export const plantedBefore = ({ system }: Pick<SmallWorld, 'system'>): readonly SystemEntry[] => before[system].map(systemNamed)

/** What every run of a small world came to, for one system. */
export interface WholeWorld {
  readonly stories: number
  readonly runs: number
  /** How many of them differ in anything that happened. */
  readonly histories: number
  readonly held: number
  /** Why runs were undecided, if any were. */
  readonly undecided: readonly string[]
  readonly broken: readonly Breaking[]
  /** Of each kind that may deviate, in how many runs it did; 0 where the system cannot be struck by it. */
  readonly struck: ReadonlyMap<string, number>
}

/** In how many runs an invariant broke, and the one of them with the fewest deviations. */
export interface Breaking {
  readonly code: string
  readonly runs: number
  readonly violation: Violation
  readonly workload: Workload
  readonly record: ChoiceRecord
}

/**
 * Makes every run of a small world within a bound. Yields after each run, so that whoever waits can breathe.
 * @param bound what the deviations of one run may cost in all
 * @param isEnough ends it early: what was asked for was seen
 * @throws RangeError when a run waits: only systems of ours are exhausted
 */
export function* wholeWorld(
  arena: Arena,
  { may, workloads }: Pick<SmallWorld, 'may' | 'workloads'>,
  bound: number,
  isEnough: (result: RunResult) => boolean = () => false,
): Generator<void, WholeWorld> {
  const possible = new Map(arena.ground.kinds.map((kind): [string, ChoiceKind] => [kind.segment.text, kind]))
  const allowed = may.filter(({ kind }) => possible.has(kind))
  const asks = new Set(allowed.map(({ kind }) => possible.get(kind)!))
  const tally = new Tally(may.map(({ kind }) => kind))
  for (const workload of workloads) {
    tally.stories++
    const search = exhaust(allowed, bound)
    for (let next = search.next(); next.done !== true;) {
      const record = next.value
      const result = arena.run({ scenario: workload.scenario, workload, source: { kind: 'record', record, asks } })
      if (result instanceof Promise) throw new RangeError(`${arena.system.name} makes runs wait; only systems of ours are exhausted`)
      tally.take(workload, record, result)
      if (isEnough(result)) return tally.whole()
      yield
      next = search.next(result)
    }
  }
  return tally.whole()
}

class Tally {
  stories = 0
  #runs = 0
  #held = 0
  readonly #undecided = new Set<string>()
  readonly #histories = new Set<string>()
  readonly #broken = new Map<string, Breaking>()
  readonly #struck: Map<string, number>

  constructor(kinds: readonly string[]) {
    this.#struck = new Map(kinds.map((kind) => [kind, 0]))
  }

  take(workload: Workload, record: ChoiceRecord, { verdict, why, violations, digest }: RunResult): void {
    this.#runs++
    this.#histories.add(`${workload.scenario} ${digest.semantic}`)
    if (verdict === 'held') this.#held++
    if (verdict === 'undecided') this.#undecided.add(why ?? 'it does not say why')
    const codes = new Map(violations.toReversed().map((violation) => [violation.code, violation]))
    for (const [code, violation] of codes) {
      const known = this.#broken.get(code)
      const plainest = known === undefined || record.size < known.record.size ? { code, violation, workload, record } : known
      this.#broken.set(code, { ...plainest, runs: (known?.runs ?? 0) + 1 })
    }
    for (const kind of new Set([...record.keys()].map(kindOfChoice))) this.#struck.set(kind, (this.#struck.get(kind) ?? 0) + 1)
  }

  whole(): WholeWorld {
    return {
      stories: this.stories,
      runs: this.#runs,
      histories: this.#histories.size,
      held: this.#held,
      undecided: [...this.#undecided],
      broken: [...this.#broken.values()],
      struck: this.#struck,
    }
  }
}

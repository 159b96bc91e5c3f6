import type { RunResult, Violation } from '../kernel/plan.ts'
import { type Candidate, classOf, keyOf } from './candidate.ts'

/** A failing run and the violation in it whose smallest cause is wanted. */
export interface Failure {
  readonly candidate: Candidate
  readonly violation: Violation
}

/** May the smallest run show a failure in other words, a row that is missing for one that has another status, or only in its own? */
export type Words = 'may differ' | 'stay'

/** One search for a smaller run: what is the best so far, and what was already asked. */
export interface Search {
  /** The class that is wanted. */
  target: string
  /** Runs that may be made. */
  limit: number
  /** May choices of this kind deviate at all? */
  readonly mayDeviate: (kind: string) => boolean
  readonly words: Words
  readonly asked: Map<string, RunResult>
  readonly others: Map<string, Failure>
  executions: number
  isSpent: boolean
  best: Candidate
  result: RunResult | undefined
}

/** Asks for runs of candidates and is told their results; a driver decides whether it waits for them. */
export type Asking<Found> = Generator<Candidate, Found, RunResult>

export const startOf = (
  { candidate, violation }: Failure,
  budget: number,
  mayDeviate: (kind: string) => boolean,
  words: Words,
): Search => ({
  target: classOf(violation),
  limit: budget,
  mayDeviate,
  words,
  asked: new Map(),
  others: new Map(),
  executions: 0,
  isSpent: false,
  best: candidate,
  result: undefined,
})

export const showing = (result: RunResult, target: string): Violation | undefined =>
  result.verdict === 'broken' ? result.violations.find((violation) => classOf(violation) === target) : undefined

/** What a candidate runs to, asked once. Undefined when the budget is spent. */
export function* ask(search: Search, candidate: Candidate): Asking<RunResult | undefined> {
  const known = search.asked.get(keyOf(candidate))
  if (known !== undefined) return known
  if (search.executions >= search.limit) {
    search.isSpent = true
    return undefined
  }
  const result = yield candidate
  search.executions++
  search.asked.set(keyOf(candidate), result)
  // Less the choices that never came up it is the same run.
  search.asked.set(keyOf(met(candidate, result)), result)
  if (result.verdict === 'broken')
    for (const violation of result.violations)
      if (!search.others.has(classOf(violation))) search.others.set(classOf(violation), { candidate: met(candidate, result), violation })
  return result
}

/** Does the candidate show the class? Then it is the best from here on, less the choices that never came up. */
export function* holdsFor(search: Search, candidate: Candidate): Asking<boolean> {
  const result = yield* ask(search, candidate)
  if (result === undefined || showing(result, search.target) === undefined) return false
  search.best = met(candidate, result)
  search.result = result
  return true
}

export const met = ({ workload }: Candidate, { record }: RunResult): Candidate => ({ workload, record: new Map(record) })

import type { Duration } from '#machines'
import type { RunResult, StoryLine, Violation } from '../kernel/plan.ts'
import {
  type Candidate,
  choicesOf,
  classOf,
  commandsOf,
  type Element,
  elementsOf,
  keyOf,
  membersOf,
  without,
  withoutMember,
} from './candidate.ts'
import { lowerValues, rounderStarts, rounderTimes, simplerCommands, simplerKinds } from './simpler.ts'

/** A failing run and the violation in it whose smallest cause is wanted. */
export interface Failure {
  readonly candidate: Candidate
  readonly violation: Violation
}

export interface Shrunk {
  readonly candidate: Candidate
  /** What the smallest run shows. */
  readonly violation: Violation
  readonly result: RunResult
  /** Runs made, the first repetition and the proof included. */
  readonly executions: number
  /** Removals of one member, command or choice that were run and after which this class was gone: the proof. */
  readonly verified: number
  /** False when the budget ended first: then nothing is claimed. */
  readonly isMinimal: boolean
  readonly elements: number
  readonly shrunkFrom: number
  /** Failures of other classes met on the way, one for each class. */
  readonly others: readonly Failure[]
}

/** One search for a smaller run: what is the best so far, and what was already asked. */
interface Search {
  readonly target: string
  readonly budget: number
  readonly asked: Map<string, RunResult | undefined>
  readonly others: Map<string, Failure>
  executions: number
  isSpent: boolean
  best: Candidate
  result: RunResult | undefined
}

/** Asks for runs of candidates and is told their results; a driver decides whether it waits for them. */
type Asking<Found> = Generator<Candidate, Found, RunResult>

/**
 * The smallest run of the same class: no member, command or choice can be taken from it, each tried.
 * @param run runs a candidate's workload with its record; whatever the record does not list is dull
 * @param budget runs at most
 * @returns undefined when the failure does not repeat: then it is no finding
 */
export function shrink(failure: Failure, run: (candidate: Candidate) => RunResult, budget: number): Shrunk | undefined {
  const search = shrinking(failure, budget)
  let next = search.next()
  while (next.done !== true) next = search.next(run(next.value))
  return next.value
}

/** The same for systems whose runs are promises. */
export async function shrinkAsync(
  failure: Failure,
  run: (candidate: Candidate) => Promise<RunResult>,
  budget: number,
): Promise<Shrunk | undefined> {
  const search = shrinking(failure, budget)
  let next = search.next()
  while (next.done !== true) next = search.next(await run(next.value))
  return next.value
}

const showing = (result: RunResult, target: string): Violation | undefined =>
  result.verdict === 'broken' ? result.violations.find((violation) => classOf(violation) === target) : undefined

function* shrinking({ candidate, violation }: Failure, budget: number): Asking<Shrunk | undefined> {
  const search: Search = {
    target: classOf(violation),
    budget,
    asked: new Map(),
    others: new Map(),
    executions: 0,
    isSpent: false,
    best: candidate,
    result: undefined,
  }
  if (!(yield* holdsFor(search, candidate))) return undefined
  yield* leap(search, violation)
  let before: string
  let verified: number
  do {
    before = keyOf(search.best)
    verified = 0
    for (const who of membersOf(search.best))
      if (membersOf(search.best).length > 1) yield* holdsFor(search, withoutMember(search.best, who))
    yield* reduce(search, commandsOf)
    yield* reduce(search, choicesOf)
    yield* simplify(search)
    verified = yield* prove(search)
  } while (keyOf(search.best) !== before && !search.isSpent)
  const result = search.result!
  return {
    candidate: search.best,
    violation: showing(result, search.target)!,
    result,
    executions: search.executions,
    verified: search.isSpent ? 0 : verified,
    isMinimal: !search.isSpent,
    elements: elementsOf(search.best).length,
    shrunkFrom: elementsOf(candidate).length,
    others: [...search.others.values()],
  }
}

/**
 * Does the candidate show the class? Then it is the best from here on, less the choices that never came up:
 * a run without them is the same run.
 */
function* holdsFor(search: Search, candidate: Candidate): Asking<boolean> {
  const key = keyOf(candidate)
  let result = search.asked.get(key)
  if (!search.asked.has(key)) {
    if (search.executions >= search.budget) {
      search.isSpent = true
      return false
    }
    const answer = yield candidate
    search.executions++
    note(search, candidate, answer)
    result = search.asked.get(key)
  }
  if (result === undefined) return false
  search.best = met(candidate, result)
  search.result = result
  return true
}

const met = ({ workload }: Candidate, { record }: RunResult): Candidate => ({ workload, record: new Map(record) })

/** Remembers an answer, and keeps the first failure of each class that is not the one we look for. */
function note(search: Search, candidate: Candidate, result: RunResult): void {
  const isShown = showing(result, search.target) !== undefined
  search.asked.set(keyOf(candidate), isShown ? result : undefined)
  if (isShown) search.asked.set(keyOf(met(candidate, result)), result)
  for (const other of result.verdict === 'broken' ? result.violations : []) {
    const name = classOf(other)
    if (name !== search.target && !search.others.has(name)) search.others.set(name, { candidate: met(candidate, result), violation: other })
  }
}

/** Guesses that are right most of the time: nothing after the violation matters, no other customer does, no deviation does. */
function* leap(search: Search, violation: Violation): Asking<void> {
  const { who } = violation.witness
  const storm = search.best.workload
  const isEarly = (line: StoryLine): boolean => storm.starts + line.at <= violation.at
  const early = { ...storm, story: storm.story.filter(isEarly) }
  const alone = { ...early, story: early.story.filter((line) => who === undefined || line.who === who) }
  const others = membersOf(search.best).filter((member) => member !== who)
  if (yield* holdsFor(search, { workload: alone, record: new Map() })) return
  const record = others.reduce((best, other) => withoutMember(best, other), search.best).record
  if (who === undefined || !(yield* holdsFor(search, { workload: alone, record })))
    yield* holdsFor(search, { workload: early, record: search.best.record })
  if (search.best.record.size > 0) yield* holdsFor(search, { workload: search.best.workload, record: new Map() })
}

/** Takes elements away in ever smaller chunks, and ends when no single one can be missed. */
function* reduce(search: Search, list: (candidate: Candidate) => readonly Element[]): Asking<void> {
  let size = Math.ceil(list(search.best).length / 2)
  while (size > 0) {
    let isSmaller = false
    let from = 0
    while (from < list(search.best).length) {
      // From the end: what came last hangs on what came first, seldom the other way round.
      const all = list(search.best)
      const chunk = all.slice(Math.max(0, all.length - from - size), all.length - from)
      if (yield* holdsFor(search, without(search.best, chunk))) isSmaller = true
      else from += size
    }
    if (size === 1 && !isSmaller) return
    size = size === 1 ? 1 : Math.floor(size / 2)
  }
}

/** Removes each member and each element once more. @returns how many of those runs were without the class */
function* prove(search: Search): Asking<number> {
  const proven = search.best
  const members = membersOf(proven)
  const fewer = [
    ...(members.length > 1 ? members.map((who) => withoutMember(proven, who)) : []),
    ...elementsOf(proven).map((element) => without(proven, [element])),
  ]
  let gone = 0
  for (const candidate of fewer)
    if (yield* holdsFor(search, candidate)) return 0
    else gone++
  return gone
}

/** Simpler kinds, lower values, rounder times: one at a time, the simplest first, and all at once before that. */
function* simplify(search: Search): Asking<void> {
  yield* holdsFor(search, plainest(search.best))
  for (const { name } of choicesIn(search.best))
    for (const simpler of simplerKinds({ name, value: search.best.record.get(name)! }))
      if (
        search.best.record.has(name) &&
        !search.best.record.has(simpler.name) &&
        (yield* holdsFor(search, renamed(search.best, name, simpler)))
      )
        break
  for (const { name } of choicesIn(search.best))
    for (const value of lowerValues({ name, value: search.best.record.get(name) ?? true }))
      if (yield* holdsFor(search, renamed(search.best, name, { name, value }))) break
  for (const { id, who } of search.best.workload.story) {
    const here = (line: StoryLine): boolean => line.id === id && line.who === who
    const line = (): StoryLine => search.best.workload.story.find(here)!
    for (const command of simplerCommands(line().command, search.best.workload.policy))
      if (yield* holdsFor(search, withLine(search.best, { ...line(), command }))) break
    for (const at of rounderTimes(line().at)) if (yield* holdsFor(search, withLine(search.best, { ...line(), at }))) break
  }
  for (const starts of rounderStarts(search.best.workload.starts))
    if (yield* holdsFor(search, { ...search.best, workload: { ...search.best.workload, starts } })) break
  const lasts = shorterStorm(search)
  if (lasts !== undefined) yield* holdsFor(search, { ...search.best, workload: { ...search.best.workload, lasts } })
}

const choicesIn = ({ record }: Candidate): readonly { readonly name: string }[] => [...record.keys()].map((name) => ({ name }))

const renamed = (
  { workload, record }: Candidate,
  name: string,
  by: { readonly name: string; readonly value: string | number | true },
): Candidate => ({
  workload,
  record: new Map([...record].map(([each, value]) => (each === name ? [by.name, by.value] : [each, value]))),
})

const withLine = ({ workload, record }: Candidate, line: StoryLine): Candidate => ({
  workload: { ...workload, story: workload.story.map((each) => (each.id === line.id && each.who === line.who ? line : each)) },
  record,
})

/** Every command at its simplest and every time at its roundest. */
function plainest({ workload, record }: Candidate): Candidate {
  const story = workload.story.map((line) => ({
    ...line,
    command: simplerCommands(line.command, workload.policy)[0] ?? line.command,
    at: rounderTimes(line.at)[0] ?? line.at,
  }))
  return { workload: { ...workload, story, starts: rounderStarts(workload.starts)[0] ?? workload.starts }, record }
}

const dayMs = 86_400_000

/** The storm need not outlast the violation: whole days, and no shorter than the story. */
function shorterStorm({ best, result, target }: Search): Duration | undefined {
  const at = result === undefined ? undefined : showing(result, target)?.at
  if (at === undefined) return undefined
  const least = Math.max(at - best.workload.starts, ...best.workload.story.map((line) => line.at))
  const lasts = (Math.floor(least / dayMs) + 1) * dayMs
  return lasts < best.workload.lasts ? (lasts as Duration) : undefined
}

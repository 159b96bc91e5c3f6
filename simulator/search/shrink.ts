import type { RunResult, StoryLine, Violation, Workload } from '../kernel/plan.ts'
import { type Candidate, elementsOf, isOfTheBank, kindOfChoice, membersOf, whoOf, withoutMember } from './candidate.ts'
import { atHome, broughtHome } from './at-home.ts'
import { withPlainerCards } from './cards.ts'
import { toMinimal } from './minimal.ts'
import { type Asking, type Failure, holdsFor, type Search, showing, startOf, type Words } from './search.ts'
import { isLarger, moveTo, placeOf } from './place.ts'
import { inLongerStories } from './longer-stories.ts'
import { inPlainStory, isSettled } from './plain-story.ts'

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

/**
 * The smallest run of the same class: no member, command or choice can be taken from it, each tried.
 * @param run runs a candidate's workload with its record; whatever the record does not list is dull
 * @param budget runs at most
 * @param words may the smallest run show the failure in other words, or only in its own?
 * @returns undefined when the failure does not repeat: then it is no finding
 */
export function shrink(
  failure: Failure,
  run: (candidate: Candidate) => RunResult,
  budget: number,
  mayDeviate: (kind: string) => boolean = () => true,
  words: Words = 'may differ',
): Shrunk | undefined {
  const search = shrinking(failure, startOf(failure, budget, mayDeviate, words))
  let next = search.next()
  while (next.done !== true) next = search.next(run(next.value))
  return next.value
}

/** The same for systems whose runs are promises. */
export async function shrinkAsync(
  failure: Failure,
  run: (candidate: Candidate) => Promise<RunResult>,
  budget: number,
  mayDeviate: (kind: string) => boolean = () => true,
  words: Words = 'may differ',
): Promise<Shrunk | undefined> {
  const search = shrinking(failure, startOf(failure, budget, mayDeviate, words))
  let next = search.next()
  while (next.done !== true) next = search.next(await run(next.value))
  return next.value
}

function* shrinking({ candidate, violation }: Failure, search: Search): Asking<Shrunk | undefined> {
  const { target } = search
  if (!(yield* holdsFor(search, candidate))) return undefined
  yield* leap(search, violation)
  yield* broughtHome(search)
  const verified = yield* leastOf(search, atHome(candidate.workload))
  const result = search.result!
  search.others.delete(target)
  search.others.delete(search.target)
  return {
    candidate: search.best,
    violation: showing(result, search.target)!,
    result,
    executions: search.executions,
    verified,
    isMinimal: !search.isSpent,
    elements: elementsOf(search.best).length,
    shrunkFrom: elementsOf(candidate).length,
    others: [...search.others.values()],
  }
}

/**
 * Where a failure shows in the plain story by one sort of deviation, that is its minimum, from whichever seed. Else it is the
 * minimum of what the seed drew, or another that is no larger and that more seeds lead to.
 * @returns the runs that proved it
 */
function* leastOf(search: Search, storm: Workload): Asking<number> {
  const start = placeOf(search, 0)
  const needsDeviation = [...search.best.record.keys()].some((name) => kindOfChoice(name) !== 'outcome')
  const plain = needsDeviation ? yield* inPlainStory(search, storm) : undefined
  if (plain !== undefined && isSettled(plain.best)) return plain.verified
  moveTo(search, start)
  const verified = yield* toMinimal(search)
  if (search.isSpent && plain === undefined) return verified
  let place = placeOf(search, verified)
  if (!search.isSpent) place = yield* withPlainerCards(search, place)
  if (plain !== undefined && (search.isSpent || isLarger(place.best, plain.best))) place = plain
  if (!search.isSpent) place = yield* inLongerStories(search, storm, place)
  // Whatever was still tried when the budget ended: this one is proven.
  search.isSpent = false
  moveTo(search, place)
  return place.verified
}

/** Guesses that are right most of the time: nothing after the violation matters, no other customer does, no deviation does. */
function* leap(search: Search, violation: Violation): Asking<void> {
  const who = whoOf(violation, membersOf(search.best))
  const storm = search.best.workload
  const isEarly = (line: StoryLine): boolean => storm.starts + line.at <= violation.at
  const early = { ...storm, story: storm.story.filter(isEarly) }
  const alone = { ...early, story: early.story.filter((line) => who === undefined || line.who === who) }
  const others = membersOf(search.best).filter((member) => member !== who)
  if (yield* holdsFor(search, { workload: alone, record: new Map() })) return
  const outcomes = new Map([...search.best.record].filter(([name]) => isOfTheBank(name)))
  if (outcomes.size > 0 && (yield* holdsFor(search, { workload: early, record: outcomes }))) return
  const record = others.reduce((best, other) => withoutMember(best, other), search.best).record
  if (who === undefined || !(yield* holdsFor(search, { workload: alone, record })))
    yield* holdsFor(search, { workload: early, record: search.best.record })
  if (search.best.record.size > 0) yield* holdsFor(search, { workload: search.best.workload, record: new Map() })
  const struck = [...search.best.record].filter(([name]) => kindOfChoice(name) !== 'dispute')
  if (struck.length < search.best.record.size) yield* holdsFor(search, { workload: search.best.workload, record: new Map(struck) })
}

import { faults } from '../faults/index.ts'
import type { RunResult, Violation } from '../kernel/plan.ts'
import { type Candidate, choicesOf, classOf, elementsOf, faultsOf, kindOfChoice, kindsOf, kindsThatStrike, membersOf } from './candidate.ts'
import { reduce, toMinimal } from './minimal.ts'
import { type Asking, ask, met, type Search, showing, type Words } from './search.ts'

/** A minimum, and how many runs proved it. */
export interface Place {
  readonly best: Candidate
  readonly result: RunResult | undefined
  readonly target: string
  readonly verified: number
}

export const placeOf = ({ best, result, target }: Search, verified: number): Place => ({ best, result, target, verified })
export const moveTo = (search: Search, { best, result, target }: Place): void => void Object.assign(search, { best, result, target })

const rankOf = (name: string): number => faults.findIndex(({ kind }) => kind.segment.text === kindOfChoice(name))

/** Fewer members, elements, deviations. */
const sizeOf = (candidate: Candidate): readonly number[] => [
  membersOf(candidate).length,
  elementsOf(candidate).length,
  candidate.record.size,
]

/** Has more of something; or as much of all, and less simple kinds. */
export const isLarger = (a: Candidate, b: Candidate): boolean => isMore([...sizeOf(a), simplicityOf(a)], [...sizeOf(b), simplicityOf(b)])
const simplicityOf = ({ record }: Candidate): number => Math.max(-1, ...[...record.keys()].map(rankOf))

function isMore(one: readonly number[], other: readonly number[]): boolean {
  const at = one.findIndex((each, index) => each !== other[index])
  return at !== -1 && one[at]! > other[at]!
}

/** Runs that one candidate may take to become small. */
const patience = 40

/** What a failure may not lose on its way, unless it keeps its words: what holds no deviation any more is another one than one that needs some. */
const keepsFaults = ({ best }: Place): ((candidate: Candidate) => boolean) => {
  const needs = faultsOf(best).length > 0
  return (candidate) => faultsOf(candidate).length > 0 === needs
}

/**
 * Is this the failure that is wanted? Or one of the same invariant at the same kinds of objects, in other words: a row that
 * is missing here has another status there.
 */
function kin(result: RunResult, from: Place, mayDiffer: boolean): Violation | undefined {
  const same = showing(result, from.target)
  if (same !== undefined || !mayDiffer || result.verdict !== 'broken') return same
  const wanted = showing(from.result!, from.target)!
  const thingsOf = [...result.record.keys()].some((name) => ofDeliveries.has(kindOfChoice(name))) ? inFull : byLastWord
  return result.violations.find((each) => each.code === wanted.code && thingsOf(each) === thingsOf(wanted))
}

/**
 * What fails amid its work fails alike whichever webhook it works on, and a subscription that has ended is a subscription. But which
 * webhook overtakes which is the story itself: a creation after its end is not a creation after its update.
 */
const ofDeliveries = kindsThatStrike('delivery')
const inFull = (violation: Violation): string => kindsOf(violation).join('+')
const byLastWord = (violation: Violation): string => [...new Set(kindsOf(violation).map((kind) => kind.split(' ').at(-1)))].join('+')

/**
 * The minimum of a candidate, if it fails alike and that is no larger than the least so far, which else stays.
 * @param from the failure that is looked for
 * @param cause what stands for its cause and must be left in the minimum; then the words of the failure may differ
 */
export function* smaller<Least extends Place | undefined>(
  search: Search,
  from: Place,
  least: Least,
  candidate: Candidate,
  cause?: (candidate: Candidate) => boolean,
  words: Words | 'stay, and nothing else' = search.words,
): Asking<Place | Least> {
  const { limit } = search
  search.limit = Math.min(limit, search.executions + patience)
  const mayDiffer = words === 'may differ'
  const keeps = words === 'stay, and nothing else' ? () => true : keepsFaults(from)
  const stays = (best: Candidate): boolean => keeps(best) && (cause?.(best) ?? true)
  const shown = yield* firstKin(search, candidate, (result) => kin(result, from, mayDiffer))
  let found: Place | Least = least
  if (shown !== undefined) {
    moveTo(search, shown)
    yield* reduce(search, choicesOf)
    const most = least === undefined ? Infinity : elementsOf(least.best).length
    if (stays(search.best) && elementsOf(search.best).length <= most) {
      const verified = yield* toMinimal(search)
      // Stories and kinds are tried in a fixed order: of what is as large as the seed's own, the first found is told.
      const isSmaller =
        least === undefined || !(least === from ? isMore(sizeOf(search.best), sizeOf(least.best)) : isLarger(search.best, least.best))
      if (!search.isSpent && stays(search.best) && isSmaller) found = placeOf(search, verified)
    }
  }
  search.isSpent = false
  search.limit = limit
  moveTo(search, found ?? from)
  return found
}

/** Something else may break first and end the run; then it is asked again without what that was about. */
function* firstKin(search: Search, candidate: Candidate, isKin: (result: RunResult) => Violation | undefined): Asking<Place | undefined> {
  const { workload } = candidate
  let { record } = candidate
  for (let time = 0; time < 2; time++) {
    const result = yield* ask(search, { workload, record })
    if (result?.verdict !== 'broken') return undefined
    const violation = isKin(result)
    if (violation !== undefined) return { best: met({ workload, record }, result), result, target: classOf(violation), verified: 0 }
    const ids = result.violations.flatMap(({ witness }) => witness.subjects.map(({ id }) => id))
    record = new Map([...result.record].filter(([name]) => !ids.some((id) => name.includes(id))))
    if (record.size === 0 || record.size === result.record.size) return undefined
  }
  return undefined
}

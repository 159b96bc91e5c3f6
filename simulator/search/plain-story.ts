import { days } from '#machines'
import type { DisputeCourse } from '../provider/disputes/courses.ts'
import type { StoryLine, Workload } from '../kernel/plan.ts'
import { type Candidate, faultsOf, kindOfChoice, membersOf, whoOf } from './candidate.ts'
import { askedIn, atPoints, everywhere, interleaving, tries, triesAtPoints } from './deviations.ts'
import { kindInWords } from './identity.ts'
import { type Place, placeOf, smaller } from './place.ts'
import { type Asking, type Search, showing } from './search.ts'
import { goesBack, plain } from './short-stories.ts'
import { rounderStarts } from './simpler.ts'

/** One customer, one command, one sort of deviation: where every search for a failure of that sort ends. */
export const isPlain = (candidate: Candidate): boolean =>
  candidate.workload.story.length === 1 && new Set([...candidate.record].map(([name, value]) => kindInWords(name, value))).size === 1

const isDisputed = ({ record }: Candidate): boolean => [...record.keys()].some((name) => kindOfChoice(name) === 'dispute')

/** Nothing plainer need be looked for: it is plain, or is about what goes back, by a bank's doing or ours. */
export const isSettled = (candidate: Candidate): boolean => isPlain(candidate) || isDisputed(candidate) || faultsOf(candidate).length === 0

/**
 * Looks for a failure that needs a fault where most of them show: one customer signs up, and one kind of deviation strikes
 * wherever it can. Which minimum a seed leads to hangs on the seed; this one does not.
 * @param storm what the seed drew
 * @returns undefined when nothing there fails alike
 */
export function* inPlainStory(search: Search, storm: Workload): Asking<Place | undefined> {
  const from = placeOf(search, 0)
  const first = firstOf(search, from)
  if (first === undefined) return undefined
  const starts = rounderStarts(storm.starts)[0] ?? storm.starts
  const workload: Workload = { ...storm, starts, lasts: days(2), story: [plain(first, storm)] }
  const kinds = new Set(faultsOf(from.best).map(kindOfChoice))
  if (isDisputed(from.best))
    return kinds.size === 0 ? yield* atTheBank(search, from, workload, first) : yield* besideDisputes(search, from, workload, first, kinds)
  if (kinds.size === 0) return undefined
  const asked = yield* askedIn(search, workload)
  const isInterleaved = interleaving.some((kind) => kinds.has(kind))
  const likely = triesAtPoints.filter(({ kind }) =>
    hindering.has(kind) ? isInterleaved : kind === 'commit unknown' ? isInterleaved || kinds.has(kind) : kinds.has(kind),
  )
  let least: Place | undefined
  for (const record of [...everywhere(tries, asked), ...atPoints(likely, asked)]) {
    if (record.size === 0) continue
    least = yield* smaller(search, from, least, { workload, record })
    if (least !== undefined && isPlain(least.best)) return least
  }
  return least
}

/** Kinds that are tried wherever any of them may be the cause. */
const hindering: ReadonlySet<string> = new Set(['slow read', 'timeout after', 'delivery timeout', 'hold'])

/** What a bank may do about that one payment so that anything comes of it; it takes its time. */
const courses = ['lost', 'withdrawn', 'lost, then won', 'fraud warning, then lost'] as const satisfies readonly DisputeCourse[]
const disputed = ({ who }: StoryLine, of: readonly DisputeCourse[] = courses): readonly ReadonlyMap<string, string>[] =>
  of.map((course) => new Map([[`${who}/signup/payment 1/dispute`, `${course}: a day on`]]))

/** Money that comes back by a bank's doing, or plainer by ours. */
function* atTheBank(search: Search, from: Place, workload: Workload, first: StoryLine): Asking<Place | undefined> {
  const story = goesBack(first, workload)
  let least = yield* smaller(search, from, undefined as Place | undefined, {
    workload: { ...workload, lasts: days(40), story },
    record: new Map(),
  })
  const longer = disputed(first).map((record) => ({ workload: { ...workload, lasts: days(40) }, record }))
  // At last one that nobody has decided about when all ends.
  for (const candidate of [...longer, { workload, record: longer[0]!.record }]) least ??= yield* smaller(search, from, least, candidate)
  return least
}

/** The plain story with that payment disputed, and each of the kinds of faults that are needed beside it. */
function* besideDisputes(
  search: Search,
  from: Place,
  short: Workload,
  first: StoryLine,
  kinds: ReadonlySet<string>,
): Asking<Place | undefined> {
  const workload: Workload = { ...short, lasts: days(40) }
  // A course of few events first.
  for (const dispute of disputed(first, ['withdrawn', 'lost'])) {
    const asked = yield* askedIn(search, workload, dispute)
    for (const struck of everywhere(
      tries.filter(({ kind }) => kinds.has(kind)),
      asked,
    )) {
      if (struck.size === 0) continue
      const least = yield* smaller(search, from, undefined as Place | undefined, { workload, record: new Map([...dispute, ...struck]) })
      if (least !== undefined) return least
    }
  }
  return undefined
}

/** The first signup of whom the failure is about. */
export function firstOf({ best }: Pick<Search, 'best'>, { result, target }: Place): StoryLine | undefined {
  const shown = showing(result!, target)
  const who = shown === undefined ? undefined : whoOf(shown, membersOf(best))
  const signups = best.workload.story.filter((line) => line.command.do === 'subscribe' && (who === undefined || line.who === who))
  return signups.toSorted((a, b) => a.at - b.at)[0]
}

import { days, type Duration, hours, type Method, methods, minutes } from '#machines'
import { type ChoiceRecord, type Value, whatIsAsked } from '../kernel/choices.ts'
import type { DisputeCourse } from '../provider/disputes/courses.ts'
import type { StoryLine, Workload } from '../kernel/plan.ts'
import { type Candidate, faultsOf, kindOfChoice } from './candidate.ts'
import { activityInWords, kindInWords } from './identity.ts'
import { type Place, placeOf, smaller } from './place.ts'
import { type Asking, ask, type Search, showing } from './search.ts'
import { rounderStarts, simplerCommands, valuesOf } from './simpler.ts'

/** Kinds of deviations with the value that each is tried with, simplest first. A value that is a list goes to the questions in turn. */
const tries: readonly { readonly kind: string; readonly value: Value | readonly Value[] }[] = [
  // The longest delay first: what is delayed alike keeps its order.
  { kind: 'redeliver', value: true },
  { kind: 'redeliver late', value: (valuesOf['redeliver late'] ?? []).toReversed() },
  { kind: 'tie', value: true },
  { kind: 'reorder', value: (valuesOf['reorder'] ?? []).toReversed() },
  { kind: 'late', value: (valuesOf['late'] ?? []).toReversed() },
  { kind: 'lost', value: true },
  { kind: 'poison', value: true },
  { kind: 'slow read', value: (valuesOf['slow read'] ?? []).toReversed() },
  { kind: 'timeout after', value: true },
  { kind: 'timeout before', value: true },
  { kind: 'hang', value: 'executed' },
  { kind: 'hang', value: 'not executed' },
  { kind: 'reset', value: 'before' },
  { kind: 'reset', value: 'after' },
  { kind: 'rate limited', value: true },
  { kind: 'server error', value: 'not executed' },
  { kind: 'poison job', value: '20 min' },
  { kind: 'poison job', value: '20 min, two clicks' },
  { kind: 'poison job', value: '4 h' },
  { kind: 'job twice', value: 'at once' },
  { kind: 'job late', value: '2 min' },
  { kind: 'serialization failure', value: true },
  { kind: 'commit unknown', value: 'unknown, done' },
  { kind: 'commit unknown', value: 'unknown, not done' },
  { kind: 'hand edit', value: 'status' },
]

/** Kinds that hinder each other when they strike everywhere at once: of these one point after another. */
const triesAtPoints: typeof tries = [
  { kind: 'delivery timeout', value: true },
  { kind: 'hold', value: (valuesOf['hold'] ?? []).toReversed() },
  { kind: 'commit unknown', value: 'unknown, done' },
  { kind: 'crash', value: '1 s' },
]

/** These questions answered so, as far as they came up. */
const answered = (names: readonly string[], value: Value | readonly Value[]): ChoiceRecord =>
  new Map(names.map((name, index) => [name, isList(value) ? value[Math.min(index, value.length - 1)]! : value]))
const isList = (value: Value | readonly Value[]): value is readonly Value[] => Array.isArray(value)

/** One customer, one command, one sort of deviation: where every search for a failure of that sort ends. */
export const isPlain = (candidate: Candidate): boolean =>
  candidate.workload.story.length === 1 && new Set([...candidate.record].map(([name, value]) => kindInWords(name, value))).size === 1

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
  let least: Place | undefined
  if (kinds.has('dispute'))
    for (const course of courses) {
      const record = new Map([[`${first.who}/signup/payment 1/dispute`, `${course}: a day on`]])
      least = yield* smaller(search, from, least, { workload: { ...workload, lasts: days(40) }, record })
      if (least !== undefined && isPlain(least.best)) return least
    }
  const asked = yield* askedIn(search, workload)
  const isInterleaved = interleaving.some((kind) => kinds.has(kind))
  const likely = triesAtPoints.filter(({ kind }) => (kind === 'crash' ? kinds.has('crash') : isInterleaved))
  const records = [...everywhere(tries, asked), ...atPoints(likely, asked)]
  for (const record of records) {
    if (record.size === 0) continue
    least = yield* smaller(search, from, least, { workload, record })
    if (least !== undefined && isPlain(least.best)) return least
  }
  return least
}

/** What a bank may do about that one payment so that anything comes of it; it takes its time. */
const courses = ['lost', 'withdrawn', 'lost, then won'] as const satisfies readonly DisputeCourse[]

const interleaving = ['delivery timeout', 'hold', 'overtakes', 'slow read', 'crash']

/** The questions about faults that may strike and came up in a run in which nothing deviates, by kind. */
function* askedIn(search: Search, workload: Workload): Asking<ReadonlyMap<string, readonly string[]>> {
  const result = yield* ask(search, { workload, record: new Map([[whatIsAsked, true]]) })
  return Map.groupBy(
    [...(result?.record.keys() ?? [])].filter((name) => search.mayDeviate(kindOfChoice(name))),
    kindOfChoice,
  )
}

/** Names that are of one kind at one point, whenever that is; of commits those of one sort of activity. */
const byPoint = (kind: string, names: readonly string[]): readonly (readonly string[])[] => [
  ...Map.groupBy(names, (name) => `${kind === 'commit unknown' ? activityInWords(name) : ''} ${kindInWords(name, true)}`).values(),
]

/** The plain story for longer, and with cards that fail, after a trial or at once: for the kinds of deviations that a minimum needs. */
export function* inLongerStories(search: Search, storm: Workload, from: Place): Asking<Place> {
  const first = firstOf(search, from)
  const kinds = new Set(faultsOf(from.best).map(kindOfChoice))
  if (first === undefined || (isPlain(from.best) && isPlainest(first) && !kinds.has('crash'))) return from
  const points = new Set([...from.best.record].map(([name, value]) => kindInWords(name, value)))
  // A worker that dies does not hear what became of its commit.
  if (kinds.has('crash')) kinds.add('commit unknown')
  const coupon = from.best.workload.story.find(({ who, command }) => who === first.who && command.do === 'apply coupon')
  for (const [index, story] of longerStories(first, storm, kinds.size > 0, coupon).entries()) {
    const workload: Workload = { ...storm, lasts: days(80), story }
    const asked = kinds.size === 0 ? new Map<string, readonly string[]>() : yield* askedIn(search, workload)
    const needed = ({ kind }: { readonly kind: string }): boolean => kinds.has(kind)
    const records: ChoiceRecord[] = kinds.size === 0 ? [new Map()] : everywhere(tries.filter(needed), asked)
    // Where everybody's card works all points are tried, elsewhere those of the minimum.
    for (const record of atPoints(triesAtPoints.filter(needed), asked))
      if (index < 2 || [...record].some(([name, value]) => points.has(kindInWords(name, value)))) records.push(record)
    for (const record of records) {
      if (record.size === 0 && kinds.size > 0) continue
      const to = yield* smaller(search, from, from, { workload, record })
      if (to !== from) return to
    }
  }
  return from
}

/**
 * A signup; one that is changed while the first pause may still last; signups whose payment fails, now or after a trial. Where a
 * coupon is needed it comes first.
 */
function longerStories(
  first: StoryLine,
  storm: Workload,
  needsFault: boolean,
  coupon: StoryLine | undefined,
): readonly (readonly StoryLine[])[] {
  const simple = plain(first, storm)
  const change: StoryLine = { ...simple, id: 'change', at: hours(1), command: { do: 'change quantity', quantity: 2 } }
  const failing = [undefined, days(7)].flatMap((trial) => methods.map((method) => [plain(first, storm, method, trial)]))
  if (coupon !== undefined) {
    const lowered = [
      { ...coupon, at: 0 as Duration },
      { ...simple, at: minutes(1) },
    ]
    return [lowered, [...lowered, change]]
  }
  const refund: StoryLine = { ...simple, id: 'refund', at: hours(1), command: { do: 'refund' } }
  const pause: StoryLine = { ...simple, id: 'pause', at: hours(1), command: { do: 'pause' } }
  return [
    [simple],
    [simple, change],
    ...(needsFault
      ? []
      : [
          [simple, refund],
          [simple, pause],
        ]),
    ...failing.slice(1),
  ]
}

const everywhere = (list: typeof tries, asked: ReadonlyMap<string, readonly string[]>): ChoiceRecord[] =>
  list.map(({ kind, value }) => answered(asked.get(kind) ?? [], value))

const atPoints = (list: typeof tries, asked: ReadonlyMap<string, readonly string[]>): readonly ChoiceRecord[] =>
  list.flatMap(({ kind, value }) => byPoint(kind, asked.get(kind) ?? []).map((names) => answered(names, value)))

function firstOf({ best }: Search, { result, target }: Place): StoryLine | undefined {
  const who = showing(result!, target)?.witness.who
  const signups = best.workload.story.filter((line) => line.command.do === 'subscribe' && (who === undefined || line.who === who))
  return signups.toSorted((a, b) => a.at - b.at)[0]
}

const isPlainest = ({ command }: StoryLine): boolean =>
  command.do === 'subscribe' && command.method === 'card' && command.trial === undefined

/** A customer signs up at the start, as simply as can be. */
const plain = (line: StoryLine, { policy }: Workload, method: Method = 'card', trial?: Duration): StoryLine => {
  const command = simplerCommands(line.command, policy)[0] ?? line.command
  const at = 0 as Duration
  // Where tax is kept nothing happens to somebody of whom nobody knows where they are.
  const home = policy.taxes?.rates[0]?.place
  return command.do === 'subscribe'
    ? {
        ...line,
        at,
        command: { ...command, method, ...(home === undefined ? {} : { place: home }), ...(trial === undefined ? {} : { trial }) },
      }
    : { ...line, at }
}

import { days, type Duration, hours, type Instant, later, minutes, type Policy, type View, type Who } from '#machines'
import {
  type ChoiceKind,
  type ChoiceRecord,
  commonOf,
  endsOtherwise,
  type Fault,
  faults,
  eye,
  outcomeChoice,
  type RunPlan,
  type RunResult,
  type Scene,
  type Source,
  transparentFaultsChangeNothing,
  type Violation,
} from '#simulator'

/** What a comparison came to: the run with the faults, which is broken where an account ends otherwise than without them. */
export interface Comparison {
  readonly result: RunResult
  /** Accounts that were compared, and those where a deadline or a command came before all was known again. */
  readonly compared: number
  readonly skipped: number
}

/** Seeds whose run is compared: one in sixteen. */
export const isCompared = (seed: number): boolean => seed > 0 && seed % 16 === 0

const kindsOf = (which: Fault['class']): readonly ChoiceKind[] => faults.filter((fault) => fault.class === which).map((fault) => fault.kind)
const outcomes: ReadonlySet<ChoiceKind> = new Set([outcomeChoice, ...kindsOf('outcome')])
const transparent: ReadonlySet<ChoiceKind> = new Set(kindsOf('transparent'))
const outcomeWords = new Set([...outcomes].map(({ segment }) => segment.text))

/** The seed's own faults without those that may lawfully lead elsewhere: what is late, held or never sent. */
export function onlyTransparent(source: Source): Source {
  if (source.kind === 'record') return source
  const rates = [...source.rates].filter(([kind]) => outcomes.has(kind) || transparent.has(kind))
  return { ...source, rates: new Map(rates) }
}

const kindIn = (name: string): string => name.slice(name.lastIndexOf('/') + 1)
const outcomesOf = (record: ChoiceRecord): ChoiceRecord => new Map([...record].filter(([name]) => outcomeWords.has(kindIn(name))))

/**
 * Runs a workload with faults that may not matter, and once more with the same outcomes of payments and without the faults.
 * What follows a customer must end alike. Where a system has deadlines of its own, an account is left out when one of them,
 * or anything else that happens to it, comes while something may still be unknown because of a fault.
 */
export function compared(plan: Omit<RunPlan, 'keepTrace'>, run: (plan: RunPlan) => RunResult): Comparison {
  const faulty = watchedRun(plan, run)
  const { result } = faulty
  const skipsAll = { result, compared: 0, skipped: 0 }
  if (result.verdict !== 'held' || faulty.end === undefined) return skipsAll
  const clean = watchedRun({ ...plan, source: { kind: 'record', record: outcomesOf(result.record) } }, run)
  if (clean.result.verdict !== 'held' || clean.end === undefined) return skipsAll
  const cast = [...new Set(plan.workload.story.map(({ who }) => who))]
  const violations: Violation[] = []
  let skipped = 0
  for (const who of cast) {
    if (!isComparable(who, plan, faulty as Ended, clean as Ended)) skipped++
    else {
      const witness = endsOtherwise(who, faulty.end.view, clean.end.view)
      if (witness !== undefined) violations.push({ ...transparentFaultsChangeNothing, witness, at: result.endedAt, step: result.steps })
    }
  }
  return {
    result: violations.length === 0 ? result : { ...result, verdict: 'broken', violations },
    compared: cast.length - skipped,
    skipped,
  }
}

interface Ended {
  readonly result: RunResult
  readonly end: { readonly view: View; readonly truth: Pick<Scene['truth'], 'commands' | 'charges'> }
}

/** One run with its trace, and what was to be seen at its end. */
function watchedRun(
  plan: Omit<RunPlan, 'keepTrace'>,
  run: (plan: RunPlan) => RunResult,
): { result: RunResult; end: Ended['end'] | undefined } {
  let end: Ended['end'] | undefined
  const last = eye('end', ({ view, truth: { commands, charges } }) => void (end = { view, truth: { commands, charges } }))
  const invariants = [...plan.invariants, last]
  // The eye is one judge more: what the others have in common with other runs does not know of it.
  return { result: run({ ...plan, invariants, common: commonOf(plan.system, invariants), keepTrace: true }), end }
}

// ── what may be compared ────────────────────────────────────────────────────────────────────────────────────────────

function isComparable(who: Who, { system, workload }: Pick<RunPlan, 'system' | 'workload'>, faulty: Ended, clean: Ended): boolean {
  // A copy of the provider's objects has no deadline of its own: whatever was late, in the end it is equal.
  const isCopy = system.capabilities.authority === 'provider'
  if (endsApart(who, faulty, clean, isCopy ? actsOf : momentsOf)) return false
  if (isCopy) return true
  if (!sameTimes(who, faulty, clean)) return false
  const moments = momentsOf(who, clean.result)
  const sensitive = [...moments, ...moments.flatMap((moment) => spansOf(workload.policy).map((span) => later(moment, span)))]
  return lagsOf(who, faulty.result).every(({ from, to }) => !sensitive.some((moment) => from < moment && moment <= to))
}

/** Were commands answered and was money moved at the same instants? If not, periods and prorations may differ by them. */
function sameTimes(who: Who, faulty: Ended, clean: Ended): boolean {
  const timesOf = ({ end: { truth } }: Ended): string =>
    JSON.stringify([
      truth.commands.filter((each) => each.who === who).map(({ id, repliedAt, reply }) => [id, repliedAt, reply?.kind]),
      truth.charges.filter((each) => each.owner === who && each.outcome === 'succeeded').map(({ at }) => at),
    ])
  return timesOf(faulty) === timesOf(clean)
}

/** Runs end when nothing is owed any more; between two ends, or at the same instant after one of them, more may happen. */
function endsApart(who: Who, faulty: Ended, clean: Ended, momentsIn: typeof momentsOf): boolean {
  const ends = [faulty.result.endedAt, clean.result.endedAt]
  const isBetween = (moment: Instant | undefined): boolean =>
    moment !== undefined && Math.min(...ends) <= moment && moment <= Math.max(...ends)
  const happens = ({ result }: Ended): boolean => momentsIn(who, result).some(isBetween)
  const changes = ({ end: { view } }: Ended): boolean =>
    (view.subscriptions ?? []).some((row) => row.who === who && isBetween(row.periodEnd)) ||
    (view.access ?? []).some((row) => row.who === who && isBetween(row.until))
  return [faulty, clean].some((each) => happens(each) || changes(each))
}

/** Whenever something happened to a customer, or a job ran, which may have been about anybody. */
const momentsOf = (who: Who, { trace }: RunResult): readonly Instant[] => [
  ...new Set(trace.filter((record) => record.who === who || record.who === undefined).map(({ at }) => at)),
]

/** Whenever a customer or the provider did something about a customer. */
const actsOf: typeof momentsOf = (who, { trace }) =>
  trace.filter((record) => record.who === who && (record.kind === 'event' || record.kind === 'command')).map(({ at }) => at)

/** How long after anything a deadline of policy may fire. */
const spansOf = ({ changeExpires, draftWindow, grace, retries }: Policy): readonly Duration[] => [
  changeExpires,
  draftWindow,
  grace,
  ...retries,
]

/** How long after a fault it may take until everything is known again, if nothing else strikes. */
const recovery = {
  /** The next job that looks is a minute away. */
  job: minutes(2),
  /** A payment of unknown outcome is looked up, and so is what a worker had taken for itself when it died. */
  lookUp: minutes(20),
  /** The sender's copies come after 1, 10 and 60 minutes more; the last of them is struck by nothing. */
  copies: minutes(80),
  /** The sender gives up, and a reconcile comes a day later. */
  never: (days(4) + hours(1)) as Duration,
}

function recoversIn(kind: string, name: string): Duration {
  if (kind === 'lost') return recovery.never
  // A crash may have refused anybody's copy.
  if (kind === 'crash' || name.includes('/delivery ')) return recovery.copies
  return kind === 'serialization failure' ? recovery.job : recovery.lookUp
}

/** When something about a customer may not have been known because of a fault. */
function lagsOf(who: Who, { record, trace }: RunResult): readonly { readonly from: Instant; readonly to: Instant }[] {
  const spans = new Map<string, { from: Instant; to: Instant }>()
  for (const { activity, at } of trace) {
    const span = spans.get(activity)
    if (span === undefined) spans.set(activity, { from: at, to: at })
    else span.to = at
  }
  return [...record.keys()].flatMap((name) => {
    const kind = kindIn(name)
    // What comes twice was known the first time.
    if (outcomeWords.has(kind) || kind === 'redeliver' || kind === 'redeliver late' || kind === 'job twice') return []
    // A crash takes everybody's work along.
    if (kind !== 'crash' && !name.startsWith(`${who}/`) && !name.startsWith('job ')) return []
    const lasts = recoversIn(kind, name)
    const found = spanOf(name, spans) ?? bornAt(name, trace)
    return [found === undefined ? { from: 0 as Instant, to: Infinity as Instant } : { from: found.from, to: later(found.to, lasts) }]
  })
}

/** The activity that a choice is about: the longest beginning of its name. */
function spanOf(name: string, spans: ReadonlyMap<string, { readonly from: Instant; readonly to: Instant }>) {
  for (let end = name.lastIndexOf('/'); end > 0; end = name.lastIndexOf('/', end - 1)) {
    const span = spans.get(name.slice(0, end))
    if (span !== undefined) return span
  }
  return undefined
}

/** When the event was born whose delivery a choice is about; its name ends in an ordinal from the second on. */
function bornAt(name: string, trace: RunResult['trace']): { readonly from: Instant; readonly to: Instant } | undefined {
  const event = name.slice(name.indexOf('/') + 1, name.lastIndexOf('/'))
  const born = trace.filter(({ kind, says }) => kind === 'event' && says !== undefined && (event === says || event.startsWith(`${says} `)))
  const [first] = born
  return first === undefined ? undefined : { from: first.at, to: born.at(-1)!.at }
}

import type { TraceRecord } from '#simulator'
import type { Found } from './outcome.ts'
import { moment } from './words.ts'

/** One line of what happened, for people. */
export interface Row {
  readonly mark: '▲' | '✗' | ' '
  readonly step: number
  readonly when: string
  readonly actor: string
  readonly says: string
  /** Names of the choices that are seen here. */
  readonly choices: readonly string[]
  /** The command that is asked here, as `who/id`. */
  readonly command: string | undefined
}

/** What happened in a smallest run: its deviations, the step that broke it and what led there, at most so many rows. */
export function timelineOf({ trace, file, violation }: Found, most: number): readonly Row[] {
  const struck = new Map<number, string[]>()
  for (const { name } of file.choices) {
    const step = stepOf(name, trace)
    if (step !== undefined) struck.set(step, [...(struck.get(step) ?? []), name])
  }
  const broke = trace.findLast(({ step, says }) => step <= violation.step && says !== undefined)?.step
  const ancestors = causesOf(trace, broke)
  const ids = violation.witness.subjects.map(({ id }) => id)
  const weigh = (record: TraceRecord): number =>
    (record.step === broke ? 1_000 : 0) +
    (struck.has(record.step) ? 500 : 0) +
    (record.kind === 'command' && record.activity !== '' ? 100 : 0) +
    (ancestors.has(record.step) ? 6 : 0) +
    (ids.some((id) => record.subject === id || record.says?.includes(id) === true) ? 4 : 0) +
    (record.who !== undefined && record.who === violation.witness.who ? 3 : 0) +
    kindWeight[record.kind]
  const told = trace
    .filter(({ says, step }) => says !== undefined && step <= violation.step)
    .toSorted((a, b) => weigh(b) - weigh(a) || b.step - a.step)
    .slice(0, most)
    .toSorted((a, b) => a.step - b.step)
  const actors = actorsOf(told)
  return told.map((record, index) => ({
    mark: record.step === broke ? '✗' : struck.has(record.step) ? '▲' : ' ',
    step: record.step,
    when: whenOf(record, told[index - 1]),
    actor: actors(record),
    says: plainly(record),
    choices: struck.get(record.step) ?? [],
    command: record.kind === 'command' ? record.activity : undefined,
  }))
}

/** What a record says, less the actor that stands before it anyway. */
function plainly({ says = '', who }: TraceRecord): string {
  for (const actor of ['provider', 'operator', who])
    if (actor !== undefined && says.startsWith(`${actor}: `)) return says.slice(actor.length + 2)
  return says
}

const kindWeight: Readonly<Record<TraceRecord['kind'], number>> = {
  crash: 8,
  hold: 8,
  delivery: 3,
  commit: 3,
  answer: 3,
  effect: 3,
  job: 2,
  event: 1,
  call: 1,
  timer: 1,
  restart: 1,
  acknowledgement: 0,
  command: 5,
}

/** The absolute moment, or how much later than the row above when that is less than an hour. */
function whenOf({ at }: TraceRecord, above: TraceRecord | undefined): string {
  const gap = above === undefined ? Infinity : at - above.at
  if (gap === 0) return '·'
  return gap < 3_600_000 ? `+${gap < 60_000 ? `${(gap / 1_000).toFixed(1)} s` : `${Math.floor(gap / 60_000)} min`}` : moment(at)
}

function causesOf(trace: readonly TraceRecord[], step: number | undefined): ReadonlySet<number> {
  const byStep = new Map(trace.map((record) => [record.step, record]))
  const found = new Set<number>()
  for (let next = step; next !== undefined && next !== 0 && !found.has(next); next = byStep.get(next)?.cause) found.add(next)
  return found
}

/** The step at which a choice is seen: the copy that came again, the pause, the lost answer. */
function stepOf(name: string, trace: readonly TraceRecord[]): number | undefined {
  const cut = name.lastIndexOf('/')
  const scope = name.slice(0, cut)
  const kind = name.slice(cut + 1)
  const activity = scope.slice(0, scope.lastIndexOf('/'))
  const first = (test: (record: TraceRecord) => boolean): number | undefined => trace.find(test)?.step
  switch (kind) {
    case 'redeliver':
    case 'redeliver late': {
      const [, event = '', copy = '1'] = /^(.*)\/delivery (\d+)$/.exec(scope) ?? []
      return first((record) => record.kind === 'delivery' && record.activity === `${event}/delivery ${Number(copy) + 1}`)
    }
    case 'late':
    case 'tie':
    case 'reorder':
      return first((record) => record.kind === 'delivery' && record.activity === `${scope}/delivery 1`)
    case 'poison':
      return first((record) => record.kind === 'delivery' && record.activity === `${scope}/poisoned/delivery 1`)
    case 'poison job':
      return first(({ says }) => says?.includes(`, ${scope} is poisoned`) === true)
    case 'out of band':
    case 'dashboard refund':
    case 'dashboard detach':
      return first((record) => record.kind === 'command' && record.activity === scope)
    case 'sender patience':
      return first((record) => record.kind === 'timer' && record.subject === 'no answer')
    // What comes late because of it, or is wrong, is anywhere.
    case 'sender gaps':
    case 'clock skew':
      return undefined
    case 'hold':
    case 'delivery timeout':
    case 'crash':
      return first((record) => record.kind === (kind === 'crash' ? 'crash' : 'hold') && record.activity === activity)
    case 'job twice':
      return first((record) => record.kind === 'job' && record.activity === `${scope}/again`)
    case 'job late':
      return first((record) => record.kind === 'job' && record.activity === scope)
    case 'commit unknown':
    case 'deadlock':
    case 'serialization failure':
      return first((record) => record.kind === 'commit' && record.activity === activity)
    case 'hand edit': {
      const written = first(({ kind: is, activity: by, subject }) => is === 'commit' && scope === `${by}/${subject}`)
      return first((record) => record.kind === 'commit' && record.activity === '' && record.cause === written)
    }
    case 'overtakes':
      return trace.findLast((record) => record.activity !== '' && name.startsWith(`${record.activity}/`))?.step
    default:
      return first((record) => record.kind === 'answer' && record.activity === activity)
  }
}

/** Who acts in a row, in a word; webhooks and jobs that run beside each other get letters. */
function actorsOf(told: readonly TraceRecord[]): (record: TraceRecord) => string {
  const sort = ({ kind, activity, who, subject }: TraceRecord): string => {
    if (kind === 'event' || kind === 'timer') return 'provider'
    if (subject === 'mended' || (kind === 'command' && subject === 'replay')) return 'operator'
    if (kind === 'command') return who ?? 'somebody'
    if (activity.startsWith('job ')) return activity.slice(0, activity.indexOf('/'))
    if (activity.includes('/delivery ')) return 'webhook'
    return activity === '' ? 'world' : 'request'
  }
  const letters = new Map<string, Map<string, string>>()
  for (const record of told) {
    const group = letters.get(sort(record)) ?? new Map<string, string>()
    if (!group.has(record.activity)) group.set(record.activity, String.fromCharCode(65 + (group.size % 26)))
    letters.set(sort(record), group)
  }
  return (record) => {
    const group = letters.get(sort(record))
    const isOne =
      group === undefined ||
      group.size < 2 ||
      record.kind === 'command' ||
      record.subject === 'mended' ||
      record.kind === 'event' ||
      record.kind === 'timer'
    return isOne ? sort(record) : `${sort(record)} ${group.get(record.activity) ?? ''}`
  }
}

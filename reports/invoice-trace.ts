import { counted, grouped } from '#machines'
import type { TraceRecord } from '#simulator'
import { moment } from './words.ts'

/** One step in the life of an invoice. */
export interface InvoiceStep {
  /** From 1. */
  readonly number: number
  /** The step of the run's trace. */
  readonly step: number
  readonly record: TraceRecord
  /** The number of the step that it came of; undefined when somebody asked or the clock struck, or when nobody can tell. */
  readonly because: number | undefined
  /** Somebody asked, or a clock struck: what follows needs no cause before it. */
  readonly isRoot: boolean
}

const roots: ReadonlySet<TraceRecord['kind']> = new Set(['command', 'job', 'timer'])
/** What led to a step is told where it is somebody's doing, not where somebody merely looked. */
const links: ReadonlySet<TraceRecord['kind']> = new Set([...roots, 'delivery', 'event', 'crash'])
const told: ReadonlySet<TraceRecord['kind']> = new Set([...links, 'call', 'answer', 'commit', 'effect'])

const isOf = (id: string, invoice: string): boolean => id === invoice || id.startsWith(`${invoice}/`)

/** What happened to one invoice, from the first that led to it on: requests, job runs, provider calls, commits, webhooks, notices. */
export function invoiceTrace(trace: readonly TraceRecord[], invoice: string): readonly InvoiceStep[] {
  const byStep = new Map(trace.map((record) => [record.step, record]))
  const kept = new Set<number>()
  const listings = new Set<number>()
  for (const record of trace) {
    if (!told.has(record.kind) || record.about?.some((id) => isOf(id, invoice)) !== true || isBookkeeping(record, invoice)) continue
    // A listing names everything; it is told where something about this invoice came of it.
    if (record.subject.endsWith('.list')) {
      listings.add(record.step)
      continue
    }
    kept.add(record.step)
    for (let at = byStep.get(record.cause); at !== undefined; at = byStep.get(at.cause))
      if (links.has(at.kind) || listings.has(at.step)) kept.add(at.step)
  }
  const numbers = new Map<number, number>()
  return [...kept]
    .toSorted((a, b) => a - b)
    .map((step, index): InvoiceStep => {
      const record = byStep.get(step)!
      numbers.set(step, index + 1)
      let cause = byStep.get(record.cause)
      while (cause !== undefined && !kept.has(cause.step)) cause = byStep.get(cause.cause)
      const because = cause === undefined ? undefined : numbers.get(cause.step)
      return {
        number: index + 1,
        step,
        record,
        because,
        isRoot: record.cause === 0 && (roots.has(record.kind) || record.subject === 'mended'),
      }
    })
}

/** The invoices that a trace tells of, by id. */
export function invoicesIn(trace: readonly TraceRecord[]): readonly string[] {
  const found = new Set<string>()
  for (const { about } of trace)
    for (const id of about ?? []) {
      const own = /^([^/]+\/sub \d+\/[^/]+)\/attempt \d/.exec(id)?.[1] ?? /^in_[a-z0-9]+_\d+$/.exec(id)?.[0]
      if (own !== undefined) found.add(own)
    }
  return [...found]
}

/** Who acts, in a word. */
function actorOf({ kind, activity, who }: TraceRecord): string {
  if (kind === 'event') return 'provider'
  if (kind === 'timer') return 'clock'
  if (kind === 'command') return who ?? 'somebody'
  if (kind === 'job') return 'clock'
  if (activity.startsWith('job ')) return 'job'
  if (activity.includes('/delivery ')) return 'webhook'
  return activity === '' ? 'world' : 'request'
}

/** An outbox's own: an entry that somebody takes in hand, or that is done and told nothing new. */
const isBookkeeping = (record: TraceRecord, invoice: string): boolean => record.kind === 'commit' && commitInWords(record, invoice) === ''

/** What a commit was about, by the names of what it wrote. */
function commitInWords({ about = [], says = '' }: TraceRecord, invoice: string): string {
  const own = about.filter((id) => isOf(id, invoice)).map((id) => id.slice(invoice.length + 1))
  const decided = own.filter((id) => id.endsWith('/decided')).map((id) => id.slice(0, -'/decided'.length))
  const learnt = own.filter((id) => /\/(succeeded|failed|needs action|unknown|read)/.test(id)).map((id) => id.replace(/ \d{13}$/, ''))
  const words = [
    ...(learnt.length === 0 ? [] : [`learns: ${learnt.join(', ').replaceAll('/', ' ')}`]),
    ...(decided.length === 0 ? [] : [`decides: ${decided.join(', ').replaceAll('/', ' ')}`]),
  ].join('; ')
  if (words === '') return about.includes(invoice) ? says : ''
  if (says.endsWith(': committed')) return words
  return `${words}; ${says.endsWith(': conflict') ? 'not written, somebody was faster' : 'nobody knows whether it was written'}`
}

function saysOf(record: TraceRecord, invoice: string): string {
  const { kind, says = '', subject, who } = record
  if (kind === 'commit') return commitInWords(record, invoice)
  if (kind === 'effect') return `mails: ${(record.about ?? []).find((id) => isOf(id, invoice))?.slice(invoice.length + 1) ?? subject}`
  if (kind === 'delivery') return `hears ${says}`
  return who !== undefined && says.startsWith(`${who}: `) ? says.slice(who.length + 2) : says
}

/** `1 request and 3 runs of a job` */
function beginningsOf(steps: readonly InvoiceStep[]): string {
  const count = (kind: TraceRecord['kind']): number => steps.filter(({ isRoot, record }) => isRoot && record.kind === kind).length
  const words = (times: number, one: string, many: string): readonly string[] =>
    times === 0 ? [] : [times === 1 ? `1 ${one}` : `${grouped(times)} ${many}`]
  const all = [
    ...words(count('command'), 'request', 'requests'),
    ...words(count('job'), 'run of a job', 'runs of a job'),
    ...words(count('timer'), "timer of the provider's", "timers of the provider's"),
  ]
  return all.length === 0 ? 'nothing that is known' : all.join(' and ')
}

/** The life of one invoice on a page: who did what, and because of which line above. */
export function invoiceTraceText(trace: readonly TraceRecord[], invoice: string): readonly string[] {
  const steps = invoiceTrace(trace, invoice)
  const actors = steps.map(({ record }) => actorOf(record))
  const actorWidth = Math.max(...actors.map((actor) => actor.length), 4)
  const rows = steps.map(({ number, record, because, isRoot }, index) => {
    const above = steps[index - 1]?.record
    const when = above?.at === record.at ? '·' : moment(record.at)
    const from = because === undefined ? (isRoot ? '' : '  ← nobody knows why') : because === number - 1 ? '' : `  ← ${because}`
    return ` ${String(number).padStart(3)}  ${when.padEnd(15)}  ${actors[index]!.padEnd(actorWidth)}  ${saysOf(record, invoice)}${from}`
  })
  const lost = steps.filter(({ isRoot, because }) => !isRoot && because === undefined).length
  return [
    `${invoice}: ${counted(steps.length, 'step')} from ${beginningsOf(steps)}${lost === 0 ? ', each with its cause' : `; of ${lost} nobody knows why`}`,
    ...rows,
    ...(steps.some(({ because, number }) => because !== undefined && because !== number - 1)
      ? ['      ← n: because of line n; without it: because of the line above']
      : []),
  ]
}

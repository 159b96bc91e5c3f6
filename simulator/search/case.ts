import type { Command, Currency, Duration, Method, PlanKey, Who, Zone } from '#machines'
import { isoInstant, minor, utc } from '#machines'
import type { Value } from '../kernel/choices.ts'
import type { RunResult, StoryLine, Violation, Workload } from '../kernel/plan.ts'
import { type Candidate, membersOf } from './candidate.ts'
import { type CasePolicy, policyInWords, policyOf } from './case-policy.ts'
import { failureId, signatureOf } from './identity.ts'
import { isoDuration, parseIsoDuration } from './iso-duration.ts'

export const caseFormat = 'billstorm.case/1'

/** A counterexample as a file: what replays anywhere, with everything unlisted at its default. Spans are ISO 8601 text. */
export interface Case {
  readonly format: typeof caseFormat
  readonly made: CaseOrigin
  readonly world: {
    readonly starts: string
    readonly lasts: string
    readonly zone: Zone
    readonly currency: Currency
    readonly provider: string
    readonly apiVersion: string
    readonly policy: CasePolicy
  }
  /** Who takes part, and what each subscribes to first. */
  readonly cast: readonly CaseMember[]
  readonly story: readonly CaseLine[]
  readonly choices: readonly CaseChoice[]
  readonly broke: CaseFailure
  readonly digest: { readonly semantic: string; readonly choices: string }
  readonly verified: number
}

export interface CaseOrigin {
  readonly billstorm: string
  readonly kernel: number
  /** `renewals/card-expires@3f9c2e1` */
  readonly scenario: string
  readonly system: string
  readonly node: string
}

export interface CaseMember {
  readonly as: Who
  readonly plan?: PlanKey | undefined
  readonly quantity?: number | undefined
  readonly method?: Method | 'none' | undefined
  readonly trial?: string | undefined
  readonly terms?: string | undefined
  readonly through?: 'checkout' | undefined
  readonly place?: string | undefined
}

/** A command; a `subscribe` takes what it leaves out from the cast. */
export interface CaseLine {
  readonly id: string
  readonly who: Who
  readonly at: string
  readonly do: Command['do']
  readonly plan?: PlanKey | undefined
  readonly quantity?: number | undefined
  /** `none` is said aloud: what a line leaves out is the plainest. */
  readonly method?: Method | 'none' | undefined
  readonly trial?: string | undefined
  readonly terms?: string | undefined
  readonly through?: 'checkout' | undefined
  readonly place?: string | undefined
  readonly when?: 'now' | 'period end' | undefined
  readonly succeeds?: boolean | undefined
  readonly by?: string | undefined
  readonly amount?: number | undefined
  readonly apply?: boolean | undefined
  readonly operator?: string | undefined
  /** Whose seat. */
  readonly seat?: string | undefined
  readonly job?: string | undefined
  readonly coupon?: string | undefined
  readonly addOn?: string | undefined
}

export interface CaseChoice {
  readonly name: string
  readonly is: Value
  readonly essential: boolean
}

export interface CaseFailure {
  readonly id: string
  readonly invariant: string
  readonly clause: string
  readonly witness: string
  readonly signature: string
}

/** What a case needs to be told beside its run. */
export interface CaseMaking {
  readonly made: CaseOrigin
  readonly provider: string
  readonly apiVersion: string
}

/** Writes a smallest failing run down. Its choices are essential if `verified` says that each was tried. */
export function caseOf(
  candidate: Candidate,
  violation: Violation,
  digest: RunResult['digest'],
  verified: number,
  making: CaseMaking,
): Case {
  const { workload } = candidate
  const story = workload.story.toSorted((a, b) => a.at - b.at || (`${a.who}/${a.id}` < `${b.who}/${b.id}` ? -1 : 1))
  const firsts = new Map(membersOf({ ...candidate, workload: { ...workload, story } }).map((who) => [who, firstSubscribe(story, who)]))
  return {
    format: caseFormat,
    made: making.made,
    world: {
      starts: isoInstant(workload.starts),
      lasts: isoDuration(workload.lasts),
      zone: workload.policy.zone,
      currency: workload.policy.currency,
      provider: making.provider,
      apiVersion: making.apiVersion,
      policy: policyInWords(workload.policy),
    },
    cast: [...firsts].map(([who, line]) => ({ as: who, ...(line === undefined ? {} : termsOf(line.command)) })),
    story: story.map((line) => ({
      id: line.id,
      who: line.who,
      at: isoDuration(line.at),
      do: line.command.do,
      ...(firsts.get(line.who) === line ? {} : termsOf(line.command)),
    })),
    choices: [...candidate.record].map(([name, value]) => ({ name, is: value, essential: verified > 0 })),
    broke: {
      id: failureId(candidate, violation),
      invariant: violation.code,
      clause: violation.witness.clause,
      witness: violation.witness.says,
      signature: signatureOf(candidate),
    },
    digest,
    verified,
  }
}

const firstSubscribe = (story: readonly StoryLine[], who: Who): StoryLine | undefined =>
  story.find((line) => line.who === who && line.command.do === 'subscribe')

type Terms = Omit<CaseLine, 'id' | 'who' | 'at' | 'do'>

interface Spans {
  readonly trial?: Duration
  readonly terms?: Duration
  readonly by?: Duration
}

/** A command less its verb, spans as text. */
function termsOf(command: Command): Terms {
  const { do: _, ...terms } = command
  const { trial, terms: within, by, ...rest }: Spans & Omit<Terms, keyof Spans> = terms
  const isWithout = command.do === 'subscribe' && command.method === undefined
  return {
    ...rest,
    ...(isWithout ? { method: 'none' } : {}),
    ...(trial === undefined ? {} : { trial: isoDuration(trial) }),
    ...(within === undefined ? {} : { terms: isoDuration(within) }),
    ...(by === undefined ? {} : { by: isoDuration(by) }),
  }
}

/**
 * What a case replays.
 * @throws RangeError when a line lacks what its command needs, or a span or date cannot be read: the file's mistake
 */
export function candidateOf(file: Case): Candidate {
  const { world } = file
  const workload: Workload = {
    scenario: file.made.scenario.split('@', 1)[0] ?? 'case',
    starts: utc(world.starts),
    lasts: parseIsoDuration(world.lasts),
    policy: policyOf(world),
    story: file.story.map((line) => ({ id: line.id, who: line.who, at: parseIsoDuration(line.at), command: commandOf(line, file.cast) })),
  }
  return { workload, record: new Map(file.choices.map(({ name, is }) => [name, is])) }
}

const atOnce = ({ when }: CaseLine): { readonly when?: 'now' } => (when === 'now' ? { when } : {})

function commandOf(line: CaseLine, cast: readonly CaseMember[]): Command {
  const given = <
    Key extends
      | 'plan'
      | 'quantity'
      | 'method'
      | 'when'
      | 'succeeds'
      | 'by'
      | 'amount'
      | 'apply'
      | 'operator'
      | 'job'
      | 'coupon'
      | 'place'
      | 'addOn'
      | 'seat',
  >(
    key: Key,
  ): NonNullable<CaseLine[Key]> => {
    const value = line[key]
    if (value === undefined)
      throw new RangeError(`story line ${JSON.stringify(line.id)} of ${line.who}: ${line.do} needs ${JSON.stringify(key)}`)
    return value
  }
  switch (line.do) {
    case 'subscribe': {
      const member = cast.find(({ as }) => as === line.who)
      const plan = line.plan ?? member?.plan
      // A line that names its own plan is no first subscription: nothing of the cast is meant.
      const { trial, terms, through, place } = (line.plan === undefined ? member : line) ?? {}
      if (plan === undefined)
        throw new RangeError(`story line ${JSON.stringify(line.id)}: neither it nor the cast says which plan ${line.who} takes`)
      const method = line.method ?? member?.method ?? 'card'
      return {
        do: 'subscribe',
        plan,
        quantity: line.quantity ?? member?.quantity ?? 1,
        ...(method === 'none' ? {} : { method }),
        ...(trial === undefined ? {} : { trial: parseIsoDuration(trial) }),
        ...(terms === undefined ? {} : { terms: parseIsoDuration(terms) }),
        ...(through === undefined ? {} : { through }),
        ...(place === undefined ? {} : { place }),
      }
    }
    case 'change plan':
      return { do: 'change plan', plan: given('plan'), ...atOnce(line) }
    case 'change quantity':
      return { do: 'change quantity', quantity: given('quantity'), ...atOnce(line) }
    case 'change add-on':
      return { do: 'change add-on', addOn: given('addOn'), quantity: given('quantity'), ...atOnce(line) }
    case 'cancel':
      return { do: 'cancel', when: given('when') }
    case 'undo cancel':
    case 'delete account':
    case 'pause':
    case 'resume':
      return { do: line.do }
    case 'extend trial':
    case 'cut trial':
      return { do: line.do, by: parseIsoDuration(given('by')) }
    case 'assign seat':
    case 'unassign seat':
      return { do: line.do, seat: given('seat') }
    case 'update method':
      return { do: 'update method', method: methodOf(line, given('method')) }
    case 'authenticate':
      return { do: 'authenticate', succeeds: given('succeeds') }
    case 'grant credit':
      return { do: 'grant credit', amount: minor(given('amount')) }
    case 'apply coupon':
      return { do: 'apply coupon', coupon: given('coupon') }
    case 'set place':
      return { do: 'set place', place: given('place') }
    case 'remove coupon':
      return line.coupon === undefined ? { do: line.do } : { do: line.do, coupon: line.coupon }
    case 'void invoice':
    case 'write off':
      return { do: line.do }
    case 'pay debt':
    case 'mark paid':
      return line.amount === undefined ? { do: line.do } : { do: line.do, amount: minor(line.amount) }
    case 'refund':
      return line.amount === undefined ? { do: 'refund' } : { do: 'refund', amount: minor(line.amount) }
    case 'recompute':
      return { do: 'recompute', apply: given('apply'), operator: given('operator') }
    case 'replay':
      return { do: 'replay', job: given('job') }
    default:
      return line.do satisfies never
  }
}

function methodOf(line: CaseLine, method: Method | 'none'): Method {
  if (method === 'none') throw new RangeError(`story line ${JSON.stringify(line.id)} of ${line.who}: only a trial begins without a method`)
  return method
}

/** What became of a case that was run again. */
export type Match =
  | { readonly outcome: 'reproduced'; readonly violation: Violation }
  | { readonly outcome: 'other failure'; readonly violation: Violation }
  /** It holds and every element was met: the mistake is gone. */
  | { readonly outcome: 'passes' }
  /** It holds, but these elements never came up, so nothing is proven. */
  | { readonly outcome: 'stale'; readonly missing: readonly string[] }
  | { readonly outcome: 'undecided'; readonly why: string }

/** Holds a case against its replay. A command of the story is always sent; a choice may never be asked for. */
export function matchOf(file: Case, candidate: Candidate, result: RunResult): Match {
  if (result.verdict === 'undecided') return { outcome: 'undecided', why: result.why ?? 'the run ended without a verdict' }
  const same = result.violations.find((violation) => isSame(file, candidate, violation, result))
  if (same !== undefined) return { outcome: 'reproduced', violation: same }
  const [other] = result.violations
  if (other !== undefined) return { outcome: 'other failure', violation: other }
  const missing = file.choices.map(({ name }) => name).filter((name) => !result.record.has(name))
  return missing.length === 0 ? { outcome: 'passes' } : { outcome: 'stale', missing }
}

/** The same wrong outcome: the id of what the run shows, or at least its invariant and clause when elements moved. */
const isSame = (file: Case, candidate: Candidate, violation: Violation, result: RunResult): boolean =>
  violation.code === file.broke.invariant &&
  violation.witness.clause === file.broke.clause &&
  (failureId(candidate, violation) === file.broke.id || result.record.size < candidate.record.size)

/** Rises when equal plans no longer run alike; a token of another kernel is refused. */
export const kernelVersion = 2

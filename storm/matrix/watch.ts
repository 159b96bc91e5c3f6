import type { AccountState, Command, Instant, Move, Observer, Ruled, Start, Taken, Who } from '#machines'
import { endsWithPeriod } from '#machines'
import { snapshotOf } from './snapshot.ts'
import type { Disputed, Step } from './step.ts'

/** A transition of a chart, told from all others: chart, state, event, and which sentence of these two. */
export const moveName = (chart: string, from: string, event: string, sentence: number): string => `${chart}/${from}/${event}/${sentence}`

/** What one run took. */
export interface Watched {
  readonly steps: readonly Step[]
  readonly moves: ReadonlySet<string>
  readonly rulings: readonly Ruling[]
  readonly stays: readonly Stay[]
  /** Names of what was carried out once more and came to the same rows. */
  readonly repeated: ReadonlySet<string>
  /** The ways each object of a chart went, by its chart and id. What is learned late makes it go another way from where they part. */
  readonly walks: ReadonlyMap<string, readonly Walk[]>
}

/** Sentences in the order in which one object went by them. */
export type Walk = readonly { readonly name: string; readonly from: string; readonly to: string | undefined }[]

/** What was decided of a command, and of whom. */
export type Ruling = Pick<Ruled, 'operation' | 'start' | 'at' | 'refused' | 'command'> & { readonly who: Who }

/** An account stood somewhere for a while. */
export interface Stay {
  readonly who: Who
  readonly start: Start
  readonly from: Instant
  to: Instant
}

type CommandOf = (who: Who, fact: string) => Command | undefined

interface Open extends Step {
  inner: Step[]
  after: Step['after']
}

/**
 * Looks on during one run. Accounts are recomputed again and again: what was taken counts once, at its first sight, told
 * from all else by customer, cell, cause and instant.
 * @param tables the charts' tables, by name
 * @param commandOf what a customer had asked for, by the id of the fact that it was accepted
 */
export function watch(
  tables: Readonly<Record<string, object>>,
  startOf: (account: AccountState, now: Instant) => Start,
  commandOf: CommandOf,
): Observer & { readonly watched: () => Watched } {
  const charts = new Map(Object.entries(tables).map(([name, table]) => [table, name]))
  const seen = new Map<string, Step>()
  const repeated = new Set<string>()
  const steps: Step[] = []
  const open: Open[] = []
  const moves = new Set<string>()
  const walks = new Map<string, readonly Walk[]>()
  const rulings: Ruling[] = []
  const stays: Stay[] = []
  const standing = new Map<Who, Stay>()
  // What begins by time moves the chart first: where the customer stood is what the chart was left from.
  let left: { readonly state: string; readonly start: Start } | undefined
  const nameOf = ({ operation, form, passage }: Taken): string => passage ?? `${operation} ${form}`

  return {
    takes(taken) {
      const { account, at, policy, cause } = taken
      const name = nameOf(taken)
      const key = `${account.who}|${name}|${cause}|${at}`
      const known = seen.get(key)
      if (known !== undefined) return () => void (isSame(known.after, snapshotOf(account, at, policy)) && repeated.add(name))
      const before = snapshotOf(account, at, policy)
      const stands = account.subscriptions[taken.subscription]?.state
      const start = left !== undefined && taken.passage !== undefined && left.state === stands ? left.start : startOf(account, at)
      left = undefined
      const step: Open = { ...stepOf(taken, name, before, commandOf), start, inner: [], after: before }
      seen.set(key, step)
      open.push(step)
      return () => {
        step.after = snapshotOf(account, at, policy)
        open.pop()
        const outer = open.at(-1)
        if (outer === undefined) steps.push(step)
        else outer.inner.push(step)
      }
    },
    moves({ table, from, event, sentence, to, subject }: Move) {
      if (table === tables['subscription'])
        left =
          to === undefined
            ? undefined
            : { state: to, start: startIn(from, endsWithPeriod(subject as Pick<AccountState['subscriptions'][number], 'cancellation'>)) }
      const chart = charts.get(table) ?? 'unknown'
      const name = moveName(chart, from, event, sentence)
      moves.add(name)
      const walker = `${chart} ${(subject as { readonly id: string }).id}`
      walks.set(walker, wentOn(walks.get(walker), { name, from, to }))
    },
    rules({ account, command, operation, start, at, refused }) {
      rulings.push({ who: account.who, command, operation, start, at, refused })
    },
    reaches(account, now) {
      const start = startOf(account, now)
      const stay = standing.get(account.who)
      if (stay?.start === start) {
        stay.to = now
        return
      }
      const next: Stay = { who: account.who, start, from: now, to: now }
      standing.set(account.who, next)
      stays.push(next)
    },
    watched: () => ({ steps, moves, rulings, stays, repeated, walks }),
  }
}

/** One more sentence at the end of the latest way, or where a fold that was made anew has left it. */
function wentOn(ways: readonly Walk[] = [], next: Walk[number]): readonly Walk[] {
  const last = ways.at(-1) ?? []
  let length = last.length
  while (length > 0 && stateAfter(last, length) !== next.from) length--
  const way = [...last.slice(0, length), next]
  return length === last.length ? [...ways.slice(0, -1), way] : [...ways, way]
}

const stateAfter = (walk: Walk, length: number): string | undefined => walk[length - 1]!.to ?? walk[length - 1]!.from

const isSame = (a: Step['after'], b: Step['after']): boolean => JSON.stringify(a) === JSON.stringify(b)

/** Only states that time leads out of into another are asked for. */
const startIn = (state: string, isCanceling: boolean): Start =>
  state === 'trialing' ? 'trialing' : isCanceling ? 'active, cancel scheduled' : 'active'

function stepOf(taken: Taken, name: string, before: Step['before'], commandOf: CommandOf): Omit<Step, 'after' | 'inner' | 'start'> {
  const { account, operation, form, passage, cause, at, policy, subscription, invoice, change } = taken
  const attempt = account.attempts[taken.attempt]
  const refund = account.refunds[taken.refund]
  const dispute = account.disputes[taken.dispute]
  return {
    name,
    operation,
    form,
    passage,
    who: account.who,
    cause,
    at,
    policy,
    subscription,
    invoice,
    attempt: attempt === undefined ? undefined : { id: attempt.id, amount: attempt.amount },
    refund:
      refund === undefined ? undefined : { id: refund.id, amount: refund.amount, ofInvoice: refund.invoice >= 0, index: refund.index },
    dispute: dispute === undefined ? undefined : disputedIn(dispute),
    asked: commandOf(account.who, account.changes[change]?.cause ?? cause),
    before,
  }
}

const disputedIn = ({ provider, invoice, taken, held, lost, fees, feesPosted }: AccountState['disputes'][number]): Disputed => ({
  provider,
  ofInvoice: invoice >= 0,
  taken,
  held,
  lost,
  fee: fees - feesPosted,
})

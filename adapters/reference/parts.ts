import type {
  AccountCommand,
  AccountState,
  AuditRow,
  CommandReply,
  DeadLetterRow,
  Effect,
  Fact,
  HistoryRow,
  Instant,
  Job,
  JobEvent,
  Moved,
  Observer,
  Parts as MachineParts,
  Policy,
  Standing,
  Who,
  Zone,
} from '#machines'
import { historyOf, moveJob, standardParts } from '#machines'
import type { Burst, CommandInput, CommitAnswer, Delivery, ProviderAnswer, ProviderRequest, StoredRow, World, Write } from '#simulator'
import type { Accounts } from './accounts.ts'
import { acknowledge } from './acknowledge.ts'
import { findAnswered } from './answered.ts'
import { findReplaced } from './cards.ts'
import { findDetached } from './detached.ts'
import { findRefunds } from './refunds.ts'
import { claim } from './claim.ts'
import { command } from './command.ts'
import { findDisputes } from './disputes.ts'
import { fail } from './fail.ts'
import { countWeek, type Health, type Week } from './health.ts'
import { audited, repaired } from './operate.ts'
import { type More, record } from './record.ts'
import { replay } from './replay.ts'
import { requestFor } from './request.ts'
import { commit, type OutboxRow } from './tables.ts'
import { translateAnswer, translateEvent } from './translate.ts'

/** What a burst of the reference works with: its parts, the policy in force, and the clock. */
export interface Shop {
  readonly parts: Parts
  readonly accounts: Accounts
  readonly policy: () => Policy
  readonly now: () => Instant
}

/** What became of an effect: what we now know, and whether it must be tried again at a later time. */
export interface Performed {
  readonly facts: readonly Fact[]
  readonly again: Instant | undefined
  /** Why the try failed, in a few words of ours; then it has no outcome, and counts as a try. */
  readonly failed?: string | undefined
}

/**
 * The named parts the reference is assembled from. Each does one thing that teams get wrong in one way; a system that
 * gets it wrong differs from the reference in that part alone.
 */
export interface Parts {
  readonly machines: MachineParts
  /** What time it is: the store's, since workers' clocks differ by seconds and a second may be a day or a period. */
  readonly clock: (world: World) => Instant
  /** What a provider's event says, as facts. */
  readonly translateEvent: (event: Delivery['event'], now: Instant) => readonly Fact[]
  /** Asks the provider for the disputes that nobody told us of. */
  readonly findDisputes: (shop: Shop, world: World, by: string) => Burst<boolean>
  /** And for the cards that were replaced. */
  readonly findReplaced: (shop: Shop, world: World, by: string) => Burst<boolean>
  /** And for methods that were taken off. */
  readonly findDetached: (shop: Shop, world: World, by: string) => Burst<boolean>
  /** And for refunds that nobody asked us for. */
  readonly findRefunds: (shop: Shop, world: World, by: string) => Burst<boolean>
  /** And for what became of payments that wait for their customers. */
  readonly findAnswered: (shop: Shop, world: World, by: string) => Burst<boolean>
  /** What a provider's answer says, as facts. */
  readonly translateAnswer: (effect: Effect, answer: ProviderAnswer, started: Instant, now: Instant) => Performed
  /** The request that carries an effect out, with its idempotency key. */
  readonly requestFor: (effect: Effect, zone: Zone) => ProviderRequest | undefined
  /** Takes down what is asked of an account, once, under its lock. */
  readonly command: (shop: Shop, input: CommandInput, asked: AccountCommand) => Burst<CommandReply>
  /** Makes facts durable; a duplicate is the same row. */
  readonly record: (shop: Shop, who: Who, facts: readonly Fact[], more: More, by: string) => Burst<boolean>
  /** Writes what a recompute came to: all stores at once, or none. */
  readonly keep: (writes: readonly Write[]) => Burst<CommitAnswer>
  /** Takes an outbox entry for oneself, for a while. */
  readonly claim: (shop: Shop, who: Who, key: string) => Burst<StoredRow<OutboxRow> | undefined>
  /** What happens to a job. */
  readonly move: (job: Job, event: JobEvent, policy: Policy, now: Instant) => Moved | undefined
  /** Takes a failed try down. */
  readonly fail: (shop: Shop, who: Who, key: string, error: string, facts: readonly Fact[]) => Burst<void>
  /** Is somebody told of what has just happened to a job? */
  readonly isAlarming: (moved: Moved) => boolean
  /** Has a dead job tried again. */
  readonly replay: (shop: Shop, input: CommandInput, job: string) => Burst<CommandReply>
  /** The week's figures about jobs that failed. */
  readonly countWeek: (letters: readonly DeadLetterRow[], week: Week) => Health
  /** How a webhook is answered, given how handling it went. */
  readonly acknowledge: (handled: 'done' | 'not durable') => number
  /** An account's billing history. */
  readonly historyOf: (state: AccountState) => readonly HistoryRow[]
  /** What is stored instead of a copy that is not what the facts say. */
  readonly repaired: (stored: Standing | undefined, facts: Standing) => Standing
  /** What is written of a look at a stored copy, or of its repair, in the same commit. */
  readonly audited: (row: AuditRow) => readonly Write[]
}

export const referenceParts: Parts = {
  machines: standardParts,
  clock: (world) => world.storeNow(),
  translateEvent,
  findDisputes,
  findReplaced,
  findDetached,
  findRefunds,
  findAnswered,
  translateAnswer,
  requestFor,
  command,
  record,
  keep: (writes) => commit('account', writes),
  claim,
  move: (job, event, policy, now) => moveJob(standardParts.tables.job, job, event, policy, now),
  fail,
  isAlarming: ({ isAlarming }) => isAlarming,
  replay,
  countWeek,
  acknowledge,
  historyOf,
  repaired,
  audited,
}

/** The same parts with somebody looking on at the machines. */
export const watchedBy = (observer: Observer, parts: Parts = referenceParts): Parts => ({
  ...parts,
  machines: { ...parts.machines, observer },
  // Whoever moves jobs by other rules than ours is not looked into.
  move: parts.move === referenceParts.move ? movedBefore(observer, parts.machines) : parts.move,
})

/** Jobs are plain data and have no name of their own: each is known by what it came from. */
function movedBefore(observer: Observer, { tables }: MachineParts): Parts['move'] {
  const ids = new WeakMap<Job, string>()
  let last = 0
  return (job, event, policy, now) => {
    const id = ids.get(job) ?? `job ${++last}`
    const moved = moveJob(tables.job, job, event, policy, now, (from, heard, { sentence, target }) =>
      observer.moves({ table: tables.job, from, event: heard, sentence, to: target, subject: { id } }),
    )
    ids.set(job, id)
    if (moved !== undefined) ids.set(moved.job, id)
    return moved
  }
}

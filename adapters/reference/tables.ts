import type { CommandReply, Effect, Fact, Instant, Job, Standing, Who } from '#machines'
import type { Burst, CommitAnswer, StoredRow, StoreRequest, Write } from '#simulator'

/**
 * Rows by account: `facts`, `commands` and `audit` are only ever added; `outbox` entries leave when performed,
 * and `letters` tell of those that failed; `account` has the lock. `standing` copies what the facts come to, for whoever looks the account up.
 */
export interface OutboxRow {
  readonly effect: Effect
  /** When it was decided. */
  readonly since: Instant
  /** Nobody takes it before then: it waits for a retry, or somebody else is at it. */
  readonly from: Instant
  /** How often somebody took it and was not heard of again. */
  readonly tries: number
  /** How many idempotency keys have a 500 for an answer, which the provider would repeat for a day. */
  readonly spent?: number | undefined
  /** Where the job of it stands, once a try has failed; before that it waits, or somebody is at it. */
  readonly job?: Job | undefined
  /** What started it, in the words of the trail. */
  readonly cause: string
}

/** What an attempt has spent of keys: it is sent by more than one outbox entry, and by two workers at once. */
export interface KeysRow {
  readonly spent: number
  /** When the last 500 came. */
  readonly at: Instant
}

export interface CommandRow {
  readonly reply: CommandReply
}

/** The row whose version guards decisions: two that read the same state cannot both decide. */
export interface AccountRow {
  /** When the account must be looked at again by itself. */
  readonly wakeAt: Instant
}

/** How often a burst tries again when somebody else was faster. */
export const maxRaces = 12

/** What reads and writes are called; made once, for they are asked by name. */
const reads = {
  account: 'read account',
  audit: 'read audit',
  commands: 'read commands',
  facts: 'read facts',
  keys: 'read keys',
  letters: 'read letters',
  outbox: 'read outbox',
  standing: 'read standing',
} as const
type Table = keyof typeof reads

const writes = {
  account: 'write account',
  audit: 'write audit',
  claim: 'write claim',
  command: 'write command',
  facts: 'write facts',
  failure: 'write failure',
  replay: 'write replay',
  report: 'write report',
} as const

export function* list<Row>(table: Table, owner: Who): Burst<readonly StoredRow<Row>[]> {
  const request: StoreRequest = { op: 'list', table, owner }
  return (yield { kind: 'call', to: 'store', label: reads[table], request }) as readonly StoredRow<Row>[]
}

export function* read<Row>(table: Table, owner: Who, key: string): Burst<StoredRow<Row> | undefined> {
  const request: StoreRequest = { op: 'read', table, owner, key }
  return (yield { kind: 'call', to: 'store', label: reads[table], request }) as StoredRow<Row> | undefined
}

/** @param label what the commit is for: names its landmarks */
export function* commit(label: keyof typeof writes, rows: readonly Write[]): Burst<CommitAnswer> {
  const request: StoreRequest = { op: 'commit', writes: rows }
  return (yield { kind: 'call', to: 'store', label: writes[label], request }) as CommitAnswer
}

export const standingWrite = (who: Who, row: Standing): Write => ({ table: 'standing', owner: who, key: 'standing', row })

/** A fact as it is stored: with what told us. */
export type FactRow = Fact & { readonly by: string }

/**
 * @param by what told us, or made us decide: `event evt_ada_3`
 * @param now we know what is durable: a worker that was held up with an answer knew nothing yet, whatever others did meanwhile
 */
export const factWrite = (who: Who, fact: Fact, by: string, now: Instant = fact.recordedAt): Write => {
  const row: FactRow = { ...fact, recordedAt: fact.recordedAt < now ? now : fact.recordedAt, by }
  return { table: 'facts', owner: who, key: fact.id, row, if: 'absent' }
}

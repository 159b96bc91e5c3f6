import type {
  AccountState,
  AuditRow,
  Effect,
  Fact,
  HistoryRow,
  Instant,
  Observer,
  Parts as MachineParts,
  Policy,
  Standing,
  Who,
  Zone,
} from '#machines'
import { historyOf, standardParts } from '#machines'
import type { Burst, Delivery, ProviderAnswer, ProviderRequest, World, Write } from '#simulator'
import type { Accounts } from './accounts.ts'
import { acknowledge } from './acknowledge.ts'
import { claim } from './claim.ts'
import { audited, repaired } from './operate.ts'
import { record } from './record.ts'
import { requestFor } from './request.ts'
import type { OutboxRow } from './tables.ts'
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
  /** What a provider's answer says, as facts. */
  readonly translateAnswer: (effect: Effect, answer: ProviderAnswer, started: Instant, now: Instant) => Performed
  /** The request that carries an effect out, with its idempotency key. */
  readonly requestFor: (effect: Effect, zone: Zone) => ProviderRequest | undefined
  /** Makes facts durable; a duplicate is the same row. */
  readonly record: (shop: Shop, who: Who, facts: readonly Fact[], more: readonly Write[], by: string) => Burst<boolean>
  /** Takes an outbox entry for oneself, for a while. */
  readonly claim: (shop: Shop, who: Who, key: string) => Burst<OutboxRow | undefined>
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
  translateAnswer,
  requestFor,
  record,
  claim,
  acknowledge,
  historyOf,
  repaired,
  audited,
}

/** The same parts with somebody looking on at the machines. */
export const watchedBy = (observer: Observer, parts: Parts = referenceParts): Parts => ({
  ...parts,
  machines: { ...parts.machines, observer },
})

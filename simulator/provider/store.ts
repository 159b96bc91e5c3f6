import type { Instant, Who } from '#machines'
import type {
  BalanceTransaction,
  ProviderBooks,
  ProviderEvent,
  TruthCardUpdate,
  TruthDetachment,
  TruthCharge,
  TruthDispute,
  TruthRefund,
} from './provider.ts'
import { ownerOf, recordId, type Prefix } from './ids.ts'

/** An object in the vendor's shape. Revised by replacement, so that an event keeps it as it was. */
export type ApiObject = Readonly<Record<string, unknown>> & { readonly id: string; readonly object: string }

/** An object with what the vendor keeps beside it and shows to nobody. */
export interface Entry<O extends ApiObject = ApiObject, H = unknown> {
  readonly object: O
  readonly hidden: H
}

export const timerKinds = [
  'finalize invoice',
  'retry invoice',
  'incomplete expires',
  'pending update expires',
  'session expires',
  'session settles',
  'intent settles',
  'trial will end',
  'schedule',
  'schedule expiring',
  'discount ends',
  'invoice will be due',
  'invoice due',
  'invoice overdue',
  'cancel',
  'period end',
  'dispute',
  'card update',
  'collection resumes',
  'resumption expires',
] as const
/** Timers of one instant fire in the order of this list, then by subject: what a period leaves open ends before the next begins. */
export type TimerKind = (typeof timerKinds)[number]

export interface Timer {
  readonly at: Instant
  readonly kind: TimerKind
  readonly subject: string
}

/** The first answer under an idempotency key. */
export interface StoredAnswer {
  readonly operation: string
  readonly id: string | undefined
  readonly params: Readonly<Record<string, unknown>>
  readonly status: number
  readonly body: unknown
  readonly at: Instant
}

interface OwnerPart {
  readonly epoch: number
  readonly entries: Map<string, Entry>
  readonly ordinals: Map<string, number>
  readonly timers: Map<string, Timer>
  /** Payment attempts so far, by purpose. */
  readonly attempts: Map<string, number>
  readonly events: ProviderEvent[]
  earliest: Timer | undefined
}

interface Root {
  readonly owners: Map<Who, OwnerPart>
  readonly keys: Map<string, StoredAnswer>
  readonly fresh: ProviderEvent[]
  readonly charges: TruthCharge[]
  readonly refunds: TruthRefund[]
  readonly balance: BalanceTransaction[]
  readonly disputes: TruthDispute[]
  readonly cardUpdates: TruthCardUpdate[]
  readonly detachments: TruthDetachment[]
}

const emptyRoot = (): Root => ({
  owners: new Map(),
  keys: new Map(),
  fresh: [],
  charges: [],
  refunds: [],
  balance: [],
  disputes: [],
  cardUpdates: [],
  detachments: [],
})

const emptyPart = (epoch: number): OwnerPart => ({
  epoch,
  entries: new Map(),
  ordinals: new Map(),
  timers: new Map(),
  attempts: new Map(),
  events: [],
  earliest: undefined,
})

const copyOf = (part: OwnerPart, epoch: number): OwnerPart => ({
  epoch,
  entries: new Map(part.entries),
  ordinals: new Map(part.ordinals),
  timers: new Map(part.timers),
  attempts: new Map(part.attempts),
  events: [...part.events],
  earliest: part.earliest,
})

const before = (a: Timer, b: Timer): boolean =>
  a.at !== b.at ? a.at < b.at : a.kind !== b.kind ? timerKinds.indexOf(a.kind) < timerKinds.indexOf(b.kind) : a.subject < b.subject

/**
 * All that the twin knows, by owner. A snapshot is a reference: after one was taken, the first write copies
 * what it touches, the root and one owner's part, and leaves the rest shared. Between snapshots a write costs a map entry.
 */
export class Store {
  #root = emptyRoot()
  #epoch = 0
  #shared = false
  #books: ProviderBooks | undefined
  /** Moves on with every write, so that a reader may keep what it derived. */
  revision = 0

  #write(): Root {
    this.revision++
    if (this.#shared) {
      const { owners, keys, fresh, charges, refunds, balance, disputes, cardUpdates, detachments } = this.#root
      this.#root = {
        owners: new Map(owners),
        keys: new Map(keys),
        fresh: [...fresh],
        charges: [...charges],
        refunds: [...refunds],
        balance: [...balance],
        disputes: [...disputes],
        cardUpdates: [...cardUpdates],
        detachments: [...detachments],
      }
      this.#shared = false
      this.#epoch++
    }
    return this.#root
  }

  #part(owner: Who): OwnerPart {
    const owners = this.#write().owners
    const part = owners.get(owner)
    if (part !== undefined && part.epoch === this.#epoch) return part
    const own = part === undefined ? emptyPart(this.#epoch) : copyOf(part, this.#epoch)
    owners.set(owner, own)
    return own
  }

  snapshot(): unknown {
    this.#shared = true
    return this.#root
  }

  restore(state: unknown): void {
    this.#root = state as Root
    this.#shared = true
    this.#books = undefined
    this.revision++
  }

  /** The next id of a kind for an owner. */
  mint(prefix: Prefix, owner: Who): string {
    const ordinals = this.#part(owner).ordinals
    const ordinal = (ordinals.get(prefix) ?? 0) + 1
    ordinals.set(prefix, ordinal)
    return recordId(prefix, owner, ordinal)
  }

  /** What stands under an id; the caller names the type that the id's prefix implies. */
  get<E extends Entry>(id: string): E | undefined {
    const owner = ownerOf(id)
    return owner === undefined ? undefined : (this.#root.owners.get(owner)?.entries.get(id) as E | undefined)
  }

  put(owner: Who, id: string, entry: Entry): void {
    this.#part(owner).entries.set(id, entry)
  }

  drop(owner: Who, id: string): void {
    this.#part(owner).entries.delete(id)
  }

  /** Did an owner ever have one of a kind? */
  had(prefix: Prefix, owner: Who): boolean {
    return this.#root.owners.get(owner)?.ordinals.has(prefix) ?? false
  }

  /** Everything of a kind an owner has, oldest first. */
  of<E extends Entry>(prefix: Prefix, owner: Who): readonly E[] {
    const part = this.#root.owners.get(owner)
    const found: E[] = []
    if (part === undefined) return found
    const start = `${prefix}_`
    for (const [id, entry] of part.entries) if (id.startsWith(start)) found.push(entry as E)
    return found
  }

  /** Owners by name, whatever the order in which they came. */
  owners(): readonly Who[] {
    return [...this.#root.owners.keys()].sort()
  }

  events(owner: Who): readonly ProviderEvent[] {
    return this.#root.owners.get(owner)?.events ?? []
  }

  record(event: ProviderEvent): void {
    this.#part(event.owner).events.push(event)
    this.#root.fresh.push(event)
  }

  takeEvents(): readonly ProviderEvent[] {
    if (this.#root.fresh.length === 0) return []
    return this.#write().fresh.splice(0)
  }

  /** Counts one more payment attempt for a purpose; the count is part of the name of its outcome. */
  nextAttempt(owner: Who, purpose: string): number {
    const attempts = this.#part(owner).attempts
    const ordinal = (attempts.get(purpose) ?? 0) + 1
    attempts.set(purpose, ordinal)
    return ordinal
  }

  /** Sets, moves or (without an instant) clears a timer; a subject has at most one of a kind. */
  timer(owner: Who, kind: TimerKind, subject: string, at: Instant | undefined): void {
    const known = this.#root.owners.get(owner)?.timers.get(`${kind} ${subject}`)
    if (known?.at === at) return
    const part = this.#part(owner)
    if (at === undefined) part.timers.delete(`${kind} ${subject}`)
    else part.timers.set(`${kind} ${subject}`, { at, kind, subject })
    part.earliest = undefined
    for (const timer of part.timers.values()) if (part.earliest === undefined || before(timer, part.earliest)) part.earliest = timer
  }

  timerAt(owner: Who, kind: TimerKind, subject: string): Instant | undefined {
    return this.#root.owners.get(owner)?.timers.get(`${kind} ${subject}`)?.at
  }

  earliest(owner: Who): Timer | undefined {
    return this.#root.owners.get(owner)?.earliest
  }

  due(): { readonly owner: Who; readonly at: Instant } | undefined {
    let owner: Who | undefined
    let at: Instant | undefined
    for (const [each, part] of this.#root.owners) {
      const timer = part.earliest
      if (timer !== undefined && (at === undefined || timer.at < at || (timer.at === at && each < owner!))) {
        owner = each
        at = timer.at
      }
    }
    return owner === undefined || at === undefined ? undefined : { owner, at }
  }

  key(key: string): StoredAnswer | undefined {
    return this.#root.keys.get(key)
  }

  /** Forgets keys that were used before an instant. They stand in the order in which they came. */
  forgetKeys(before: Instant): void {
    for (const [key, { at }] of this.#root.keys) {
      if (at >= before) return
      this.#write().keys.delete(key)
    }
  }

  keep(key: string, answer: StoredAnswer): void {
    this.#write().keys.set(key, answer)
  }

  // Books that were handed out never change under their reader: the next entry goes into copies.
  #ledger(): Root {
    const root = this.#write()
    if (this.#books === undefined) return root
    this.#books = undefined
    this.#root = {
      ...root,
      charges: [...root.charges],
      refunds: [...root.refunds],
      balance: [...root.balance],
      disputes: [...root.disputes],
      cardUpdates: [...root.cardUpdates],
      detachments: [...root.detachments],
    }
    return this.#root
  }

  charged(charge: TruthCharge): void {
    this.#ledger().charges.push(charge)
  }
  refunded(refund: TruthRefund): void {
    this.#ledger().refunds.push(refund)
  }
  moved(transaction: BalanceTransaction): void {
    this.#ledger().balance.push(transaction)
  }
  disputed(step: TruthDispute): void {
    this.#ledger().disputes.push(step)
  }
  updated(card: TruthCardUpdate): void {
    this.#ledger().cardUpdates.push(card)
  }
  detached(method: TruthDetachment): void {
    this.#ledger().detachments.push(method)
  }

  books(): ProviderBooks {
    const { charges, refunds, balance, disputes, cardUpdates, detachments } = this.#root
    this.#books ??= { charges, refunds, balance, disputes, cardUpdates, detachments }
    return this.#books
  }

  /**
   * Takes back what happened since a snapshot, except what cannot be taken back: that payments were tried, and under which ids.
   * For operations that answer 402 and leave nothing behind.
   */
  undoKeepingAttempts(owner: Who, to: unknown): void {
    const tried = this.#root.charges.slice((to as Root).charges.length)
    const part = this.#root.owners.get(owner)
    this.restore(to)
    if (part === undefined) return
    const own = this.#part(owner)
    for (const [purpose, count] of part.attempts) own.attempts.set(purpose, count)
    for (const [prefix, count] of part.ordinals) own.ordinals.set(prefix, count)
    for (const charge of tried) this.charged(charge)
  }
}

import type { Currency, Instant, Method, Minor, PlanKey, Who } from '#machines'
import type { Choices } from '../kernel/choices.ts'

/** One request to a provider, named by operation rather than by path: `payment_intents.create`. */
export interface ProviderRequest {
  readonly operation: string
  /** The object the operation is about, by its record id (`in_ada_3`). */
  readonly id?: string | undefined
  readonly params: Readonly<Record<string, unknown>>
  /** Idempotency key. */
  readonly key?: string | undefined
  /** API version of this request; the account's default else. */
  readonly version?: string | undefined
}

export type ProviderAnswer =
  | {
      readonly kind: 'response'
      readonly status: number
      readonly body: unknown
      /** The stored answer of an earlier request under the same idempotency key. */
      readonly replayed?: true | undefined
    }
  /** No answer came; whether it took effect the caller cannot know. */
  | { readonly kind: 'timeout' }
  | { readonly kind: 'reset' }

/** An object's state when something happened to it. `object` is immutable and in the twin's own newest shape. */
export interface ProviderEvent {
  /** `evt_ada_7`: the owner's seventh. */
  readonly id: string
  readonly type: string
  readonly owner: Who
  /** When it happened, in milliseconds; payloads show whole seconds. */
  readonly at: Instant
  readonly object: Readonly<Record<string, unknown>>
  readonly previous?: Readonly<Record<string, unknown>> | undefined
  /** Idempotency key of the request that caused it. */
  readonly key?: string | undefined
}

/** What a twin is told on every call and every timer. */
export interface TwinContext {
  /** The owner's timeline. */
  readonly now: Instant
  readonly choices: Choices
}

/** What really happened to money and mandates, in the provider's own books; laws rest on it. Append-only. */
export interface TruthCharge {
  readonly id: string
  readonly owner: Who
  readonly intent: string
  /** The provider's invoice, when the provider made one. */
  readonly invoice: string | undefined
  /** The provider's id of the payment method that was tried. */
  readonly method: string
  readonly key: string | undefined
  readonly amount: Minor
  readonly currency: Currency
  readonly at: Instant
  /** `processing`: a bank took the order; what it comes to follows days later, as another one of the same intent. */
  readonly outcome: 'succeeded' | 'declined' | 'needs action' | 'processing'
  readonly code: string | undefined
  /** The caller's metadata at that moment: `invoice`, `item`, `period`, `reason` where the system sets them. */
  readonly metadata: Readonly<Record<string, string>>
}

export interface TruthRefund {
  readonly id: string
  readonly owner: Who
  readonly charge: string
  readonly amount: Minor
  readonly at: Instant
  readonly status: 'succeeded' | 'failed'
  readonly key: string | undefined
  readonly metadata: Readonly<Record<string, string>>
}

/** Money that moved: + into the account, − out. */
export interface BalanceTransaction {
  readonly id: string
  readonly owner: Who
  readonly amount: Minor
  /** The charge, refund or dispute that moved it. */
  readonly cause: string
  readonly at: Instant
  /** The provider's own price, not a customer's money. */
  readonly isFee?: true | undefined
}

/**
 * How a dispute may stand. Before `needs response` and `under review` nothing was taken yet: with `inquiry` the bank only asks.
 * @source SN `Dispute.Status`; appeals are not modelled
 */
export type DisputeStatus =
  | 'inquiry'
  | 'inquiry under review'
  | 'inquiry closed'
  | 'needs response'
  | 'under review'
  | 'won'
  | 'lost'
  | 'prevented'

/** One step of a dispute: where it stands since then, and what moved with it. The newest row of an id says how it stands. */
export interface TruthDispute {
  readonly id: string
  readonly owner: Who
  readonly charge: string
  /** What the customer wants back. */
  readonly amount: Minor
  readonly currency: Currency
  readonly at: Instant
  readonly status: DisputeStatus
  /** Money of the payment that moved with this step: − taken from the account, + given back; 0 when none did. */
  readonly moved: Minor
}

/** The network replaced a card: the method works anew under its old id. */
export interface TruthCardUpdate {
  readonly method: string
  readonly owner: Who
  readonly at: Instant
}

/** Somebody took a method off its customer: nothing can be charged to it any more. */
export type TruthDetachment = TruthCardUpdate

export interface ProviderBooks {
  readonly charges: readonly TruthCharge[]
  readonly refunds: readonly TruthRefund[]
  readonly balance: readonly BalanceTransaction[]
  readonly disputes: readonly TruthDispute[]
  readonly cardUpdates: readonly TruthCardUpdate[]
  readonly detachments: readonly TruthDetachment[]
}

/** A subscription as the provider has it now, in neutral words, for comparison with mirrors. */
export interface ProviderSubscription {
  readonly id: string
  readonly owner: Who
  readonly status: string
  readonly items: readonly { readonly id: string; readonly price: string; readonly plan: string; readonly quantity: number }[]
  readonly periodStart: Instant
  readonly periodEnd: Instant
  readonly cancelAtPeriodEnd: boolean
  readonly created: Instant
}

/** A customer that the provider has and that nobody deleted. */
export interface ProviderCustomer {
  readonly id: string
  readonly owner: Who
}

/** A stateful model of a payment provider in virtual time. Its state is immutable data behind one reference. */
export interface Twin {
  /** Does what the request asks, at once. Faults of the network are the kernel's; outcomes of payments are drawn here by name. */
  handle(request: ProviderRequest, context: TwinContext): ProviderAnswer
  /** Answers 500 and keeps that under the request's key, as vendors do; `executed`: it took effect before. */
  failWith500(request: ProviderRequest, context: TwinContext, effect: 'executed' | 'not executed'): ProviderAnswer
  /** The earliest moment at which something happens by itself, and to whom. */
  due(): { readonly owner: Who; readonly at: Instant } | undefined
  /** Lets what is due for this owner happen. */
  fire(owner: Who, context: TwinContext): void
  /** Events since the last call, oldest first. */
  takeEvents(): readonly ProviderEvent[]
  /** The payload a webhook endpoint of that API version gets for an event. */
  render(event: ProviderEvent, version: string): Readonly<Record<string, unknown>>
  /** Sets what a customer's next payments do; the customer's own doing (a new card, a card that runs dry). */
  setMethod(owner: Who, method: Method, context: TwinContext): string
  /** The customer a person's own pages belong to; made at the first visit. */
  customerOf(owner: Who): string
  /** The price of a plan of the catalogue. */
  priceOf(plan: PlanKey): string
  /** The customer answers the bank for the payment that waits for it. False: none waits. */
  authenticate(owner: Who, succeeds: boolean, context: TwinContext): boolean
  /** The customer fills in a page that a system opened. When the card says no the page stays open. */
  completeCheckout(session: string, method: Method, context: TwinContext): 'complete' | 'declined' | 'closed'
  books(): ProviderBooks
  subscriptions(): readonly ProviderSubscription[]
  customers(): readonly ProviderCustomer[]
  snapshot(): unknown
  restore(state: unknown): void
}

import type { Method, PlanKey, Who } from './command.ts'
import type {
  AttemptState,
  CancellationState,
  ChangeState,
  DunningState,
  InvoiceState,
  MethodState,
  SetupState,
  SubscriptionState,
} from './chart-states.ts'
import type { Duration, Instant } from './instant.ts'
import { minor, type Minor } from './money.ts'
import type { Interval } from './policy.ts'
import type { AddOnRow, InvoiceLine, InvoiceReason, LedgerRow, NoticeRow } from './view.ts'
import type { Form, Operation } from './operation.ts'
import type { CreditNote, Dispute, Level, Refund, ToldRefund } from './reversals.ts'
import type { Timed } from './timed.ts'

export interface Subscription extends Timed {
  readonly id: string
  readonly index: number
  /** The command that asked for it. */
  readonly cause: string
  state: SubscriptionState
  plan: PlanKey
  quantity: number
  interval: Interval
  readonly trial: Duration | undefined
  /** Its invoices are sent, and are due so long after that; undefined where a card is charged. */
  readonly terms: Duration | undefined
  /** All periods are counted from here: period 0 begins at it. A trial ends there. */
  anchor: Instant
  /** Counted on through pauses and switches of interval, so that no two periods share a number; −1 before the first paid period. */
  period: number
  /** The number of the period that begins at the anchor. */
  firstPeriod: number
  periodStart: Instant
  periodEnd: Instant
  /** How far its customer has left. */
  cancellation: CancellationState
  /** What asked for the end while that waits for the outcome of a payment. */
  cancelHeld: string | undefined
  /** `pause` was accepted and waits for the outcome of a payment. */
  pauseHeld: string | undefined
  /** What is held beside the plan, in the order in which it was bought, and what is to be held of it from the next period on. */
  addOns: readonly AddOnRow[]
  scheduledAddOns: readonly AddOnRow[]
  scheduledPlan: PlanKey | undefined
  scheduledQuantity: number | undefined
  /** Who has one, in the order in which they got it; a list is never changed, only put in anew. */
  seats: readonly string[]
  paidThrough: Instant | undefined
  graceUntil: Instant | undefined
  /** What runs on terms may be used until its invoice is due. */
  dueUntil: Instant | undefined
  /** Since when what renews it, or begins it, is ordered, and not settled. */
  orderedAt: Instant | undefined
  /** How many of its payments are on their way with no known outcome. */
  inFlight: number
  /** How many of those pay for another interval: whether a period ends at all hangs on them. */
  switching: number
  endedAt: Instant | undefined
}

export interface Invoice extends Timed {
  readonly id: string
  readonly index: number
  readonly subscription: number
  /** The change it quotes; −1 without one. */
  readonly change: number
  readonly operation: Operation
  readonly reason: InvoiceReason
  readonly purpose: string
  /** Given once it is an offer no longer; `undefined` until then. Customers have a series each. */
  number: number | undefined
  state: InvoiceState
  lines: readonly InvoiceLine[]
  total: Minor
  /** Of the total, or on top of what its lines say: the tax of all lines. */
  tax: Minor
  /** What of that the books have as owed to the tax office, and how often they were put right. */
  taxPosted: Minor
  taxings: number
  /** The tax that credit notes took with them. */
  taxNoted: Minor
  /** The rate it was written at; undefined where no tax is kept, or nobody knew the place. */
  percent: number | undefined
  /** Tax is kept, and nobody knows where the customer is. */
  isDraft: boolean
  paid: Minor
  refunded: Minor
  /** Taken from the customer's balance; negative where the balance was, and is asked for here. */
  credited: Minor
  /** Of that what the balance did not have: it was too little to be charged, and is owed beside invoices. */
  carried: Minor
  /** Of that what a refund has given back to the balance. */
  restored: Minor
  /** Of what was paid, what came by another way than the provider. */
  atBank: Minor
  /** What came for it beyond what was due, or for nothing in the end: it is in the customer's balance. */
  over: Minor
  /** What the customer asked to pay of it, once it was given up; undefined: all. */
  asked: Minor | undefined
  /** The books have it that credit paid for part of this. */
  creditPosted: boolean
  /** Posted as owed to us and not yet settled. */
  receivable: Minor
  readonly period: number
  /** The redeemed coupons that lower the period which begins with it, in the order in which they are taken off. */
  readonly redemptions: readonly number[]
  readonly periodStart: Instant
  readonly periodEnd: Instant
  readonly issuedAt: Instant
  /** How far collecting it has come, in the dunning chart. */
  collection: DunningState
  /** It was sent, and is to be paid by then; undefined: a card is charged. */
  readonly due: Instant | undefined
  /** The first attempt is made then. */
  readonly firstAttemptAt: Instant
  retriesUsed: number
  retryAt: Instant
  /** Collecting ends then when nobody does anything. */
  givesUpAt: Instant | undefined
  /** The form of the latest outcome. */
  lastForm: Form | undefined
  attempts: number
  inFlight: number
  refunds: number
}

export interface Attempt extends Timed {
  readonly id: string
  readonly index: number
  /** −1 when the facts we have now no longer lead to that invoice. */
  readonly invoice: number
  readonly invoiceId: string
  readonly ordinal: number
  sends: number
  readonly amount: Minor
  /** What of it pays for its invoice: nothing before it is paid, and nothing of what came too late. */
  applied: Minor
  /** For an invoice that had been given up: nothing but that invoice hangs on it. */
  readonly isDebt: boolean
  /** The provider's id of the method it was made with. */
  readonly method: string
  readonly startedAt: Instant
  state: AttemptState
  /** Since when we do not know. */
  unknownAt: Instant
  lookups: number
  cancels: number
  /** Its bank took the order then; undefined where what becomes of a payment is said at once. */
  orderedAt: Instant | undefined
  /** The customer was told that the bank asks. */
  asked: boolean
  payment: string | undefined
  charge: string | undefined
  paidAt: Instant | undefined
  failedAt: Instant | undefined
  /** Which row of the matrix its money came in by; undefined while none has come, or when it came too late for anything. */
  paidFor: Operation | undefined
  /** The customer's latest answer to the bank. */
  answer: { readonly ordinal: number; readonly succeeds: boolean; readonly at: Instant } | undefined
}

export interface Change extends Timed {
  readonly id: string
  readonly index: number
  /** Which of its subscription it is; the signup is 0. */
  readonly ordinal: number
  readonly subscription: number
  readonly operation: Operation
  state: ChangeState
  readonly plan: PlanKey
  readonly quantity: number
  invoice: number
  readonly requestedAt: Instant
  readonly expiresAt: Instant
  /** Money that comes after this instant comes too late: what it was quoted for is over. */
  readonly goodUntil: Instant
  readonly cause: string
  inFlight: number
  /** What was in force before, once it is applied. */
  replaced: Level | undefined
}

export interface AccountMethod {
  readonly id: string
  readonly method: Method
  readonly cause: string
  /** The customer asked for it by itself, not with a signup. */
  readonly isUpdate: boolean
  state: MethodState
  provider: string | undefined
  /** Until when the card is good, in the provider's words: another date is another card. */
  expires: string | undefined
  /** When the network replaced the card. */
  replacedAt: Instant | undefined
}

export interface Notice {
  readonly notice: NoticeRow['kind']
  readonly cause: string
  readonly at: Instant
  /** Told with an invoice that is sent. */
  readonly due: Instant | undefined
}

/** A coupon that a customer has redeemed. A newer one takes its place, or one of its own kind where several count at once. */
export interface Redemption {
  /** Its key in the catalogue. */
  readonly coupon: string
  isRemoved: boolean
}

/** All that the facts of one customer come to. Plain data; parts refer to each other by index. */
export interface Account {
  readonly who: Who
  /** When the customer had it deleted. What was on its way then still comes out, and its money goes back. */
  deletedAt: Instant | undefined
  commands: number
  /** The latest turn of a command or decision. */
  turn: number
  /** Whoever is sold something must be known at the provider. */
  setup: SetupState
  customer: string | undefined
  /** Where the customer is, as far as tax is concerned. */
  place: string | undefined
  readonly methods: AccountMethod[]
  readonly subscriptions: Subscription[]
  readonly changes: Change[]
  readonly invoices: Invoice[]
  /** The latest number given to an invoice; 0 before the first. */
  numbered: number
  readonly attempts: Attempt[]
  readonly refunds: Refund[]
  /** Of payments that we have not heard of yet. */
  toldRefunds: readonly ToldRefund[]
  /** What the provider calls methods that somebody took off there. */
  detached: readonly string[]
  readonly disputes: Dispute[]
  readonly creditNotes: CreditNote[]
  readonly coupons: Redemption[]
  /** Due to the customer, sent or not; one per cause. */
  readonly notices: Notice[]
  readonly sent: NoticeRow[]
  readonly ledger: LedgerRow[]
  /**
   * What we owe the customer and the next invoices use up; what open offers have taken is off it. Negative it is what invoices came to
   * that were too small to be charged: the next one asks for it.
   */
  balance: Minor
  /** Keys of the effects we took upon us. */
  decided: ReadonlySet<string>
}

type Lent<T> = T extends string | number | boolean | undefined
  ? T
  : T extends ReadonlySet<infer E>
    ? ReadonlySet<E>
    : T extends readonly (infer E)[]
      ? readonly Lent<E>[]
      : { readonly [K in keyof T]: Lent<T[K]> }

export type AccountState = Lent<Account>

/** No deadline: later than any instant. */
export const never = Number.POSITIVE_INFINITY as Instant

/** An account of which nothing is known yet. */
export const newAccount = (who: Who): Account => ({
  who,
  deletedAt: undefined,
  commands: 0,
  turn: 0,
  setup: 'nobody',
  customer: undefined,
  place: undefined,
  methods: [],
  subscriptions: [],
  changes: [],
  invoices: [],
  numbered: 0,
  attempts: [],
  refunds: [],
  toldRefunds: [],
  detached: [],
  disputes: [],
  creditNotes: [],
  coupons: [],
  notices: [],
  sent: [],
  ledger: [],
  balance: minor(0),
  decided: new Set(),
})

/**
 * The same account once more, to be changed apart from the first. What its parts hold is never changed, only put in anew.
 * Each kind of part is copied at a place of its own: engines copy one shape fast, and six through one door slowly.
 */
export const copyOf = (account: Account): Account => ({
  ...account,
  methods: account.methods.map((method) => ({ ...method })),
  subscriptions: account.subscriptions.map((subscription) => ({ ...subscription })),
  changes: account.changes.map((change) => ({ ...change })),
  invoices: account.invoices.map((invoice) => ({ ...invoice })),
  attempts: account.attempts.map((attempt) => ({ ...attempt })),
  refunds: account.refunds.map((refund) => ({ ...refund })),
  disputes: account.disputes.map((dispute) => ({ ...dispute })),
  creditNotes: account.creditNotes.map((note) => ({ ...note })),
  coupons: account.coupons.length === 0 ? [] : account.coupons.map((redemption) => ({ ...redemption })),
  notices: account.notices.slice(),
  sent: account.sent.slice(),
  ledger: account.ledger.slice(),
})

/** What an index refers to; −1 is nothing. A negative index is never read: engines take the slow road for it. */
export const partAt = <T>(parts: readonly T[], index: number): T | undefined => (index < 0 ? undefined : parts[index])

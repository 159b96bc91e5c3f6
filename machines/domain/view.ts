import type { PlanKey, Who } from './command.ts'
import type { Instant } from './instant.ts'
import type { JobType } from './job.ts'
import type { Minor } from './money.ts'
import type { SubscriptionStatus } from './policy.ts'

/**
 * Sections of a view. A system that cannot show one leaves it undefined, never empty. `dead letters` are for whoever keeps the
 * jobs that failed, and names the job with each call that tries one.
 */
export const sights = [
  'customers',
  'subscriptions',
  'invoices',
  'attempts',
  'access',
  'ledger',
  'notices',
  'history',
  'credits',
  'standing',
  'audit',
  'trail',
  'dead letters',
] as const
export type Sight = (typeof sights)[number]

export interface CustomerRow {
  readonly who: Who
  /** The provider's id of this customer, when one exists. */
  readonly provider: string | undefined
  /** Credit for later invoices that is not taken by one yet; negative: what was too small to be charged, and comes with the next one. */
  readonly balance?: Minor | undefined
  /** The coupon that was redeemed last, unless it was removed since; it lowers the next period if it still lasts. */
  readonly coupon?: string | undefined
  /** Where the customer is, for the tax, once somebody has said so. */
  readonly place?: string | undefined
}

/** So many of something bought beside a plan. */
export interface AddOnRow {
  readonly key: string
  readonly quantity: number
}

export interface SubscriptionRow {
  readonly id: string
  readonly who: Who
  /** The provider's id when the provider runs the subscription. */
  readonly provider: string | undefined
  readonly status: SubscriptionStatus
  readonly plan: PlanKey
  readonly quantity: number
  /** Who keeps this row keeps no quantity: the one here stands for whatever it is. */
  readonly isUncounted?: true | undefined
  /** What is bought beside the plan; left out where nothing is. */
  readonly addOns?: readonly AddOnRow[] | undefined
  readonly periodStart?: Instant | undefined
  readonly periodEnd?: Instant | undefined
  readonly cancelAtPeriodEnd?: boolean | undefined
  /** Who has a seat, by name. */
  readonly seats?: readonly string[] | undefined
}

export const invoiceStatuses = ['quote', 'open', 'paid', 'void', 'uncollectible', 'charged back'] as const
export type InvoiceStatus = (typeof invoiceStatuses)[number]
export const invoiceReasons = ['signup', 'renewal', 'resume', 'upgrade', 'quantity', 'add-on', 'interval'] as const
export type InvoiceReason = (typeof invoiceReasons)[number]

/** A line says what is charged for which time: half-open, `from` ≤ t < `to`. Negative amounts are credit. */
export interface InvoiceLine {
  readonly item: string
  readonly plan: PlanKey
  readonly quantity: number
  readonly from: Instant
  readonly to: Instant
  readonly amount: Minor
  /** What a coupon takes off the amount; zero or more, left out where there is none. */
  readonly discount?: Minor
  /** Tax that the amount, less the discount, contains, or that comes on top of it; below zero on a line that gives back. */
  readonly taxInside?: Minor
  readonly taxOnTop?: Minor
}

export interface InvoiceRow {
  readonly id: string
  readonly who: Who
  readonly provider: string | undefined
  readonly subscription: string | undefined
  readonly number: number | undefined
  readonly reason: InvoiceReason
  readonly status: InvoiceStatus
  readonly lines: readonly InvoiceLine[]
  /** The lines' amounts less their discounts, and the tax on top: what credit and money have to cover. */
  readonly total: Minor
  readonly paid: Minor
  readonly refunded: Minor
  /** What the customer's credit balance covers; nothing where a system keeps none. */
  readonly credited?: Minor | undefined
  /** Of that what a refund gave back to the balance. */
  readonly restored?: Minor | undefined
  /** What is still asked for: of an offer, a debt, or what was given up. */
  readonly remaining?: Minor | undefined
  /** What came for it and is in the credit balance: more than was due, or money for what came to nothing. */
  readonly over?: Minor | undefined
  /** What a bank has taken back of it, for now or for good; nothing where nobody listens for that. */
  readonly disputed?: Minor | undefined
  /** Nobody knows where the customer is, and so at which rate it is taxed: it is not charged, and the customer is asked. */
  readonly isDraft?: boolean | undefined
  readonly issuedAt: Instant
  /** It was sent, and is to be paid by then. */
  readonly due?: Instant | undefined
}

/** Money of an invoice that became credit: its time is not used any more, or goes on at a lower level. */
export interface CreditNoteRow {
  readonly id: string
  readonly who: Who
  readonly invoice: string
  /** The lines' item. */
  readonly item: string
  readonly from: Instant
  readonly to: Instant
  readonly amount: Minor
  /** The tax that it gives back with it; left out where there is none. */
  readonly tax?: Minor
  /** What goes on for less; `undefined` where the time itself is taken back. */
  readonly level: { readonly plan: PlanKey; readonly quantity: number } | undefined
  readonly at: Instant
}

export interface AttemptRow {
  readonly id: string
  readonly who: Who
  readonly invoice: string
  readonly key: string
  readonly amount: Minor
  readonly startedAt: Instant
  /** `processing`: a bank took the order, and says in days what becomes of it. */
  readonly status: 'started' | 'needs action' | 'unknown' | 'processing' | 'paid' | 'failed'
  /** The provider's id of the payment once known. */
  readonly provider: string | undefined
}

/** What a customer may use at the moment of the view. */
export interface AccessRow {
  readonly who: Who
  readonly plan: PlanKey
  readonly quantity: number
  readonly addOns?: readonly AddOnRow[] | undefined
  readonly until: Instant
  readonly because: 'paid' | 'trial' | 'grace' | 'renewing' | 'terms' | 'ordered'
}

export const ledgerAccounts = ['cash', 'bank', 'receivable', 'held', 'revenue', 'credit', 'balance', 'fees', 'tax'] as const

/**
 * One posting. `cash` + is money in, − money out; `receivable` + is owed to us; `credit` + is money that is not ours and goes
 * back; `balance` + is owed to the customer as credit for later invoices; `held` + is with a bank that has not decided whose it
 * is; `fees` − is what the provider asked for a dispute; `tax` + is owed to the tax office.
 */
export interface LedgerRow {
  readonly id: string
  readonly who: Who
  readonly account: (typeof ledgerAccounts)[number]
  readonly amount: Minor
  /** What caused it: the provider's charge or refund for cash, our invoice else. */
  readonly cause: string
  readonly at: Instant
}

export interface NoticeRow {
  readonly who: Who
  readonly kind: 'receipt' | 'failure' | 'action needed' | 'confirmation' | 'invoice' | 'reminder'
  readonly cause: string
  readonly at: Instant
}

/** What became of an invoice, in the words of a billing history. Settled somehow is not paid: only money makes it so. */
export const historyLabels = [
  'offered',
  'open',
  'partly paid',
  'paid',
  'partly refunded',
  'refunded',
  'voided',
  'written off',
  'nothing due',
  'disputed',
  'charged back',
] as const
export type HistoryLabel = (typeof historyLabels)[number]

/** A line of a customer's billing history. */
export interface HistoryRow {
  readonly who: Who
  /** Our invoice. */
  readonly invoice: string
  readonly label: HistoryLabel
  /** Cash that came in for it, and what of it went back; in minor units. */
  readonly received: Minor
  readonly returned: Minor
}

/** Where an account stands, as it is stored for whoever looks it up. A copy of what the facts come to: nothing is decided by it. */
export interface Standing {
  /** Of the latest subscription; `none` before the first. */
  readonly status: SubscriptionStatus | 'none'
  readonly plan: PlanKey
  readonly quantity: number
  /** Cash that came in and was not given back, and what is owed to us; in minor units. */
  readonly received: Minor
  readonly owed: Minor
}
export const standingFields = ['status', 'plan', 'quantity', 'received', 'owed'] as const satisfies readonly (keyof Standing)[]

export interface StandingRow extends Standing {
  readonly who: Who
  /** At this moment the system looks at the account again; from then on the copy may lag. */
  readonly goodUntil: Instant
}

/** A field of a stored copy that is not what the facts say. */
export interface Difference {
  readonly field: string
  readonly stored: string | number
  readonly facts: string | number
}

/** One look at a stored copy beside the facts, and what was done about it. Written when it is done, and never changed. */
export interface AuditRow {
  readonly who: Who
  /** The request that asked for it, or the job run. */
  readonly id: string
  /** The operator's name, or the job's. */
  readonly by: string
  readonly at: Instant
  readonly did: 'looked' | 'repaired'
  /** What was not as the facts say, before. */
  readonly delta: readonly Difference[]
  /** How many facts were known, and until when they say the same by themselves. */
  readonly knew: number
  readonly goodUntil: Instant
}

/** One thing that an account knows, and from whom: the durable link between what happened to an invoice and what made it happen. */
export interface TrailRow {
  readonly who: Who
  /** The fact's id: `ada/sub 1/signup/attempt 1/succeeded`. */
  readonly id: string
  /** `payment succeeded`, `decided: start attempt` */
  readonly what: string
  readonly at: Instant
  /** `command subscribe`, `event evt_ada_3`, `job work/2024-02-29T10:00:00Z`, or `answer` and the key of the effect it answers. */
  readonly by: string
  /** The provider's payment, where the fact names one. */
  readonly payment: string | undefined
}

export const deadLetterStates = ['backing off', 'dead', 'replayed', 'done', 'resolved'] as const

/** A try that failed, and in a word or two why. */
export interface FailedTry {
  readonly at: Instant
  readonly error: string
}

/**
 * A job that has failed: all that a person needs who looks after it. It stays in sight as long as it backs off or is dead;
 * afterwards a system may drop it.
 */
export interface DeadLetterRow {
  /** The job's key: the same for every try. */
  readonly job: string
  readonly type: JobType
  /** What it was to do: `start attempt`. */
  readonly about: string
  readonly who: Who
  /** `resolved`: something else made it pointless. */
  readonly state: (typeof deadLetterStates)[number]
  /** Every failed try, oldest first; never empty. */
  readonly tries: readonly FailedTry[]
  readonly firstFailure: Instant
  readonly lastFailure: Instant
  /** While it backs off. */
  readonly nextTry: Instant | undefined
  /** While it is dead. */
  readonly deadSince: Instant | undefined
  /** Whenever it died, and whenever a person had it tried again. */
  readonly deaths: readonly Instant[]
  readonly replays: readonly Instant[]
  /** When it was done after all, or became pointless. */
  readonly endedAt: Instant | undefined
  /** What started it, a link as in the trail: `command subscribe`, or `answer` and the key of another job. */
  readonly cause: string
}

export interface View {
  readonly customers?: readonly CustomerRow[] | undefined
  readonly subscriptions?: readonly SubscriptionRow[] | undefined
  readonly invoices?: readonly InvoiceRow[] | undefined
  readonly attempts?: readonly AttemptRow[] | undefined
  readonly access?: readonly AccessRow[] | undefined
  readonly ledger?: readonly LedgerRow[] | undefined
  readonly notices?: readonly NoticeRow[] | undefined
  readonly credits?: readonly CreditNoteRow[] | undefined
  readonly history?: readonly HistoryRow[] | undefined
  readonly standing?: readonly StandingRow[] | undefined
  readonly audit?: readonly AuditRow[] | undefined
  readonly trail?: readonly TrailRow[] | undefined
  readonly 'dead letters'?: readonly DeadLetterRow[] | undefined
}

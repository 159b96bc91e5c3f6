import { type Account, type AccountMethod, type Attempt, type Change, type Invoice, partAt, type Subscription } from './domain/account.ts'
import type { CreditNote, Dispute, Refund } from './domain/reversals.ts'
import { type Calendar, civilCalendar } from './domain/calendar.ts'
import { byCoupon, type Discounting } from './domain/discounting.ts'
import { byRate, type Taxing } from './domain/taxing.ts'
import { bySeconds, type Proration } from './domain/proration.ts'
import { cancellationChart } from './cancellation.ts'
import { changeChart } from './change-intent.ts'
import { branchFor, compile, type Table } from './compile.ts'
import { creditNoteChart } from './credit-note.ts'
import { disputeChart } from './dispute.ts'
import { dunningChart } from './dunning.ts'
import { entitlementChart } from './entitlement.ts'
import type { Job } from './domain/job.ts'
import { invoiceChart } from './invoice.ts'
import { jobChart } from './job.ts'
import { type Legality, standardLegality } from './legality.ts'
import { type Matrix, standardMatrix } from './matrix.ts'
import type { Observer } from './observer.ts'
import { attemptChart } from './payment-attempt.ts'
import { postFor } from './posting.ts'
import { type HeardMethod, methodChart } from './payment-method.ts'
import { refundChart } from './refund.ts'
import { byQuantity, type Seating } from './seats.ts'
import { fairly, type Settling } from './settling.ts'
import { setupChart } from './setup.ts'
import { subscriptionChart } from './subscription.ts'

/** The charts, by the object whose life they tell. The job chart is the outbox's, and knows no account; the one of entitlement is held against what is seen. */
export const charts = {
  subscription: subscriptionChart,
  invoice: invoiceChart,
  attempt: attemptChart,
  dunning: dunningChart,
  change: changeChart,
  refund: refundChart,
  dispute: disputeChart,
  cancellation: cancellationChart,
  'credit note': creditNoteChart,
  setup: setupChart,
  method: methodChart,
  entitlement: entitlementChart,
  job: jobChart,
} as const

export interface Tables {
  readonly subscription: Table<Subscription['state'], Subscription>
  readonly invoice: Table<Invoice['state'], Invoice>
  readonly attempt: Table<Attempt['state'], Attempt>
  readonly dunning: Table<Invoice['collection'], Invoice>
  readonly change: Table<Change['state'], Change>
  readonly refund: Table<Refund['state'], Refund>
  readonly dispute: Table<Dispute['state'], Dispute>
  readonly 'credit note': Table<CreditNote['state'], Pick<CreditNote, 'amount'>>
  readonly cancellation: Table<Subscription['cancellation'], object>
  readonly setup: Table<Account['setup'], object>
  readonly method: Table<AccountMethod['state'], HeardMethod>
  readonly job: Table<Job['state'], Job>
}

/** What machines are built of. A mutant of the oracle replaces one part, for the system and for recompute together. */
export interface Parts {
  readonly calendar: Calendar
  readonly proration: Proration
  readonly discounting: Discounting
  readonly taxing: Taxing
  readonly settling: Settling
  readonly matrix: Matrix
  readonly legality: Legality
  readonly tables: Tables
  /** Who is asked for the branch that an object takes at an event. */
  readonly branchOf: typeof branchFor
  /** Which subscription a payment for an invoice is about. */
  readonly concerned: (account: Account, invoice: Invoice) => Subscription | undefined
  /** Writes what a cell says into the books. */
  readonly post: typeof postFor
  readonly seating: Seating
  /** Looks on; it changes nothing, and costs nothing where there is none. */
  readonly observer?: Observer | undefined
}

export const standardParts: Parts = {
  calendar: civilCalendar,
  proration: bySeconds,
  discounting: byCoupon,
  taxing: byRate,
  settling: fairly,
  matrix: standardMatrix,
  legality: standardLegality,
  branchOf: branchFor,
  concerned: (account, invoice) => partAt(account.subscriptions, invoice.subscription),
  post: postFor,
  seating: byQuantity,
  tables: {
    subscription: compile(subscriptionChart),
    invoice: compile(invoiceChart),
    attempt: compile(attemptChart),
    dunning: compile(dunningChart),
    change: compile(changeChart),
    refund: compile(refundChart),
    dispute: compile(disputeChart),
    cancellation: compile(cancellationChart),
    'credit note': compile(creditNoteChart),
    setup: compile(setupChart),
    method: compile(methodChart),
    job: compile(jobChart),
  },
}

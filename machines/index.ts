/** The door of correct billing: the domain's words, the charts, the outcome matrix, and the one recompute over facts. */
export type { AccountCommand, CardMethod, Command, CommandKind, CommandReply, Method, PlanKey, Who } from './domain/command.ts'
export { cardMethods, commandKinds, methods, operatorKinds } from './domain/command.ts'
export type { Duration, Instant } from './domain/instant.ts'
export { between, days, hours, isoDate, isoInstant, later, minutes, seconds, utc } from './domain/instant.ts'
export { counted, grouped } from './domain/counted.ts'
export type { Currency, Minor } from './domain/money.ts'
export { currencies, decimalsOf, inWords, minor } from './domain/money.ts'
export type { AddOn, Authority, Coupon, EndAction, Interval, Plan, Policy, SubscriptionStatus, Taxes, Zone } from './domain/policy.ts'
export {
  addOnPrice,
  chargeUnitOf,
  defaultPolicy,
  endActions,
  intervals,
  leastChargeOf,
  mostTerms,
  planOf,
  subscriptionStatuses,
  zones,
} from './domain/policy.ts'
export type {
  AccessRow,
  AddOnRow,
  AuditRow,
  AttemptRow,
  CreditNoteRow,
  CustomerRow,
  DeadLetterRow,
  Difference,
  FailedTry,
  HistoryLabel,
  HistoryRow,
  InvoiceLine,
  InvoiceReason,
  InvoiceRow,
  InvoiceStatus,
  LedgerRow,
  NoticeRow,
  Sight,
  Standing,
  StandingRow,
  SubscriptionRow,
  TrailRow,
  View,
} from './domain/view.ts'
export { deadLetterStates, historyLabels, invoiceReasons, invoiceStatuses, ledgerAccounts, sights, standingFields } from './domain/view.ts'
export type { AccountState } from './domain/account.ts'
export { never, newAccount } from './domain/account.ts'
export { endsWithPeriod, isLeaving } from './domain/leaving.ts'
export type { Calendar } from './domain/calendar.ts'
export { civilCalendar, dateWords } from './domain/calendar.ts'
export type { WallTime } from './domain/zone.ts'
export { clockChangesOf, instantOf, wallTimeAt } from './domain/zone.ts'
export type { Effect } from './domain/effect.ts'
export { effectKinds } from './domain/effect.ts'
export type { Decided, DisputeStanding, Fact, FactKind, FailureCode, PaymentFound, PaymentRead, When } from './domain/fact.ts'
export {
  cardReplaced,
  commandAccepted,
  customerCreated,
  decided,
  disputeTold,
  factKinds,
  methodAttached,
  methodDetached,
  methodRefused,
  paymentFailed,
  paymentNeedsAction,
  paymentNotTaken,
  paymentProcessing,
  paymentRead,
  paymentSucceeded,
  paymentUnknown,
  refundFailed,
  refundSucceeded,
  refundTold,
} from './domain/fact.ts'
export type { Form, Operation } from './domain/operation.ts'
export { forms, operations } from './domain/operation.ts'
export type { Proration } from './domain/proration.ts'
export { bySeconds } from './domain/proration.ts'
export type { Discounting, Lowered } from './domain/discounting.ts'
export { byCoupon } from './domain/discounting.ts'
export type { Taxing } from './domain/taxing.ts'
export { nextDue } from './advance.ts'
export { inOrder } from './order.ts'
export type { Branch, Chart, EventOf, Table } from './compile.ts'
export type { Job, JobPolicy, JobState, JobType } from './domain/job.ts'
export { jobTypes } from './domain/job.ts'
export { type JobEvent, jobTypeOf, moveJob, type Moved, newJob } from './job-life.ts'
export { compile } from './compile.ts'
export type { Entitled } from './entitlement.ts'
export type { Decision } from './decide.ts'
export { decide } from './decide.ts'
export { failingGoldenCases } from './golden/failing.ts'
export { historyOf } from './history.ts'
export { startOf } from './intended.ts'
export type { Legality } from './legality.ts'
export { standardLegality } from './legality.ts'
export type { Matrix, Passage } from './matrix.ts'
export { passages, standardMatrix } from './matrix.ts'
export type { Consequence, MatrixCell } from './operations/cell.ts'
export type { Start } from './operations/start.ts'
export { starts } from './operations/start.ts'
export type { Move, Observer, Ruled, Taken } from './observer.ts'
export type { Parts, Tables } from './parts.ts'
export { charts, standardParts } from './parts.ts'
export { recompute, type Recomputed } from './recompute.ts'
export type { Settling } from './settling.ts'
export { fairly } from './settling.ts'
export { standingOf } from './standing.ts'
export type { Sentence } from './sentences.ts'
export { sentences } from './sentences.ts'
export type { AccountRows } from './view-of.ts'
export { rowsOf, viewOf } from './view-of.ts'

import type { Capabilities } from '../port.ts'
import { accountantAgrees } from './accountant-agrees.ts'
import { acknowledgedIsDurable } from './invariants/acknowledged-is-durable.ts'
import { acknowledgedPaymentIsBooked } from './invariants/acknowledged-payment-is-booked.ts'
import { agreesWithProvider } from './invariants/agrees-with-provider.ts'
import { changesOnlyItsOwn } from './invariants/changes-only-its-own.ts'
import { chargesWhatRemains } from './invariants/charges-what-remains.ts'
import { comesToRest } from './invariants/comes-to-rest.ts'
import { copiesSayWhatFactsSay } from './invariants/copies-say-what-facts-say.ts'
import { completeCoverage } from './invariants/complete-coverage.ts'
import { debtChangesOneReceivable } from './invariants/debt-changes-one-receivable.ts'
import { disputesAreBooked } from './invariants/disputes-are-booked.ts'
import { everyEventAcknowledged } from './invariants/every-event-acknowledged.ts'
import { everyStepHasOneCause } from './invariants/every-step-has-one-cause.ts'
import { historySaysWhatHappened } from './invariants/history-says-what-happened.ts'
import { healthReportAddsUp } from './invariants/jobs/health-report-adds-up.ts'
import { noFailureVanishes } from './invariants/jobs/no-failure-vanishes.ts'
import { oneAlertPerDeadLetter } from './invariants/jobs/one-alert-per-dead-letter.ts'
import { replayHasItsEffectOnce } from './invariants/jobs/replay-has-its-effect-once.ts'
import { triesWithinPolicy } from './invariants/jobs/tries-within-policy.ts'
import { ledgerTiesOut } from './invariants/ledger-ties-out.ts'
import { moneyOnce } from './invariants/money-once.ts'
import { noAccessWithoutCover } from './invariants/no-access-without-cover.ts'
import { noChargeAfterCancellation } from './invariants/no-charge-after-cancellation.ts'
import { noDenialWhilePaid } from './invariants/no-denial-while-paid.ts'
import { noUnhandledRejection } from './invariants/no-unhandled-rejection.ts'
import { noUpgradeDebt } from './invariants/no-upgrade-debt.ts'
import { nothingAfterDeletion } from './invariants/nothing-after-deletion.ts'
import { oneLiveSubscription } from './invariants/one-live-subscription.ts'
import { oneNoticePerCause } from './invariants/one-notice-per-cause.ts'
import { oneProviderCustomer } from './invariants/one-provider-customer.ts'
import { oneRowPerInvoice } from './invariants/one-row-per-invoice.ts'
import { oneRowPerSubscription } from './invariants/one-row-per-subscription.ts'
import { operatorsAreAudited } from './invariants/operators-are-audited.ts'
import { payBeforeCommit } from './invariants/pay-before-commit.ts'
import { recomputeIsIdempotent } from './invariants/recompute-is-idempotent.ts'
import { replacedCardIsTried } from './invariants/replaced-card-is-tried.ts'
import { retriesWithinPolicy } from './invariants/retries-within-policy.ts'
import { seatsWithinQuantity } from './invariants/seats-within-quantity.ts'
import { terminalStaysTerminal } from './invariants/terminal-stays-terminal.ts'
import { termsAreKept } from './invariants/terms-are-kept.ts'
import { unknownIsFoundOut } from './invariants/unknown-is-found-out.ts'
import { zeroDuplicateInvoices } from './invariants/zero-duplicate-invoices.ts'
import { zeroRollbacks } from './invariants/zero-rollbacks.ts'
import { acceptedSurvives } from './laws/accepted-survives.ts'
import { capturedEqualsPaid } from './laws/captured-equals-paid.ts'
import { cashEqualsBooks } from './laws/cash-equals-books.ts'
import { chargedInUnits } from './laws/charged-in-units.ts'
import { chargedOnce } from './laws/charged-once.ts'
import { creditBalanceTiesOut } from './laws/credit-balance-ties-out.ts'
import { creditGoesBackFirst } from './laws/credit-goes-back-first.ts'
import { creditIsBacked } from './laws/credit-is-backed.ts'
import { creditWithinCollected } from './laws/credit-within-collected.ts'
import { mailedOnce } from './laws/mailed-once.ts'
import { numbersWithoutGaps } from './laws/numbers-without-gaps.ts'
import { receivableEqualsOpen } from './laws/receivable-equals-open.ts'
import { settledOnceADay } from './laws/settled-once-a-day.ts'
import { taxFollowsTheMoney } from './laws/tax-follows-the-money.ts'
import { taxedWhereTheCustomerIs } from './laws/taxed-where-the-customer-is.ts'
import { unusedTimeIsCredited } from './laws/unused-time-is-credited.ts'
import { providerBooksAgree } from './provider-books-agree.ts'
import type { Invariant } from './scene.ts'

/** All that is ever judged, by code. BS0xx are invariants, BS1xx laws and the accountant. */
export const catalogue: readonly Invariant[] = [
  oneRowPerSubscription,
  oneRowPerInvoice,
  agreesWithProvider,
  terminalStaysTerminal,
  changesOnlyItsOwn,
  moneyOnce,
  acknowledgedIsDurable,
  everyEventAcknowledged,
  comesToRest,
  noUnhandledRejection,
  oneProviderCustomer,
  acknowledgedPaymentIsBooked,
  zeroRollbacks,
  zeroDuplicateInvoices,
  completeCoverage,
  payBeforeCommit,
  noUpgradeDebt,
  noAccessWithoutCover,
  noDenialWhilePaid,
  chargesWhatRemains,
  retriesWithinPolicy,
  oneNoticePerCause,
  ledgerTiesOut,
  oneLiveSubscription,
  noChargeAfterCancellation,
  seatsWithinQuantity,
  historySaysWhatHappened,
  copiesSayWhatFactsSay,
  operatorsAreAudited,
  recomputeIsIdempotent,
  everyStepHasOneCause,
  unknownIsFoundOut,
  noFailureVanishes,
  triesWithinPolicy,
  oneAlertPerDeadLetter,
  replayHasItsEffectOnce,
  healthReportAddsUp,
  debtChangesOneReceivable,
  termsAreKept,
  nothingAfterDeletion,
  disputesAreBooked,
  replacedCardIsTried,
  cashEqualsBooks,
  capturedEqualsPaid,
  receivableEqualsOpen,
  creditIsBacked,
  creditBalanceTiesOut,
  creditGoesBackFirst,
  unusedTimeIsCredited,
  settledOnceADay,
  creditWithinCollected,
  chargedOnce,
  acceptedSurvives,
  mailedOnce,
  numbersWithoutGaps,
  chargedInUnits,
  taxedWhereTheCustomerIs,
  taxFollowsTheMoney,
  accountantAgrees,
  providerBooksAgree,
]

/** The invariant with that code; undefined when there is none. */
export const invariantFor = (code: string): Invariant | undefined => catalogue.find((each) => each.code === code)

type Judged = Pick<Capabilities, 'keeps' | 'level' | 'authority'>

/**
 * What a system is judged by: everything universal, and our policy only where it keeps a ledger by it. What needs a section
 * that its view lacks is in the list too, so that it is named as not checked. Nobody's own system answers for the twin.
 */
export const standardInvariants = (capabilities: Judged): readonly Invariant[] =>
  within(capabilities).filter((each) => each.notFor?.(capabilities) === undefined)

/** What would be asked of a system and cannot be, since it is not of that kind, with the reason. */
export const notApplicable = (capabilities: Judged): readonly { readonly code: string; readonly because: string }[] =>
  within(capabilities).flatMap(({ code, notFor }) => {
    const because = notFor?.(capabilities)
    return because === undefined ? [] : [{ code, because }]
  })

function within(capabilities: Judged): readonly Invariant[] {
  const isOurs = capabilities.level === 'native'
  return catalogue.filter((each) => {
    if (each === providerBooksAgree) return isOurs && capabilities.authority === 'provider'
    return each.stance === 'universal' || capabilities.keeps === 'ledger'
  })
}

/** The door of the systems that can be stormed, each under its name. */
import type { Parts } from '#machines'
import type { SystemEntry } from '#simulator'
import type { TwinServer, TwinServerOptions } from './stripe-http/server.ts'
import { betterAuth, isInstalled, manifest } from './better-auth/index.ts'
import { firstStorm } from './first-storm/index.ts'
import { mirror } from './mirror/index.ts'
import { acknowledgesFailure } from './mutants/acknowledges-failure.ts'
import { dunningGoesOn } from './mutants/cancellations/dunning-goes-on.ts'
import { twoCancelOwners } from './mutants/cancellations/two-cancel-owners.ts'
import { commitsOrders } from './mutants/debits/commits-orders.ts'
import { deafToFailedDebits } from './mutants/debits/deaf-to-failed-debits.ts'
import { debitsTwice } from './mutants/debits/debits-twice.ts'
import { grantsOnTrust } from './mutants/debits/grants-on-trust.ts'
import { takesOrdersForMoney } from './mutants/debits/takes-orders-for-money.ts'
import { debtMovesPeriod } from './mutants/debts/debt-moves-period.ts'
import { debtRevives } from './mutants/debts/debt-revives.ts'
import { deafToNewCards } from './mutants/cards/deaf-to-new-cards.ts'
import { deafToTakenOffCards } from './mutants/cards/deaf-to-taken-off-cards.ts'
import { disputeKeepsAccess } from './mutants/disputes/dispute-keeps-access.ts'
import { lostDisputeIsEarned } from './mutants/disputes/lost-dispute-is-earned.ts'
import { deafToTheDashboard } from './mutants/deaf-to-the-dashboard.ts'
import { neverAsksForDisputes } from './mutants/disputes/never-asks-for-disputes.ts'
import { refundMeetsDispute } from './mutants/disputes/refund-meets-dispute.ts'
import { wonDisputeRevives } from './mutants/disputes/won-dispute-revives.ts'
import { writtenOffIsMoney } from './mutants/debts/written-off-is-money.ts'
import { deafToDeletion } from './mutants/deaf-to-deletion.ts'
import { deletesAndChargesOn } from './mutants/deletes-and-charges-on.ts'
import { paidButLockedOut } from './mutants/entitlements/paid-but-locked-out.ts'
import { dropsOrphans } from './mutants/drops-orphans.ts'
import { forgetsBeforeSending } from './mutants/forgets-before-sending.ts'
import { somePathsMakeNoInvoice } from './mutants/handlers/some-paths-make-no-invoice.ts'
import { twoHandlers } from './mutants/handlers/two-handlers.ts'
import { historyFromStatus } from './mutants/history/history-from-status.ts'
import { voidedIsPaid } from './mutants/history/voided-is-paid.ts'
import { writtenOffIsPaid } from './mutants/history/written-off-is-paid.ts'
import { alertStorm } from './mutants/jobs/alert-storm.ts'
import { endlessRetry } from './mutants/jobs/endless-retry.ts'
import { failureVanishes } from './mutants/jobs/failure-vanishes.ts'
import { locksForGood } from './mutants/jobs/locks-for-good.ts'
import { replayDoubles } from './mutants/jobs/replay-doubles.ts'
import { reportCountsAll } from './mutants/jobs/report-counts-all.ts'
import { keepsFirstQuantity } from './mutants/keeps-first-quantity.ts'
import { addOnBeforePayment } from './mutants/lines/add-on-before-payment.ts'
import { couponNeverEnds } from './mutants/lines/coupon-never-ends.ts'
import { couponsAddUp } from './mutants/lines/coupons-add-up.ts'
import { discountsTwice } from './mutants/lines/discounts-twice.ts'
import { keepsTaxOfWhatWentBack } from './mutants/lines/keeps-tax-of-what-went-back.ts'
import { notesWithoutTax } from './mutants/lines/notes-without-tax.ts'
import { taxesUndiscounted } from './mutants/lines/taxes-undiscounted.ts'
import { listsWithoutCanceled } from './mutants/lists-without-canceled.ts'
import { looksThenInserts } from './mutants/looks-then-inserts.ts'
import { addsWhatWasPaid } from './mutants/mirrors/adds-what-was-paid.ts'
import { swallowsErrors } from './mutants/mirrors/swallows-errors.ts'
import { insertsEachPayment } from './mutants/mirrors/inserts-each-payment.ts'
import { tripsOverItsOwnMark } from './mutants/mirrors/trips-over-its-own-mark.ts'
import { updatesNobody } from './mutants/mirrors/updates-nobody.ts'
import { losesCorrelation } from './mutants/loses-correlation.ts'
import { newerSecondWins } from './mutants/newer-second-wins.ts'
import { noKeyNoClaim } from './mutants/no-key-no-claim.ts'
import { recomputeAdds } from './mutants/operators/recompute-adds.ts'
import { repairsInSilence } from './mutants/operators/repairs-in-silence.ts'
import { trustsTheHand } from './mutants/operators/trusts-the-hand.ts'
import { oracleAccountant } from './mutants/oracle/accountant.ts'
import { oracleCalendar } from './mutants/oracle/calendar.ts'
import { oracleClocks } from './mutants/oracle/clocks.ts'
import { oracleDuplicates } from './mutants/oracle/duplicates.ts'
import { oracleEntitlement } from './mutants/oracle/entitlement.ts'
import { oracleDecimals } from './mutants/oracle/decimals.ts'
import { oracleFigures } from './mutants/oracle/figures.ts'
import { oracleLeapYears } from './mutants/oracle/leap-years.ts'
import { oracleLedger } from './mutants/oracle/ledger.ts'
import { oracleProration } from './mutants/oracle/proration.ts'
import { oracleTable } from './mutants/oracle/table.ts'
import { oracleTwin } from './mutants/oracle/twin.ts'
import { oracleZone } from './mutants/oracle/zone.ts'
import { neverAsks } from './mutants/reconciliation/never-asks.ts'
import { twoRetryOwners } from './mutants/reconciliation/two-retry-owners.ts'
import { payloadIsState } from './mutants/payload-is-state.ts'
import { refundUnbooked } from './mutants/refund-unbooked.ts'
import { retriesHardDeclines } from './mutants/retries-hard-declines.ts'
import { retriesWhileBankAsks } from './mutants/retries-while-bank-asks.ts'
import { seatsOutliveTheQuantity } from './mutants/seats/seats-outlive-the-quantity.ts'
import { locksAfterAsking } from './mutants/signups/locks-after-asking.ts'
import { makesTheCustomerAgain } from './mutants/signups/makes-the-customer-again.ts'
import { twoSignUpPaths } from './mutants/signups/two-sign-up-paths.ts'
import { skipsWhatItSaw } from './mutants/skips-what-it-saw.ts'
import { storesOneByOne } from './mutants/stores/stores-one-by-one.ts'
import { anchorMovesUnpaid } from './mutants/switches/anchor-moves-unpaid.ts'
import { creditsBeforePaid } from './mutants/switches/credits-before-paid.ts'
import { creditsWhatWentBack } from './mutants/switches/credits-what-went-back.ts'
import { chargesPennies } from './mutants/totals/charges-pennies.ts'
import { chargesWhatWasSent } from './mutants/totals/charges-what-was-sent.ts'
import { partIsPaid } from './mutants/totals/part-is-paid.ts'
import { refundsMoneyFirst } from './mutants/totals/refunds-money-first.ts'
import { swallowsOverpayment } from './mutants/totals/swallows-overpayment.ts'
import { unknownIsFailure } from './mutants/unknown-is-failure.ts'
import { upgradeBeforePayment } from './mutants/upgrade-before-payment.ts'
import { writesWhatItRead } from './mutants/writes-what-it-read.ts'
import { yenAsCents } from './mutants/yen-as-cents.ts'
import { downgradesAtOnce } from './mutants/changes/downgrades-at-once.ts'
import { retriesWhatIsVoid } from './mutants/debts/retries-what-is-void.ts'
import { voidsWithoutPosting } from './mutants/debts/voids-without-posting.ts'
import { eachSideWrites } from './mutants/notices/each-side-writes.ts'
import { booksRefundsTwice } from './mutants/books/books-refunds-twice.ts'
import { refundTakesCredit } from './mutants/books/refund-takes-credit.ts'
import { numbersOffers } from './mutants/books/numbers-offers.ts'
import { pauseCountsDays } from './mutants/pauses/pause-counts-days.ts'
import { creditsWhatWasNeverPaid } from './mutants/switches/credits-what-was-never-paid.ts'
import { creditStaysInTheBooks } from './mutants/books/credit-stays-in-the-books.ts'
import { answersWhateverCame } from './mutants/stores/answers-whatever-came.ts'
import { postgresSystems } from './postgres/entries.ts'
import { manifest as billingManifest } from './postgres/index.ts'
import { reference } from './reference/index.ts'
import { referenceParts, watchedBy } from './reference/parts.ts'

/** An example's handler, as source here and compiled in the package. */
const example = (name: string): URL => new URL(`../examples/first-storm/${name}${import.meta.url.slice(-3)}`, import.meta.url)

const service = (name: string): SystemEntry => ({
  name,
  kind: 'service',
  create: () => firstStorm(name, example(name)),
  installed: () => true,
})

/** Where a package that others wrote is installed from, and into. */
export interface PackageManifest {
  /** Holds the files that are installed from. */
  readonly folder: URL
  readonly files: readonly string[]
  readonly folderFor: (cwd: string) => URL
}

/** The packages that are not brought along, by the name of their system. */
export const manifests: Readonly<Record<string, PackageManifest>> = { 'better-auth': manifest, postgres: billingManifest }

export type { Telling } from './stripe-http/telling.ts'
export type { TwinServer, TwinServerOptions } from './stripe-http/server.ts'
/** Serves the card twin over HTTP. Loaded only when asked for: nothing else needs a server. */
export const serveTwin = async (options: TwinServerOptions): Promise<TwinServer> =>
  (await import('./stripe-http/server.ts')).serveTwin(options)

export { conformance, type Conformance, type ConformanceOptions } from './conformance.ts'
export { conformanceRules, type ConformanceRule, type Offence } from './conformance/rules.ts'
export { guarded, type Guarded } from './conformance/guard.ts'
export { Misbehaved, NoSystem, thrownInWords } from './conformance/misbehaved.ts'
export { systemFault } from './conformance/port-shape.ts'
export { firstStorm } from './first-storm/index.ts'
export { postgres } from './service/stores/postgres.ts'
export { sqlite } from './service/stores/sqlite.ts'
export type { ServiceOptions } from './service/options.ts'
export { service, serviceSeenBy, type ServiceSystem } from './service/system.ts'
export type { Onlooker } from './service/onlooker.ts'
export { listeningPorts } from './service/enclosure/listening.ts'
export { tryTheWayOut, type WayOut } from './service/enclosure/way-out.ts'
export { refuseLiveKeys } from './service/harm/secret-files.ts'
export { type Table, tablesOf } from './service/stores/tables.ts'
export { signWith } from './injected/sign.ts'

export type { HandlerModule, Shop } from './first-storm/index.ts'

/** The reference on other machines than ours, to see what looking on makes of them. */
export const referenceOn = (machines: Parts): SystemEntry => {
  const parts = { ...referenceParts, machines }
  return {
    name: 'reference on other machines',
    kind: 'mutant',
    create: () => reference(parts),
    watched: (observer) => reference(watchedBy(observer, parts)),
    installed: () => true,
  }
}

export const systems: readonly SystemEntry[] = [
  {
    name: 'reference',
    kind: 'reference',
    create: () => reference(),
    watched: (observer) => reference(watchedBy(observer)),
    installed: () => true,
  },
  { name: 'mirror', kind: 'mirror', create: () => mirror(), installed: () => true },
  service('naive'),
  service('fixed'),
  { name: 'better-auth', kind: 'package', create: () => betterAuth(), installed: () => isInstalled() },
  ...postgresSystems,
  payloadIsState,
  newerSecondWins,
  looksThenInserts,
  acknowledgesFailure,
  writesWhatItRead,
  listsWithoutCanceled,
  skipsWhatItSaw,
  deafToDeletion,
  dropsOrphans,
  keepsFirstQuantity,
  addsWhatWasPaid,
  swallowsErrors,
  insertsEachPayment,
  tripsOverItsOwnMark,
  updatesNobody,
  unknownIsFailure,
  upgradeBeforePayment,
  retriesHardDeclines,
  retriesWhileBankAsks,
  noKeyNoClaim,
  forgetsBeforeSending,
  refundUnbooked,
  chargesWhatWasSent,
  chargesPennies,
  partIsPaid,
  swallowsOverpayment,
  refundsMoneyFirst,
  deafToNewCards,
  deafToTakenOffCards,
  disputeKeepsAccess,
  lostDisputeIsEarned,
  neverAsksForDisputes,
  deafToTheDashboard,
  refundMeetsDispute,
  wonDisputeRevives,
  takesOrdersForMoney,
  commitsOrders,
  debitsTwice,
  deafToFailedDebits,
  grantsOnTrust,
  debtRevives,
  debtMovesPeriod,
  writtenOffIsMoney,
  deletesAndChargesOn,
  anchorMovesUnpaid,
  creditsBeforePaid,
  creditsWhatWentBack,
  couponNeverEnds,
  couponsAddUp,
  discountsTwice,
  taxesUndiscounted,
  keepsTaxOfWhatWentBack,
  notesWithoutTax,
  addOnBeforePayment,
  voidedIsPaid,
  writtenOffIsPaid,
  historyFromStatus,
  yenAsCents,
  recomputeAdds,
  repairsInSilence,
  trustsTheHand,
  losesCorrelation,
  neverAsks,
  twoRetryOwners,
  somePathsMakeNoInvoice,
  twoHandlers,
  locksAfterAsking,
  twoSignUpPaths,
  makesTheCustomerAgain,
  dunningGoesOn,
  twoCancelOwners,
  storesOneByOne,
  paidButLockedOut,
  seatsOutliveTheQuantity,
  failureVanishes,
  endlessRetry,
  locksForGood,
  alertStorm,
  replayDoubles,
  reportCountsAll,
  downgradesAtOnce,
  retriesWhatIsVoid,
  voidsWithoutPosting,
  eachSideWrites,
  booksRefundsTwice,
  refundTakesCredit,
  numbersOffers,
  pauseCountsDays,
  creditsWhatWasNeverPaid,
  creditStaysInTheBooks,
  answersWhateverCame,
  oracleProration,
  oracleCalendar,
  oracleTable,
  oracleTwin,
  oracleClocks,
  oracleZone,
  oracleDecimals,
  oracleLeapYears,
  oracleLedger,
  oracleEntitlement,
  oracleDuplicates,
  oracleAccountant,
  oracleFigures,
]

import { aTeamMovesIn } from './seats/a-team-moves-in.ts'
import { leavingEndsItAll } from './cancellations/leaving-ends-it-all.ts'
import { cards } from './cards.ts'
import { cardsAbroad } from './cards-abroad.ts'
import { checkouts } from './checkouts.ts'
import { ordersAreNotMoney } from './debits/orders-are-not-money.ts'
import { paidInParts } from './debts/paid-in-parts.ts'
import { creditGoesBackFirst } from './refunds/credit-goes-back-first.ts'
import { oldDebtsStayOld } from './debts/old-debts-stay-old.ts'
import { accessFollowsTheMoney } from './entitlements/access-follows-the-money.ts'
import { eachPathMakesOneInvoice } from './event-paths/each-path-makes-one-invoice.ts'
import { resolvedIsNotPaid } from './histories/resolved-is-not-paid.ts'
import { nobodyTellsUs } from './reconciliation/nobody-tells-us.ts'
import { aHandInTheCopy } from './operators/a-hand-in-the-copy.ts'
import { poisonedPayment } from './dead-letters/poisoned-payment.ts'
import { refusedReceipt } from './dead-letters/refused-receipt.ts'
import { lastDayOfJanuary } from './month-ends/last-day-of-january.ts'
import { backWithinTheMonth } from './pauses/back-within-the-month.ts'
import { changesOfMind } from './plan-changes/changes-of-mind.ts'
import { moreWhilePastDue } from './plan-changes/more-while-past-due.ts'
import { upgradeNeedsAuthentication } from './plan-changes/upgrade-needs-authentication.ts'
import { refundThenLeave } from './refunds/refund-then-leave.ts'
import { cancelMeetsRenewal } from './renewals/cancel-meets-renewal.ts'
import { cardExpiresBeforeRenewal } from './renewals/card-expires-before-renewal.ts'
import { emptyCardRecovers } from './renewals/empty-card-recovers.ts'
import type { Scenario } from './scenario.ts'
import { aPauseBetweenTwoWrites } from './stores/a-pause-between-two-writes.ts'
import { twoClicksOneSubscription } from './signups/two-clicks-one-subscription.ts'
import { paidByTheDay } from './terms/paid-by-the-day.ts'
import { trialConverts } from './trials/trial-converts.ts'
import { trialMeetsEmptyCard } from './trials/trial-meets-empty-card.ts'
import { wholeLives, wholeLivesAbroad } from './whole-lives.ts'

/** Every scenario there is, the drawn ones first. */
export const scenarios: readonly Scenario[] = [
  cards,
  cardsAbroad,
  checkouts,
  wholeLives,
  wholeLivesAbroad,
  trialConverts,
  trialMeetsEmptyCard,
  cardExpiresBeforeRenewal,
  emptyCardRecovers,
  cancelMeetsRenewal,
  upgradeNeedsAuthentication,
  changesOfMind,
  moreWhilePastDue,
  backWithinTheMonth,
  refundThenLeave,
  resolvedIsNotPaid,
  oldDebtsStayOld,
  paidInParts,
  ordersAreNotMoney,
  creditGoesBackFirst,
  paidByTheDay,
  aHandInTheCopy,
  nobodyTellsUs,
  eachPathMakesOneInvoice,
  twoClicksOneSubscription,
  leavingEndsItAll,
  aPauseBetweenTwoWrites,
  accessFollowsTheMoney,
  aTeamMovesIn,
  lastDayOfJanuary,
  poisonedPayment,
  refusedReceipt,
]

import { type Account, type Attempt, type Invoice, partAt } from './domain/account.ts'
import type { Dispute } from './domain/reversals.ts'
import type { Fact } from './domain/fact.ts'
import { minor } from './domain/money.ts'
import type { Form, Operation } from './domain/operation.ts'
import { carryOutCell, carryOutPassage } from './carry-out.ts'
import { goBack, handOn, levelWithout, paysForWhatRuns, stillLost } from './disputed.ts'
import { type Fold, type Scene, sceneOf } from './scene.ts'
import { sendDispute, sendInvoice, sendRefund } from './send.ts'

/** At one instant a bank takes before it decides, in whatever order the two are told. */
const isDecided = ({ stands }: Pick<Dispute, 'stands'>): boolean => stands !== 'asked' && stands !== 'taken'

/** A bank has said something of a payment. What is older than what we know already says nothing any more. */
export function takeDispute(fold: Fold, fact: Extract<Fact, { readonly kind: 'dispute told' }>): void {
  const { account } = fold
  const known = account.disputes.find(({ provider }) => provider === fact.dispute)
  if (known !== undefined && (fact.at < known.toldAt || (fact.at === known.toldAt && isDecided(known) && !isDecided(fact)))) return
  const dispute = known ?? fresh(account, fact.dispute, fact.charge)
  dispute.toldAt = fact.at
  dispute.stands = fact.stands
  dispute.taken = fact.taken
  dispute.fees = fact.fees
  const attempt = account.attempts.find(({ charge }) => charge === dispute.charge)
  if (attempt === undefined) return
  find(dispute, attempt)
  follow(fold, dispute)
}

/** A payment that we hear of late may have been disputed already. */
export function takeWaitingDisputes(fold: Fold, attempt: Attempt): void {
  for (const dispute of fold.account.disputes)
    if (dispute.attempt < 0 && dispute.charge === attempt.charge) {
      find(dispute, attempt)
      follow(fold, dispute)
    }
}

function fresh(account: Account, provider: string, charge: string): Dispute {
  const { who, disputes } = account
  const dispute: Dispute = {
    id: `${who}/dispute ${provider}`,
    index: disputes.length,
    provider,
    charge,
    state: 'told',
    stands: 'asked',
    toldAt: Number.NEGATIVE_INFINITY as Dispute['toldAt'],
    attempt: -1,
    invoice: -1,
    taken: minor(0),
    fees: minor(0),
    held: minor(0),
    lost: minor(0),
    feesPosted: minor(0),
    rounds: 0,
    waits: false,
    reverted: undefined,
    suspended: false,
    time: undefined,
  }
  disputes.push(dispute)
  return dispute
}

function find(dispute: Dispute, attempt: Attempt): void {
  dispute.attempt = attempt.index
  // Money that came too late for its invoice was never that invoice's.
  dispute.invoice = attempt.paidFor === undefined ? -1 : attempt.invoice
}

/** Takes a dispute to where it is told to stand. What we were not told in between happened all the same. */
function follow(fold: Fold, dispute: Dispute): void {
  switch (dispute.stands) {
    case 'asked':
      if (dispute.state === 'told') carryOutCell(fold, 'dispute', 'A', sceneOfDispute(fold, dispute, 'dispute'))
      return
    case 'taken':
      return comeTo(fold, dispute, 'bank takes', 'S')
    case 'lost':
      comeTo(fold, dispute, 'bank takes', 'S')
      if (dispute.state !== 'taken') return
      comeTo(fold, dispute, 'bank keeps', 'Fh')
      return loseWhatWasPaid(fold, dispute)
    case 'won': {
      if (dispute.state === 'told') comeTo(fold, dispute, 'bank takes', 'S')
      dispute.waits = false
      const other = stillLost(fold.account.disputes, dispute.invoice, dispute)
      if (dispute.invoice >= 0 && other !== undefined) handOn(dispute, other)
      comeTo(fold, dispute, 'bank gives back', 'X')
      return giveBackAgain(fold, dispute)
    }
    case 'dropped':
      return comeTo(fold, dispute, 'bank drops it', 'N')
    default:
      dispute.stands satisfies never
  }
}

function comeTo(fold: Fold, dispute: Dispute, event: string, form: Form): void {
  if (!sendDispute(fold, dispute, event)) return
  if (form === 'S') dispute.rounds++
  // Of what was given back before, a bank takes nothing: it says what it likes, and nothing comes of it.
  const { taken, held, lost, fees, feesPosted } = dispute
  const movesNothing = taken === 0 && held === 0 && lost === 0 && fees === feesPosted
  carryOutCell(fold, 'dispute', movesNothing ? 'N' : form, sceneOfDispute(fold, dispute, 'dispute'))
}

/**
 * What a lost payment had paid for ends as column X of its row says, if it still runs. Where that ends the subscription, a payment
 * on its way comes out first.
 */
export function loseWhatWasPaid(fold: Fold, dispute: Dispute): void {
  const { account } = fold
  const { paidFor } = account.attempts[dispute.attempt]!
  const invoice = partAt(account.invoices, dispute.invoice)
  const subscription = invoice === undefined ? undefined : partAt(account.subscriptions, invoice.subscription)
  dispute.waits = false
  if (dispute.held + dispute.lost === 0) return
  if (paidFor === undefined || invoice === undefined || subscription === undefined) return
  if (!paysForWhatRuns(fold, paidFor, invoice, subscription)) return loseWhatRests(fold, dispute)
  if (subscription.inFlight > 0 && endsIt(paidFor)) {
    dispute.waits = true
    return carryOutPassage(fold, 'loss waits', sceneOfDispute(fold, dispute, paidFor))
  }
  carryOutCell(fold, paidFor, 'X', sceneOfDispute(fold, dispute, paidFor))
  dispute.suspended = subscription.state !== 'active'
}

/** What is paid whole, but for a part that a bank has kept meanwhile, is charged back at once. */
export function loseOfWhole(fold: Fold, invoice: Invoice): void {
  const { disputes } = fold.account
  const lost = disputes.length === 0 ? undefined : stillLost(disputes, invoice.index)
  if (lost === undefined) return
  sendInvoice(fold, invoice, 'charged back')
  loseWhatWasPaid(fold, lost)
}

/** A step up whose money is lost while nothing runs is not in force either when the time it was for is given back. */
function loseWhatRests(fold: Fold, dispute: Dispute): void {
  const scene = sceneOfDispute(fold, dispute, 'dispute')
  const { subscription, invoice, change } = scene
  if (subscription === undefined || subscription.state === 'active' || invoice?.period !== subscription.period) return
  // Of time that was credited, as when its customer paused, nothing comes back.
  const mayRunAgain =
    subscription.paidThrough !== undefined ||
    fold.account.disputes.some(
      (each) =>
        (each.suspended || each.time !== undefined) && partAt(fold.account.invoices, each.invoice)?.subscription === subscription.index,
    )
  if (!mayRunAgain) return
  if (fold.at < invoice.periodEnd && levelWithout(fold, subscription, change) !== undefined) goBack(fold, subscription, scene)
}

const endsIt = (operation: Operation): boolean =>
  operation !== 'upgrade now' && operation !== 'quantity up now' && operation !== 'bad-debt payment'

/** Does a loss that waits end what an invoice is for? Its money comes too late then. */
export const isEnding = ({ disputes, invoices }: Account, { subscription }: Invoice): boolean =>
  disputes.some(({ waits, invoice }) => waits && partAt(invoices, invoice)?.subscription === subscription)

/** Money that was on its way back when a bank took it goes back now. */
function giveBackAgain(fold: Fold, { state, charge, invoice }: Dispute): void {
  if (state !== 'won' || invoice >= 0) return
  for (const refund of fold.account.refunds)
    if (refund.charge === charge && refund.invoice < 0 && refund.state === 'given up') {
      refund.isAgain = true
      sendRefund(fold, refund, 'money back')
    }
}

function sceneOfDispute({ account }: Fold, dispute: Dispute, operation: Operation): Scene {
  const { id, rounds } = dispute
  const invoice = partAt(account.invoices, dispute.invoice)
  const attempt = partAt(account.attempts, dispute.attempt)
  const subscription = invoice === undefined ? undefined : partAt(account.subscriptions, invoice.subscription)
  const change = invoice === undefined ? undefined : partAt(account.changes, invoice.change)
  const cause = rounds > 1 ? `${id}/round ${rounds}` : id
  return { ...sceneOf(operation, cause, subscription, change, invoice, attempt), dispute }
}

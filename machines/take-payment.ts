import { type Attempt, type Invoice, partAt } from './domain/account.ts'
import type { FailureCode, PaymentFound } from './domain/fact.ts'
import type { Instant } from './domain/instant.ts'
import { isLeaving } from './domain/leaving.ts'
import type { Form } from './domain/operation.ts'
import { carryOutCell } from './carry-out.ts'
import { amountDue } from './crediting.ts'
import { release, sendAttempt, sendDunning } from './send.ts'
import { operationOfCharge } from './intended.ts'
import { latest } from './latest.ts'
import { chargeNothing, hasNothingToChargeTo } from './no-method.ts'
import { type Fold, sceneOf } from './scene.ts'
import { isEnding, takeWaitingDisputes } from './take-dispute.ts'
import { takeWaitingRefunds } from './take-refund.ts'

export function onAttempt(fold: Fold, id: string, then: (attempt: Attempt) => void): void {
  const attempt = latest(fold.account.attempts, id)
  if (attempt === undefined) return
  then(attempt)
  const invoice = partAt(fold.account.invoices, attempt.invoice)
  const subscription = invoice === undefined ? undefined : partAt(fold.account.subscriptions, invoice.subscription)
  if (subscription !== undefined && subscription.inFlight === 0) release(fold, subscription)
  // The method may have been taken off while it was on its way.
  if (invoice !== undefined && fold.account.detached.length > 0) chargeNothing(fold, invoice)
}

export function paid(fold: Fold, attempt: Attempt, payment: string, charge: string): void {
  if (!sendAttempt(fold, attempt, 'payment succeeded')) return
  attempt.payment = payment
  attempt.charge = charge
  attempt.paidAt = fold.at
  cameOut(fold, attempt, !isStillWanted(fold, attempt) ? 'L' : isPart(fold, attempt) ? 'P' : 'S')
  takeWaitingDisputes(fold, attempt)
  takeWaitingRefunds(fold, attempt)
}

export function failed(fold: Fold, attempt: Attempt, code: FailureCode, payment: string | undefined): void {
  if (!sendAttempt(fold, attempt, 'payment failed')) return
  attempt.payment ??= payment
  attempt.failedAt = fold.at
  cameOut(fold, attempt, code === 'soft' ? 'Fs' : code === 'hard' ? 'Fh' : code === 'ours' ? 'E' : 'N')
}

export function asked(fold: Fold, attempt: Attempt, payment: string): void {
  if (!sendAttempt(fold, attempt, 'action needed')) return
  attempt.payment = payment
  const isAgain = attempt.asked
  attempt.asked = true
  cameOut(fold, attempt, isAgain ? 'N' : 'A')
}

export function unknown(fold: Fold, attempt: Attempt): void {
  attempt.unknownAt = fold.at
  if (sendAttempt(fold, attempt, 'no answer')) cameOut(fold, attempt, 'U')
}

/** A bank has taken the order; of a later look that shows the same nothing follows. */
export function processing(fold: Fold, attempt: Attempt, payment: string): void {
  attempt.unknownAt = fold.at
  if (!sendAttempt(fold, attempt, 'ordered')) return
  attempt.payment = payment
  const isAgain = attempt.orderedAt !== undefined
  attempt.orderedAt ??= fold.at
  cameOut(fold, attempt, isAgain ? 'N' : 'PR')
}

/** Nothing happened, and nothing is known of the payment that was not known before. */
export function notTaken(fold: Fold, attempt: Attempt): void {
  sendAttempt(fold, attempt, 'not taken')
}

/** Does the money still pay for what it was asked for? If not, it came too late. */
function isStillWanted(fold: Fold, attempt: Attempt): boolean {
  const { invoices, subscriptions, changes, deletedAt } = fold.account
  if (deletedAt !== undefined) return false
  const invoice = partAt(invoices, attempt.invoice)
  if (invoice === undefined || !isUnpaid(invoice, attempt)) return false
  // A debt is welcome whenever it is paid, and concerns nothing else.
  if (invoice.state === 'uncollectible') return true
  const subscription = partAt(subscriptions, invoice.subscription)
  // A refund may have ended it meanwhile.
  if (subscription !== undefined && (isLeaving(subscription) || subscription.state === 'canceled')) return false
  if (isEnding(fold.account, invoice)) return false
  const change = partAt(changes, invoice.change)
  return change === undefined || fold.at < change.goodUntil
}

/** Of what was given up the customer may have asked to pay a part; all else is charged whole. */
function isPart(fold: Fold, { isDebt, invoice: index, amount }: Attempt): boolean {
  const invoice = isDebt ? partAt(fold.account.invoices, index) : undefined
  if (invoice?.state !== 'uncollectible') return false
  const due = amountDue(invoice)
  return fold.parts.settling.paysOf(amount, due) < due
}

/** What was given up is still to be paid by whoever was asked for just that. */
const isUnpaid = ({ state }: Invoice, { isDebt }: Attempt): boolean =>
  state === 'quote' || state === 'open' || (isDebt && state === 'uncollectible')

function cameOut(fold: Fold, attempt: Attempt, form: Form): void {
  const { account } = fold
  const invoice = partAt(account.invoices, attempt.invoice)
  const subscription = invoice === undefined ? undefined : fold.parts.concerned(account, invoice)
  const change = invoice === undefined ? undefined : partAt(account.changes, invoice.change)
  // Money for a debt that was settled otherwise by then is like any other that comes too late.
  const isDebt = attempt.isDebt && form !== 'L' && invoice?.state !== 'quote' && invoice?.state !== 'open'
  const operation = isDebt ? 'bad-debt payment' : operationOfCharge(invoice, subscription)
  // Money that comes too late says nothing of why it was owed.
  if (form !== 'N' && form !== 'U' && form !== 'PR' && form !== 'L' && invoice !== undefined) invoice.lastForm = form
  if (form === 'S' || form === 'P') attempt.paidFor = operation
  // A refusal or question for an invoice that is closed changes nothing any more.
  const isClosed = invoice === undefined || !isUnpaid(invoice, attempt)
  const counted = isClosed && form !== 'L' ? 'N' : form
  carryOutCell(fold, operation, counted, sceneOf(operation, attempt.id, subscription, change, invoice, attempt))
  // Who had their account deleted meanwhile is asked for that debt no more.
  if (form === 'L' && attempt.isDebt && invoice?.state === 'uncollectible') sendDunning(fold, invoice, 'declined')
}

/** What a read showed. Money and refusals count as if told; the rest only says how things stood when the read began. */
export function read(fold: Fold, attempt: Attempt, found: PaymentFound, readStart: Instant): void {
  switch (found.status) {
    case 'paid':
      return paid(fold, attempt, found.payment, found.charge)
    case 'failed':
      return failed(fold, attempt, found.code, found.payment)
    case 'needs action':
      // What began before the customer's answer shows what was asked before it.
      if (attempt.answer === undefined || readStart > attempt.answer.at) asked(fold, attempt, found.payment)
      return
    case 'processing':
      return processing(fold, attempt, found.payment)
    case 'not found':
      // What its bank has ordered has arrived.
      if (attempt.orderedAt !== undefined) return
      // Nothing is charged any more; should it arrive after all, the money goes back.
      if (fold.account.deletedAt !== undefined) return failed(fold, attempt, 'canceled', undefined)
      sendAttempt(fold, attempt, 'never arrived')
      // It cannot be sent again.
      if (attempt.state === 'to send again' && hasNothingToChargeTo(fold.account)) failed(fold, attempt, 'hard', undefined)
      return
    default:
      found satisfies never
  }
}

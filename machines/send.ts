import { type AccountMethod, type Attempt, type Change, type Invoice, partAt, type Subscription } from './domain/account.ts'
import type { CreditNote, Dispute, Refund } from './domain/reversals.ts'
import type { Timed } from './domain/timed.ts'
import { type Form, isPaidSignup, isTrialSignup, type Operation } from './domain/operation.ts'
import { type Branch, dueIn, type Table } from './compile.ts'
import { isMethodComing } from './intended.ts'
import { inFlightStates } from './payment-attempt.ts'
import type { HeardMethod } from './payment-method.ts'
import { loseWhatWasPaid } from './take-dispute.ts'
import { giveCreditBack, givePartBack } from './posting.ts'
import { dueAgain, type Fold, sceneOf } from './scene.ts'
import { carryOutCell, carryOutPassage } from './carry-out.ts'

/** Unpaid invoices of a subscription, newest last. */
export function unpaidOf(fold: Fold, subscription: Subscription): readonly Invoice[] {
  return fold.account.invoices.filter(
    (invoice) => invoice.subscription === subscription.index && (invoice.state === 'quote' || invoice.state === 'open'),
  )
}

/** Takes an object through one event: its assigns, and the deadline of a state that is entered. The caller sets the state. */
function step<State extends string, Subject extends Timed>(
  fold: Fold,
  table: Table<State, Subject>,
  state: State,
  event: string,
  subject: Subject,
): Branch<State, Subject> | undefined {
  const branch = taken(fold, table, state, event, subject)
  if (branch === undefined) return undefined
  const { assigns, signals } = branch
  for (let i = 0; i < assigns.length; i++) Object.assign(subject, assigns[i]!(subject))
  if (branch.target !== undefined) {
    subject.held = false
    dueAgain(fold, subject, dueIn(table, branch.target, subject, fold.policy))
  }
  for (let i = 0; i < signals.length; i++) if (signals[i] === 'hold') subject.held = true
  return branch
}

/** The branch that an object takes at an event, as observers see it. The caller sets the state. */
function taken<State extends string, Subject extends object>(
  fold: Fold,
  table: Table<State, Subject>,
  from: State,
  event: string,
  subject: Subject,
): Branch<State, Subject> | undefined {
  const branch = fold.parts.branchOf(table, from, event, subject, fold.policy)
  if (branch !== undefined) fold.parts.observer?.moves({ table, from, event, sentence: branch.sentence, to: branch.target, subject })
  return branch
}

export function sendInvoice(fold: Fold, invoice: Invoice, event: string): void {
  const branch = taken(fold, fold.parts.tables.invoice, invoice.state, event, invoice)
  if (branch?.target === undefined) return
  invoice.state = branch.target
  if (invoice.state === 'paid' || invoice.state === 'charged back') return
  givePartBack(fold, invoice)
  giveCreditBack(fold, invoice)
  sendDunning(fold, invoice, 'stopped')
}

export function sendDunning(fold: Fold, invoice: Invoice, event: string): void {
  const branch = step(fold, fold.parts.tables.dunning, invoice.collection, event, invoice)
  if (branch === undefined) return
  if (branch.target !== undefined) invoice.collection = branch.target
  for (const signal of branch.signals) {
    if (signal === 'end terms' || signal === 'remind') askAgain(fold, invoice, signal)
    // A change is not dunned: it is paid, or it expires.
    if (signal === 'give up' && invoice.change < 0)
      carryOutCell(
        fold,
        'dunning end',
        invoice.lastForm ?? 'Fs',
        sceneOf(
          'dunning end',
          `${invoice.id}/given up after attempt ${invoice.attempts}`,
          partAt(fold.account.subscriptions, invoice.subscription),
          undefined,
          invoice,
        ),
      )
  }
}

/** The day has come by which an invoice that was sent was to be paid, or the next one to say so again. */
function askAgain(fold: Fold, invoice: Invoice, signal: 'end terms' | 'remind'): void {
  const isFirst = signal === 'end terms'
  const cause = isFirst ? `${invoice.id}/due` : `${invoice.id}/reminder ${invoice.retriesUsed}`
  const subscription = partAt(fold.account.subscriptions, invoice.subscription)
  const scene = sceneOf(invoice.operation, cause, subscription, undefined, invoice)
  carryOutPassage(fold, isFirst ? 'terms over' : 'reminder', scene)
}

export function sendChange(fold: Fold, change: Change, event: string): void {
  const branch = step(fold, fold.parts.tables.change, change.state, event, change)
  if (branch === undefined) return
  if (branch.target !== undefined) change.state = branch.target
  for (const signal of branch.signals) {
    if (signal !== 'drop') continue
    const isSignup = isPaidSignup(change.operation) || isTrialSignup(change.operation)
    carryOutPassage(
      fold,
      isSignup ? 'signup dropped' : 'change dropped',
      sceneOf(
        change.operation,
        change.id,
        partAt(fold.account.subscriptions, change.subscription),
        change,
        partAt(fold.account.invoices, change.invoice),
      ),
    )
  }
}

export function sendSubscription(fold: Fold, subscription: Subscription, event: string, cause: string): void {
  const branch = step(fold, fold.parts.tables.subscription, subscription.state, event, subscription)
  if (branch === undefined) return
  if (branch.target !== undefined) {
    subscription.state = branch.target
    if (branch.target === 'canceled' || branch.target === 'incomplete expired') {
      subscription.endedAt = fold.at
      sendCancellation(fold, subscription, 'ended')
    }
  }
  for (const signal of branch.signals) onSignal(fold, subscription, signal, cause)
}

export function sendCancellation(fold: Fold, subscription: Subscription, event: string): void {
  const branch = taken(fold, fold.parts.tables.cancellation, subscription.cancellation, event, subscription)
  if (branch?.target !== undefined) subscription.cancellation = branch.target
}

const leaving = ({ account }: Fold): Operation => (account.deletedAt === undefined ? 'cancel now' : 'delete account')

/** For days, where a bank has the order; else for as long as it takes to ask. */
const waitsFor = ({ account }: Fold, subscription: Subscription): Form =>
  account.attempts.some(
    ({ state, orderedAt, invoice }) =>
      orderedAt !== undefined && inFlightStates.has(state) && partAt(account.invoices, invoice)?.subscription === subscription.index,
  )
    ? 'PR'
    : 'U'

function onSignal(fold: Fold, subscription: Subscription, signal: string, cause: string): void {
  switch (signal) {
    case 'hold':
      return
    case 'cancel waits':
      subscription.cancelHeld = cause
      sendCancellation(fold, subscription, 'payment awaited')
      return carryOutCell(fold, leaving(fold), waitsFor(fold, subscription), sceneOf(leaving(fold), cause, subscription))
    case 'cancel goes through':
      return carryOutCell(fold, leaving(fold), 'S', sceneOf(leaving(fold), cause, subscription))
    case 'first charge opens':
      return carryOutPassage(fold, signal, sceneOf('trial end', subscription.id, subscription))
    case 'renewal opens':
    case 'renewal on terms opens':
      return carryOutPassage(fold, signal, sceneOf('renewal', subscription.id, subscription))
    case 'pause waits':
      subscription.pauseHeld = cause
      return carryOutCell(fold, 'pause', waitsFor(fold, subscription), sceneOf('pause', cause, subscription))
    case 'pause goes through':
      return carryOutCell(fold, 'pause', 'S', sceneOf('pause', cause, subscription))
    case 'scheduled cancel takes place':
      return carryOutPassage(fold, signal, sceneOf('cancel at period end', subscription.id, subscription))
    case 'debt ends':
      return carryOutPassage(fold, signal, sceneOf('dunning end', subscription.id, subscription))
    case 'collecting ends':
      for (const invoice of unpaidOf(fold, subscription)) sendDunning(fold, invoice, 'period over')
      return
    case 'leave changes':
      for (const change of fold.account.changes)
        if (change.subscription === subscription.index) {
          if (change.inFlight === 0) sendChange(fold, change, 'abandoned')
          else change.held = true
        }
      return
    default:
      throw new Error(`a chart asks for ${JSON.stringify(signal)}, and nothing answers`)
  }
}

/** @returns whether the event was for the attempt's state at all */
export function sendAttempt(fold: Fold, attempt: Attempt, event: string): boolean {
  const wasInFlight = inFlightStates.has(attempt.state)
  const branch = step(fold, fold.parts.tables.attempt, attempt.state, event, attempt)
  if (branch === undefined) return false
  if (branch.target !== undefined) attempt.state = branch.target
  const isInFlight = inFlightStates.has(attempt.state)
  if (wasInFlight !== isInFlight) countInFlight(fold, attempt, isInFlight ? 1 : -1)
  return true
}

export function countInFlight(fold: Fold, attempt: Attempt, by: number): void {
  const invoice = partAt(fold.account.invoices, attempt.invoice)
  if (invoice === undefined) return
  invoice.inFlight += by
  const change = partAt(fold.account.changes, invoice.change)
  if (change !== undefined) change.inFlight += by
  const subscription = partAt(fold.account.subscriptions, invoice.subscription)
  if (subscription === undefined) return
  subscription.inFlight += by
  if (change?.operation === 'interval switch now') subscription.switching += by
}

export function sendDispute(fold: Fold, dispute: Dispute, event: string): boolean {
  const branch = taken(fold, fold.parts.tables.dispute, dispute.state, event, dispute)
  if (branch?.target === undefined) return false
  dispute.state = branch.target
  return true
}

/** @returns whether the balance grows by it */
export function sendCreditNote(fold: Fold, note: CreditNote, event: string): boolean {
  const branch = taken(fold, fold.parts.tables['credit note'], note.state, event, note)
  if (branch?.target === undefined) return false
  note.state = branch.target
  return branch.signals.includes('balance grows')
}

export function sendSetup(fold: Fold, event: string): void {
  const { account, parts } = fold
  const branch = taken(fold, parts.tables.setup, account.setup, event, { id: account.who })
  if (branch?.target !== undefined) account.setup = branch.target
}

/** @returns what is to be done because of that; undefined when the event is not for its state */
export function sendMethod(fold: Fold, method: AccountMethod, event: string, heard: HeardMethod): readonly string[] | undefined {
  const branch = taken(fold, fold.parts.tables.method, method.state, event, heard)
  if (branch?.target !== undefined) method.state = branch.target
  return branch?.signals
}

export function sendRefund(fold: Fold, refund: Refund, event: string): boolean {
  const branch = step(fold, fold.parts.tables.refund, refund.state, event, refund)
  if (branch?.target !== undefined) refund.state = branch.target
  return branch !== undefined
}

/** What was to be given up while a payment was on its way, or a method was being kept, is given up if it still waits. */
export function giveUpHeld(fold: Fold): void {
  if (isMethodComing(fold.account)) return
  for (const invoice of fold.account.invoices)
    if (invoice.held && invoice.inFlight === 0) {
      invoice.held = false
      sendDunning(fold, invoice, 'giving up due')
    }
}

/** What waited for the outcome of a payment goes on. */
export function release(fold: Fold, subscription: Subscription): void {
  if (subscription.inFlight > 0) return
  for (const change of fold.account.changes)
    if (change.held && change.inFlight === 0) {
      change.held = false
      sendChange(fold, change, 'expiry due')
    }
  giveUpHeld(fold)
  for (const dispute of fold.account.disputes) if (dispute.waits) loseWhatWasPaid(fold, dispute)
  if (subscription.held) {
    subscription.held = false
    sendSubscription(fold, subscription, 'period over', subscription.id)
  }
  if (subscription.pauseHeld !== undefined) {
    const cause = subscription.pauseHeld
    subscription.pauseHeld = undefined
    sendSubscription(fold, subscription, 'pause asked', cause)
  }
  if (subscription.cancelHeld !== undefined) {
    const cause = subscription.cancelHeld
    subscription.cancelHeld = undefined
    sendCancellation(fold, subscription, 'payment known')
    sendSubscription(fold, subscription, 'cancel asked', cause)
  }
}

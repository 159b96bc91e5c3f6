import { type AccountState, type Change, type Invoice, partAt, type Subscription } from './domain/account.ts'
import type { Dispute, Level } from './domain/reversals.ts'
import { minor, type Minor } from './domain/money.ts'
import { planOf, type Policy } from './domain/policy.ts'
import { heldOf } from './intended.ts'
import { withAddOn } from './items.ts'
import type { Fold, Scene } from './scene.ts'
import { seatedAgain } from './seats.ts'
import { sendSubscription } from './send.ts'

type InvoicePart = AccountState['invoices'][number]
type SubscriptionPart = AccountState['subscriptions'][number]
type Parted = Pick<AccountState, 'disputes' | 'invoices'>

/** What banks have of an invoice's money, for now or for good. */
export function disputedOf({ disputes }: Pick<AccountState, 'disputes'>, invoice: Pick<InvoicePart, 'index'>): Minor {
  let sum = 0
  for (const { invoice: place, held, lost } of disputes) if (place === invoice.index) sum += held + lost
  return minor(sum)
}

/** What a bank keeps of an invoice, beside what one dispute is about: a debt may have been paid in parts. */
export const stillLost = <T extends Pick<Dispute, 'invoice' | 'lost'>>(
  disputes: readonly T[],
  invoice: number,
  beside?: T,
): T | undefined => disputes.find((each) => each !== beside && each.invoice === invoice && each.lost > 0)

/** What a loss took comes back with the last of its invoice's money: until then it is the other loss that took it. */
export function handOn(dispute: Dispute, other: Dispute): void {
  other.time ??= dispute.time
  other.reverted ??= dispute.reverted
  other.suspended ||= dispute.suspended
  dispute.time = undefined
  dispute.reverted = undefined
  dispute.suspended = false
}

/** Has a bank, for now, what was paid for the period that runs? Nobody can say then what was collected for it. */
export function isContested({ disputes, invoices }: Parted, { index, period }: SubscriptionPart): boolean {
  for (const dispute of disputes) {
    if (dispute.state !== 'taken' || dispute.held === 0) continue
    const invoice = partAt(invoices, dispute.invoice)
    if (invoice?.subscription === index && invoice.period >= period) return true
  }
  return false
}

/** By policy nothing may be used while that is so. */
export const isWithheld = (account: Parted, subscription: SubscriptionPart, policy: Policy): boolean =>
  policy.disputeAccess === 'withhold' && isContested(account, subscription)

/** Is time that a payment was for still to come, and in force because of it? Otherwise a loss is a matter of money alone. */
export function paysForWhatRuns(
  { at }: Pick<Fold, 'at'>,
  operation: string,
  { period, periodEnd }: Invoice,
  { period: running, state, paidThrough }: Subscription,
): boolean {
  if (at >= periodEnd) return false
  return operation === 'bad-debt payment' ? paidThrough === periodEnd : state === 'active' && period >= running
}

/** What a change takes the place of. */
export const levelBefore = (subscription: Subscription, { operation, plan }: Change): Level =>
  operation === 'add-on now' || operation === 'add-on removal now'
    ? { plan, quantity: heldOf(subscription, plan) }
    : { plan: subscription.plan, quantity: subscription.quantity }

/**
 * What is in force without a step up, unless somebody asked for more since. Who has gone down since has less, and what is left of the
 * step was paid for by it alone, as long as no later one was paid.
 */
export function levelWithout({ account, policy }: Fold, subscription: Subscription, change: Change | undefined): Level | undefined {
  const { plan, quantity } = subscription
  if (change?.replaced === undefined) return undefined
  const { replaced } = change
  const isLatest = !account.changes.some(
    (each) => each.index > change.index && each.state === 'applied' && each.operation === change.operation && isAbout(each, subscription),
  )
  const restsOnIt = (held: number, stepped: number, before: number): boolean => isLatest && before < held && held <= stepped
  const priceOf = (key: string): number => planOf(policy, key).price
  switch (change.operation) {
    case 'add-on now': {
      const held = heldOf(subscription, change.plan)
      return held === change.quantity || restsOnIt(held, change.quantity, replaced.quantity) ? replaced : undefined
    }
    case 'quantity up now':
      return quantity === change.quantity || restsOnIt(quantity, change.quantity, replaced.quantity)
        ? { plan, quantity: replaced.quantity }
        : undefined
    default:
      return plan === change.plan || restsOnIt(priceOf(plan), priceOf(change.plan), priceOf(replaced.plan))
        ? { plan: replaced.plan, quantity }
        : undefined
  }
}

const isAbout = ({ subscription }: Change, { index }: Subscription): boolean => subscription === index

/** A step up that nobody paid for in the end is gone. Where credit was given for that it does not come back by itself. */
export function goBack(fold: Fold, subscription: Subscription, { dispute, change, cause }: Scene): void {
  const { account } = fold
  const to = levelWithout(fold, subscription, change)
  if (to === undefined || dispute === undefined) return
  const isBeside = change?.operation === 'add-on now'
  const from = isBeside
    ? { plan: to.plan, quantity: heldOf(subscription, to.plan) }
    : { plan: subscription.plan, quantity: subscription.quantity }
  putInForce(subscription, to, isBeside)
  // Who came last has no seat any more: it was paid for by what is gone.
  const seats = subscription.seats.slice(subscription.quantity)
  if (seats.length > 0) subscription.seats = subscription.seats.slice(0, subscription.quantity)
  const isCredited = account.creditNotes.some((note) => note.cause === cause && note.amount > 0)
  dispute.reverted = isCredited ? undefined : { from, to, seats }
}

/** The bank found for us after all: whatever the loss took is as it was, unless something else has come since. */
export function applyAgain(fold: Fold, subscription: Subscription, { dispute, invoice, cause }: Scene): void {
  if (dispute === undefined || invoice === undefined || subscription.period !== invoice.period || fold.at >= invoice.periodEnd) return
  const { reverted, suspended } = dispute
  dispute.reverted = undefined
  dispute.suspended = false
  if (suspended) sendSubscription(fold, subscription, subscription.state === 'paused' ? 'resumed' : 'payment given back', cause)
  if (reverted === undefined) return
  const isBeside = invoice.reason === 'add-on'
  const { plan, quantity } = reverted.to
  const stands = isBeside ? heldOf(subscription, plan) === quantity : subscription.plan === plan && subscription.quantity === quantity
  if (!stands) return
  putInForce(subscription, reverted.from, isBeside)
  if (reverted.seats.length > 0) subscription.seats = seatedAgain(subscription, reverted.seats)
}

function putInForce(subscription: Subscription, { plan, quantity }: Level, isBeside: boolean): void {
  if (isBeside) {
    subscription.addOns = withAddOn(subscription.addOns, plan, quantity)
    return
  }
  subscription.plan = plan
  subscription.quantity = quantity
}

/** The time that an invoice paid for is not paid for any more. */
export function withoutPaid(subscription: Subscription, { dispute, invoice }: Scene): void {
  if (dispute === undefined || invoice === undefined || subscription.paidThrough !== invoice.periodEnd) return
  dispute.time = subscription.paidThrough
  subscription.paidThrough = undefined
}

export function giveBackTime(subscription: Subscription, { dispute, invoice }: Scene): void {
  if (dispute?.time === undefined || invoice === undefined || invoice.period < subscription.period) return
  subscription.paidThrough ??= dispute.time
  dispute.time = undefined
}

/** Whoever takes time from a customer otherwise takes it for good. */
export function forgetTime({ account }: Fold, { index }: Subscription): void {
  for (const dispute of account.disputes) if (partAt(account.invoices, dispute.invoice)?.subscription === index) dispute.time = undefined
}

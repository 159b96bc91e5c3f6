import { type Invoice, never, type Subscription } from './domain/account.ts'
import { later } from './domain/instant.ts'
import { minor } from './domain/money.ts'
import { isPaidSignup } from './domain/operation.ts'
import { dueIn } from './compile.ts'
import { takeCredit } from './crediting.ts'
import { afterSchedule } from './items.ts'
import { quoteChange, quotePeriod } from './quoting.ts'
import { dueAgain, type Fold, type Scene } from './scene.ts'
import { isPlaceMissing, taxOf } from './taxes.ts'

/** Writes the invoice an operation opens with: an offer, or a debt. What was scheduled for the boundary is in it. */
export function issue(fold: Fold, state: 'quote' | 'open', scene: Scene): Invoice {
  const { account, policy, parts, at } = fold
  const { subscription, change, operation } = scene
  if (subscription === undefined) throw new Error(`${operation} opens an invoice without a subscription`)
  const isDifference =
    operation === 'upgrade now' || operation === 'quantity up now' || operation === 'add-on now' || operation === 'interval switch now'
  if (operation === 'renewal' || operation === 'trial end') takeScheduled(subscription)
  const quote =
    isDifference && change !== undefined
      ? quoteChange(account, subscription, change, at, policy, parts)
      : quotePeriod(account, subscription, operation, change, at, policy, parts)
  // In a trial nothing is charged, and once something was the place is known.
  const isDraft = (isPaidSignup(operation) || operation === 'trial end') && isPlaceMissing(account, policy)
  const there = Math.max(0, account.balance)
  // Nothing is sent for a change: it is paid before it is made, whatever the periods are sold on.
  const due = subscription.terms === undefined || change !== undefined ? undefined : later(at, subscription.terms)
  const credited = isDraft ? minor(0) : takeCredit(fold, quote.total, due !== undefined)
  const invoice: Invoice = {
    id: `${subscription.id}/${quote.purpose}`,
    index: account.invoices.length,
    subscription: subscription.index,
    change: change === undefined ? -1 : change.index,
    operation,
    reason: quote.reason,
    number: undefined,
    purpose: subscription.index === 0 ? quote.purpose : `sub ${subscription.index + 1} ${quote.purpose}`,
    state,
    lines: quote.lines,
    total: quote.total,
    tax: taxOf(quote.lines),
    taxPosted: minor(0),
    taxings: 0,
    taxNoted: minor(0),
    percent: quote.percent,
    isDraft,
    paid: minor(0),
    refunded: minor(0),
    credited,
    carried: minor(Math.max(0, credited - there)),
    restored: minor(0),
    atBank: minor(0),
    over: minor(0),
    asked: undefined,
    creditPosted: false,
    receivable: minor(0),
    period: quote.period,
    redemptions: quote.redemptions,
    periodStart: quote.periodStart,
    periodEnd: quote.periodEnd,
    issuedAt: at,
    due,
    collection: due === undefined ? 'not due' : 'sent',
    firstAttemptAt: change === undefined ? later(quote.periodStart, policy.draftWindow) : at,
    retriesUsed: 0,
    retryAt: never,
    givesUpAt: undefined,
    lastForm: undefined,
    attempts: 0,
    inFlight: 0,
    refunds: 0,
    dueAt: never,
    held: false,
  }
  dueAgain(fold, invoice, dueIn(parts.tables.dunning, invoice.collection, invoice, policy))
  account.invoices.push(invoice)
  if (change !== undefined) change.invoice = invoice.index
  return invoice
}

export function takeScheduled(subscription: Subscription): void {
  subscription.plan = subscription.scheduledPlan ?? subscription.plan
  subscription.quantity = subscription.scheduledQuantity ?? subscription.quantity
  if (subscription.scheduledAddOns.length > 0) {
    subscription.addOns = afterSchedule(subscription)
    subscription.scheduledAddOns = []
  }
  subscription.scheduledPlan = undefined
  subscription.scheduledQuantity = undefined
}

import type { AccountState, Change } from './domain/account.ts'
import { dateWords } from './domain/calendar.ts'
import type { PlanKey } from './domain/command.ts'
import type { Instant } from './domain/instant.ts'
import { minor, type Minor } from './domain/money.ts'
import { type Operation, isPaidSignup } from './domain/operation.ts'
import { chargeUnitOf, planOf, type Policy } from './domain/policy.ts'
import type { InvoiceLine, InvoiceReason } from './domain/view.ts'
import { notedFor, paidFor } from './crediting.ts'
import { couponOfPeriod, netPrice, redemptionFor } from './discounts.ts'
import { notedOf, periodPrice } from './intended.ts'
import { lineOf, linePeriod } from './lines.ts'
import type { Parts } from './parts.ts'
import { creditLine, grossOf, owedFor, percentFor, percentOfPeriod, withTax } from './taxes.ts'

/** What an invoice says before anybody pays it. */
export interface Quote {
  readonly purpose: string
  readonly reason: InvoiceReason
  readonly lines: readonly InvoiceLine[]
  readonly total: Minor
  readonly period: number
  /** The redeemed coupon that lowers the period; −1 without one, and for what lies within a period. */
  readonly redemption: number
  /** The rate at which it is taxed; undefined where no tax is kept, or nobody knows the place. */
  readonly percent: number | undefined
  readonly periodStart: Instant
  readonly periodEnd: Instant
}

type Subscription = AccountState['subscriptions'][number]
/** What somebody wants to have instead. */
export interface Wanted {
  readonly operation: Operation
  readonly ordinal: number
  readonly plan: PlanKey
  readonly quantity: number
}

/** The whole price of the subscription's next period, or of its first. */
export function quotePeriod(
  account: AccountState,
  subscription: Subscription,
  operation: Operation,
  change: Change | undefined,
  at: Instant,
  policy: Policy,
  parts: Parts,
): Quote {
  const isFirst = isPaidSignup(operation)
  const isResumed = operation === 'resume'
  const period = isFirst ? 0 : subscription.period + 1
  const { interval, plan, quantity } = subscription
  // What is resumed begins anew, now.
  const anchor = isResumed ? at : subscription.anchor
  const ofAnchor = isResumed ? 0 : period - subscription.firstPeriod
  const periodStart = parts.calendar.boundary(anchor, interval, ofAnchor, policy.zone)
  const periodEnd = parts.calendar.boundary(anchor, interval, ofAnchor + 1, policy.zone)
  const redemption = redemptionFor(account, periodStart, policy, parts)
  const sold = { item: subscription.id, plan, quantity, from: periodStart, to: periodEnd }
  const line = linePeriod(account, redemption, sold, policy, parts)
  return {
    purpose: isFirst ? 'signup' : isResumed ? `resume ${change?.ordinal ?? 0}` : `renewal ${dateWords(periodStart, policy.zone)}`,
    reason: isFirst ? 'signup' : isResumed ? 'resume' : 'renewal',
    lines: [line],
    total: minor(owedFor(line)),
    period,
    redemption,
    percent: percentFor(account, policy),
    periodStart,
    periodEnd,
  }
}

/** What a change costs now: a new period on another interval, the difference for the rest of the running one else. */
export const quoteChange = (
  account: AccountState,
  subscription: Subscription,
  change: Wanted,
  at: Instant,
  policy: Policy,
  parts: Parts,
): Quote =>
  change.operation === 'interval switch now' && subscription.state !== 'trialing'
    ? quoteSwitch(account, subscription, change, at, policy, parts)
    : quoteDifference(account, subscription, change, at, policy, parts)

/** The rest of the running period, in money, tax and all: the old price's piece as far as it was collected. */
export function leftOver(account: AccountState, subscription: Subscription, at: Instant, policy: Policy, parts: Parts): Minor {
  const { plan, quantity, periodStart, periodEnd } = subscription
  const unit = chargeUnitOf(policy)
  const price = netPrice(policy, plan, quantity, couponOfPeriod(account, subscription, policy), parts)
  const percent = percentOfPeriod(account, subscription, policy)
  const used = grossOf(parts.proration.piece(price, at, periodEnd, periodStart, periodEnd, unit), percent, policy, parts)
  return parts.proration.credit(used, collectedFor(account, subscription, used, at, parts, unit))
}

/** The whole new price for a period that begins now, less what is left of the running one; never less than nothing. */
function quoteSwitch(account: AccountState, subscription: Subscription, change: Wanted, at: Instant, policy: Policy, parts: Parts): Quote {
  const { id: item, periodEnd: oldEnd, period } = subscription
  const { plan, quantity } = change
  const periodEnd = parts.calendar.boundary(at, planOf(policy, plan).interval, 1, policy.zone)
  const redemption = redemptionFor(account, at, policy, parts)
  const line = linePeriod(account, redemption, { item, plan, quantity, from: at, to: periodEnd }, policy, parts)
  const owed = owedFor(line)
  const credit = minor(Math.min(owed, leftOver(account, subscription, at, policy, parts)))
  const lines: InvoiceLine[] = [line]
  if (credit > 0) {
    const old = { item, plan: subscription.plan, quantity: subscription.quantity, from: at, to: oldEnd }
    lines.unshift(creditLine(old, credit, percentOfPeriod(account, subscription, policy), policy, parts))
  }
  return {
    purpose: `interval ${change.ordinal}`,
    reason: 'interval',
    lines,
    total: minor(owed - credit),
    period: period + 1,
    redemption,
    percent: percentFor(account, policy),
    periodStart: at,
    periodEnd,
  }
}

/**
 * The difference for the rest of the running period: the new price's piece, less credit for the old price's piece as far
 * as it was collected. A trial costs nothing, whatever the plan.
 */
function quoteDifference(
  account: AccountState,
  subscription: Subscription,
  change: Wanted,
  at: Instant,
  policy: Policy,
  parts: Parts,
): Quote {
  const { periodStart, periodEnd, period } = subscription
  const isTrial = subscription.state === 'trialing'
  const unit = chargeUnitOf(policy)
  const piece = (price: Minor): Minor => (isTrial ? minor(0) : parts.proration.piece(price, at, periodEnd, periodStart, periodEnd, unit))
  const credit = isTrial ? minor(0) : leftOver(account, subscription, at, policy, parts)
  const coupon = couponOfPeriod(account, subscription, policy)
  const lowered = parts.discounting.rest(minor(periodPrice(policy, change.plan, change.quantity)), coupon, unit, piece)
  const reason = reasonFor[change.operation] ?? 'upgrade'
  const item = subscription.id
  const percent = isTrial ? undefined : percentOfPeriod(account, subscription, policy)
  const wanted = { item, plan: change.plan, quantity: change.quantity, from: at, to: periodEnd }
  const line = withTax(lineOf(wanted, lowered), percent, policy, parts)
  const lines: InvoiceLine[] = [line]
  if (credit > 0) {
    const old = { ...wanted, plan: subscription.plan, quantity: subscription.quantity }
    lines.unshift(creditLine(old, credit, percent, policy, parts))
  }
  return {
    purpose: `${reason} ${change.ordinal}`,
    reason,
    lines,
    total: minor(Math.max(0, owedFor(line) - credit)),
    period,
    redemption: -1,
    percent,
    periodStart: at,
    periodEnd,
  }
}

const reasonFor: Partial<Record<Operation, InvoiceReason>> = { 'quantity up now': 'quantity', 'interval switch now': 'interval' }

/** What was collected for the rest of the period. The old price's whole piece, unless money of the period went back. */
function collectedFor(account: AccountState, subscription: Subscription, used: Minor, at: Instant, parts: Parts, unit: Minor): Minor {
  let collected = 0
  let isWhole = true
  for (const invoice of account.invoices) {
    if (invoice.subscription !== subscription.index || invoice.period !== subscription.period) continue
    if (invoice.state === 'charged back') isWhole = false
    if (invoice.state !== 'paid') continue
    const paid = paidFor(invoice)
    if (paid === 0) continue
    if (invoice.refunded > 0 || notedOf(account, invoice) > 0) isWhole = false
    collected += parts.proration.piece(minor(paid - invoice.refunded), at, invoice.periodEnd, invoice.periodStart, invoice.periodEnd, unit)
    collected -= notedFor(account, invoice, at, parts, unit)
  }
  return isWhole ? used : minor(Math.max(0, collected))
}

import type { AccountState, Change } from './domain/account.ts'
import { dateWords } from './domain/calendar.ts'
import type { Instant } from './domain/instant.ts'
import { minor, type Minor } from './domain/money.ts'
import { type Operation, isPaidSignup } from './domain/operation.ts'
import { chargeUnitOf, type Interval, planOf, type Policy } from './domain/policy.ts'
import { shareIn } from './domain/proration.ts'
import type { InvoiceLine, InvoiceReason } from './domain/view.ts'
import { keptFor, notedFor, paidFor } from './crediting.ts'
import { couponsOfPeriod, noRedemptions, redemptionsFor } from './discounts.ts'
import { notedOf } from './intended.ts'
import { afterSchedule, couponsForItem, type Item, itemPrice, itemsOf } from './items.ts'
import { lineOf, linePeriod } from './lines.ts'
import type { Parts } from './parts.ts'
import { restOf, type Wanted, wantedItem } from './rests.ts'
import { creditLine, owedFor, percentFor, percentOfPeriod, withTax } from './taxes.ts'

/** What an invoice says before anybody pays it. */
export interface Quote {
  readonly purpose: string
  readonly reason: InvoiceReason
  readonly lines: readonly InvoiceLine[]
  readonly total: Minor
  readonly period: number
  /** The redeemed coupons that lower the period; none for what lies within one. */
  readonly redemptions: readonly number[]
  /** The rate at which it is taxed; undefined where no tax is kept, or nobody knows the place. */
  readonly percent: number | undefined
  readonly periodStart: Instant
  readonly periodEnd: Instant
}

type Subscription = AccountState['subscriptions'][number]

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
  const isFirst = isPaidSignup(operation) || operation === 'signup on terms'
  const isResumed = operation === 'resume'
  const period = isFirst ? 0 : subscription.period + 1
  const { interval } = subscription
  // What is resumed begins anew, now.
  const anchor = isResumed ? at : subscription.anchor
  const ofAnchor = isResumed ? 0 : period - subscription.firstPeriod
  const periodStart = parts.calendar.boundary(anchor, interval, ofAnchor, policy.zone)
  const periodEnd = parts.calendar.boundary(anchor, interval, ofAnchor + 1, policy.zone)
  const redemptions = redemptionsFor(account, periodStart, policy, parts)
  const lines = linesFor(
    account,
    subscription,
    interval,
    redemptions,
    itemsOf(subscription),
    { from: periodStart, to: periodEnd },
    policy,
    parts,
  )
  return {
    purpose: isFirst ? 'signup' : isResumed ? `resume ${change?.ordinal ?? 0}` : `renewal ${dateWords(periodStart, policy.zone)}`,
    reason: isFirst ? 'signup' : isResumed ? 'resume' : 'renewal',
    lines,
    total: sumOf(lines),
    period,
    redemptions,
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

const sumOf = (lines: readonly InvoiceLine[]): Minor => minor(lines.reduce((sum, line) => sum + owedFor(line), 0))

interface Span {
  readonly from: Instant
  readonly to: Instant
}

/** A line for each item of a whole period. */
const linesFor = (
  account: AccountState,
  subscription: Subscription,
  interval: Interval,
  redemptions: readonly number[],
  items: readonly Item[],
  span: Span,
  policy: Policy,
  parts: Parts,
): readonly InvoiceLine[] =>
  items.map((item) => linePeriod(account, subscription, interval, redemptions, { ...item, ...span }, policy, parts))

/** What is left of an item for the rest of the running period. */
export interface Left {
  readonly item: Item
  readonly gross: Minor
}

/**
 * The rest of the running period, in money, tax and all, item by item: the old price's piece as far as it was collected. What was lost to
 * a bank was paid for what its invoice sold, and all else is paid for whole. Where money went back otherwise nobody can say for which item.
 */
function leftOvers(account: AccountState, subscription: Subscription, at: Instant, policy: Policy, parts: Parts): readonly Left[] {
  const unit = chargeUnitOf(policy)
  const items = itemsOf(subscription)
  const used = items.map((item) => restOf(account, subscription, item, at, policy, parts))
  const sumOfUsed = (counts: (item: Item) => boolean): number =>
    used.reduce((sum, each, place) => (counts(items[place]!) ? sum + each : sum), 0)
  const all = minor(sumOfUsed(() => true))
  const collected = collectedFor(account, subscription, all, at, parts, unit)
  const lost = items.length === 1 ? undefined : itemsLost(account, subscription)
  const isWhole = (item: Item): boolean => lost !== undefined && !lost.has(item.item)
  const whole = sumOfUsed(isWhole)
  const [rest, ofAll] = [minor(Math.max(0, collected - whole)), minor(all - whole)]
  const collectedOf = (item: Item, each: Minor): Minor => (isWhole(item) ? each : shareIn(rest, each, ofAll, unit))
  return items.map((item, place) => ({
    item,
    gross: parts.proration.credit(used[place]!, items.length === 1 ? collected : collectedOf(item, used[place]!)),
  }))
}

/** The items whose money a bank has taken back, in the running period; undefined where none was lost, or money of the period went back otherwise. */
function itemsLost(account: AccountState, { index, period }: Subscription): ReadonlySet<string> | undefined {
  if (account.disputes.length === 0) return undefined
  const lost = new Set<string>()
  for (const invoice of account.invoices) {
    if (invoice.subscription !== index || invoice.period !== period) continue
    if (invoice.state === 'charged back') for (const { item, amount } of invoice.lines) if (amount > 0) lost.add(item)
    if (invoice.state === 'paid' && (invoice.refunded > 0 || invoice.restored > 0 || notedOf(account, invoice) > 0)) return undefined
  }
  return lost.size === 0 ? undefined : lost
}

export const leftOver = (account: AccountState, subscription: Subscription, at: Instant, policy: Policy, parts: Parts): number =>
  leftOvers(account, subscription, at, policy, parts).reduce((sum, { gross }) => sum + gross, 0)

/** The whole new price for a period that begins now, less what is left of the running one; never less than nothing. */
function quoteSwitch(account: AccountState, subscription: Subscription, change: Wanted, at: Instant, policy: Policy, parts: Parts): Quote {
  const { periodEnd: oldEnd, period } = subscription
  const { interval } = planOf(policy, change.plan)
  const periodEnd = parts.calendar.boundary(at, interval, 1, policy.zone)
  const redemptions = redemptionsFor(account, at, policy, parts)
  const items = switchedItems(subscription, change)
  const charged = linesFor(account, subscription, interval, redemptions, items, { from: at, to: periodEnd }, policy, parts)
  const percent = percentOfPeriod(account, subscription, policy)
  let owed: number = sumOf(charged)
  const credits: InvoiceLine[] = []
  for (const { item, gross } of leftOvers(account, subscription, at, policy, parts)) {
    const credit = minor(Math.min(owed, gross))
    owed -= credit
    if (credit > 0) credits.push(creditLine({ ...item, from: at, to: oldEnd }, credit, percent, policy, parts))
  }
  return {
    purpose: `interval ${change.ordinal}`,
    reason: 'interval',
    lines: [...credits, ...charged],
    total: minor(owed),
    period: period + 1,
    redemptions,
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
  const wanted = wantedItem(subscription, change)
  const lefts = isTrial ? [] : leftOvers(account, subscription, at, policy, parts)
  const old = lefts.find(({ item }) => item.item === wanted.item)
  const credit = old?.gross ?? minor(0)
  const coupons = couponsForItem(subscription, wanted, couponsOfPeriod(account, subscription, policy))
  const price = minor(itemPrice(policy, subscription, wanted, subscription.interval))
  const lowered = parts.discounting.rest(price, coupons, unit, piece)
  const reason = reasonFor[change.operation] ?? 'upgrade'
  const percent = isTrial ? undefined : percentOfPeriod(account, subscription, policy)
  const span = { from: at, to: periodEnd }
  const line = withTax(lineOf({ ...wanted, ...span }, lowered), percent, policy, parts)
  const lines: InvoiceLine[] = [line]
  if (old !== undefined && credit > 0) lines.unshift(creditLine({ ...old.item, ...span }, credit, percent, policy, parts))
  return {
    purpose: `${reason} ${change.ordinal}`,
    reason,
    lines,
    total: minor(Math.max(0, owedFor(line) - credit)),
    period,
    redemptions: noRedemptions,
    percent,
    periodStart: at,
    periodEnd,
  }
}

const reasonFor: Partial<Record<Operation, InvoiceReason>> = {
  'quantity up now': 'quantity',
  'add-on now': 'add-on',
  'interval switch now': 'interval',
}

/** What a period on another interval is sold with: all that is held, and what was scheduled for the next period is in it. */
export const switchedItems = (subscription: Subscription, { plan, quantity }: Pick<Wanted, 'plan' | 'quantity'>): readonly Item[] =>
  itemsOf({ id: subscription.id, plan, quantity, addOns: afterSchedule(subscription) })

/** What was collected for the rest of the period. The old price's whole piece, unless money of the period went back. */
function collectedFor(account: AccountState, subscription: Subscription, used: Minor, at: Instant, parts: Parts, unit: Minor): Minor {
  let collected = 0
  let isWhole = true
  for (const invoice of account.invoices) {
    if (invoice.subscription !== subscription.index || invoice.period !== subscription.period) continue
    if (invoice.state === 'charged back') isWhole = false
    if (invoice.state !== 'paid') continue
    if (paidFor(invoice) === 0) continue
    if (invoice.refunded > 0 || invoice.restored > 0 || notedOf(account, invoice) > 0) isWhole = false
    collected += parts.proration.piece(keptFor(invoice), at, invoice.periodEnd, invoice.periodStart, invoice.periodEnd, unit)
    collected -= notedFor(account, invoice, at, parts, unit)
  }
  return isWhole ? used : minor(Math.max(0, collected))
}

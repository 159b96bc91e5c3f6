import { type Effect, type Fact, type Instant, leastChargeOf, type Minor, type Policy } from '#machines'
import type { Contender } from './contender.ts'
import type { StateLine } from './state-line.ts'

/**
 * A fold of the profile `core` as a team would write it by hand: no charts, no matrix, no books, only what the line asks for.
 * Money is added up as it came; the subscription is lived once, command by command, with the periods that end between them.
 */
export const byHand: Contender = {
  name: 'by hand',
  profiles: ['core'],
  stateOf: ({ who, facts }, policy, asOf) => stateOf(who, facts, policy, asOf),
}

type Accepted = Extract<Fact, { readonly kind: 'command accepted' }>
type Start = Extract<Effect, { readonly kind: 'start attempt' }>

interface Subscription {
  readonly path: string
  readonly since: Instant
  status: 'incomplete' | 'incomplete expired' | 'active' | 'canceled'
  plan: string
  quantity: number
  /** What costs less waits for the period's end. */
  nextPlan: string | undefined
  nextQuantity: number | undefined
  periodStart: Instant
  periodEnd: Instant
  paidThrough: Instant | null
  endsWithPeriod: boolean
  changes: number
  /** Too little to be charged: the next invoice asks for it. */
  carried: number
  /** What a renewal asks for that is not paid yet. */
  due: number
}

/** What was asked for an invoice, and when it was paid. Money that came too late for anything goes back under the attempt's own name. */
interface Invoice {
  readonly start: Start
  paidAt: Instant | undefined
  cameTooLate: boolean
}

function stateOf(who: string, facts: readonly Fact[], policy: Policy, asOf: Instant): StateLine {
  const commands: Accepted[] = []
  const invoices = new Map<string, Invoice>()
  const invoiceOf = new Map<string, Invoice>()
  const refunds = new Map<string, number>()
  const outcomes: { readonly attempt: string; readonly at: Instant; readonly recordedAt: Instant }[] = []
  const returned = new Set<string>()
  const seen = new Set<string>()
  for (const fact of facts) {
    if (seen.has(fact.id)) continue
    seen.add(fact.id)
    switch (fact.kind) {
      case 'command accepted':
        commands.push(fact)
        break
      case 'decided': {
        const { effect } = fact
        if (effect.kind === 'start refund') refunds.set(effect.refund, effect.amount)
        if (effect.kind !== 'start attempt' || effect.send > 1) break
        const invoice = { start: effect, paidAt: undefined, cameTooLate: false }
        invoices.set(effect.invoice, invoice)
        invoiceOf.set(effect.attempt, invoice)
        break
      }
      case 'payment succeeded':
        outcomes.push(fact)
        break
      case 'payment read':
        if (fact.found.status === 'paid') outcomes.push(fact)
        break
      case 'refund succeeded':
        returned.add(fact.refund)
        break
      default:
    }
  }
  let paid = 0
  // Of several that tell of one payment the first that we knew says when it was.
  outcomes.sort((a, b) => a.recordedAt - b.recordedAt || a.at - b.at)
  for (const { attempt, at } of outcomes) {
    const invoice = invoiceOf.get(attempt)
    if (invoice === undefined || invoice.paidAt !== undefined) continue
    invoice.paidAt = at
    paid += invoice.start.amount
  }
  for (const refund of returned) paid -= refunds.get(refund) ?? 0
  for (const [attempt, invoice] of invoiceOf) if (refunds.has(`${attempt}/refund`)) invoice.cameTooLate = true
  commands.sort((a, b) => a.ordinal - b.ordinal)
  const last = lived(who, commands, invoices, policy, asOf)
  return {
    account: who,
    status: last?.status ?? 'none',
    plan: last?.plan ?? '',
    quantity: last?.quantity ?? 0,
    paidThrough: last?.paidThrough ?? null,
    paid: paid as Minor,
    due: (last?.due ?? 0) as Minor,
    currency: policy.currency,
  }
}

function lived(
  who: string,
  commands: readonly Accepted[],
  invoices: ReadonlyMap<string, Invoice>,
  policy: Policy,
  asOf: Instant,
): Subscription | undefined {
  let current: Subscription | undefined
  let count = 0
  for (const { command, at } of commands) {
    if (current !== undefined) passTime(current, invoices, policy, at)
    switch (command.do) {
      case 'subscribe':
        current = begun(`${who}/sub ${++count}`, command.plan, command.quantity, at, invoices)
        break
      case 'change plan':
        change(current!, 'upgrade', { plan: command.plan, quantity: current!.quantity }, invoices, policy, at)
        break
      case 'change quantity':
        change(current!, 'quantity', { plan: current!.plan, quantity: command.quantity }, invoices, policy, at)
        break
      case 'cancel':
        if (command.when === 'now') end(current!)
        else current!.endsWithPeriod = true
        break
      case 'undo cancel':
        current!.endsWithPeriod = false
        break
      default:
    }
  }
  if (current !== undefined) passTime(current, invoices, policy, asOf)
  return current
}

function begun(path: string, plan: string, quantity: number, at: Instant, invoices: ReadonlyMap<string, Invoice>): Subscription {
  const invoice = invoices.get(`${path}/signup`)
  const isPaid = invoice?.paidAt !== undefined && !invoice.cameTooLate
  const end = invoice?.start.lines[0]?.to ?? at
  return {
    path,
    since: at,
    status: isPaid ? 'active' : 'incomplete',
    plan,
    quantity,
    nextPlan: undefined,
    nextQuantity: undefined,
    periodStart: at,
    periodEnd: end,
    paidThrough: isPaid ? end : null,
    endsWithPeriod: false,
    changes: 0,
    carried: 0,
    due: 0,
  }
}

/** Less waits for the period's end. More is paid first, and is held once that is paid; what is too little to be charged is held at once. */
function change(
  subscription: Subscription,
  reason: 'upgrade' | 'quantity',
  to: { readonly plan: string; readonly quantity: number },
  invoices: ReadonlyMap<string, Invoice>,
  policy: Policy,
  at: Instant,
): void {
  if (priceOf(policy, to) < priceOf(policy, subscription)) {
    if (reason === 'upgrade') subscription.nextPlan = to.plan
    else subscription.nextQuantity = to.quantity
    return
  }
  const invoice = invoices.get(`${subscription.path}/${reason} ${++subscription.changes}`)
  if (invoice === undefined) {
    const amount = restOf(priceOf(policy, to), subscription, at) - restOf(priceOf(policy, subscription), subscription, at)
    if (amount >= leastChargeOf(policy)) return
    subscription.carried += amount
  } else if (invoice.paidAt === undefined || invoice.cameTooLate) return
  if (reason === 'upgrade') {
    subscription.plan = to.plan
    subscription.nextPlan = undefined
  } else {
    subscription.quantity = to.quantity
    subscription.nextQuantity = undefined
  }
}

/** What is left of a price for the rest of the period, by whole seconds, half rounded up. */
function restOf(price: number, { periodStart, periodEnd }: Subscription, at: Instant): number {
  const length = secondOf(periodEnd) - secondOf(periodStart)
  return Math.floor((2 * price * (secondOf(periodEnd) - secondOf(at)) + length) / (2 * length))
}

const secondOf = (instant: Instant): number => Math.floor(instant / 1_000)

const priceOf = (policy: Policy, { plan, quantity }: { readonly plan: string; readonly quantity: number }): number =>
  quantity * (policy.plans.find(({ key }) => key === plan)?.price ?? 0)

/** Periods that end by then are renewed, or wait for their payment, or were the last. */
function passTime(subscription: Subscription, invoices: ReadonlyMap<string, Invoice>, policy: Policy, until: Instant): void {
  if (subscription.status === 'incomplete' && subscription.since + policy.changeExpires <= until) subscription.status = 'incomplete expired'
  while (subscription.status === 'active' && subscription.periodEnd <= until) {
    if (subscription.endsWithPeriod) return end(subscription)
    subscription.plan = subscription.nextPlan ?? subscription.plan
    subscription.quantity = subscription.nextQuantity ?? subscription.quantity
    subscription.nextPlan = undefined
    subscription.nextQuantity = undefined
    const day = new Date(subscription.periodEnd).toISOString().slice(0, 10)
    const renewal = invoices.get(`${subscription.path}/renewal ${day}`)
    if (renewal?.paidAt === undefined || renewal.paidAt > until) {
      subscription.due = priceOf(policy, subscription) + subscription.carried
      return
    }
    subscription.due = 0
    subscription.carried = 0
    subscription.periodStart = subscription.periodEnd
    subscription.periodEnd = renewal.start.lines[0]!.to
    subscription.paidThrough = subscription.periodEnd
  }
}

function end(subscription: Subscription): void {
  subscription.status = 'canceled'
  subscription.paidThrough = null
  subscription.due = 0
}

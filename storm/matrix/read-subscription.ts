import type { Consequence, Instant, InvoiceRow, SubscriptionStatus } from '#machines'
import { isoInstant, later, never } from '#machines'
import type { SubscriptionState } from './snapshot.ts'
import { type Codes, differ, type Difference, type Step, withInner } from './step.ts'

type Code = Consequence['subscription']

const runs = [
  'incomplete',
  'trialing',
  'active',
  'renewing',
  'past due',
  'unpaid',
  'paused',
] as const satisfies readonly SubscriptionState[]
const collected = ['renewing', 'past due', 'unpaid'] as const satisfies readonly SubscriptionState[]

/** From where a code leads on, and where to; from anywhere else it leads nowhere. */
const leads: Readonly<
  Record<Code, { readonly from: readonly SubscriptionState[]; readonly to: (step: Step) => SubscriptionState | undefined }>
> = {
  keep: { from: [], to: () => undefined },
  start: { from: ['incomplete'], to: ({ before, subscription }) => (before.waiting[subscription]!.hasTrial ? 'trialing' : 'active') },
  advance: { from: [], to: () => undefined },
  'apply change': { from: [], to: () => undefined },
  renew: { from: collected, to: () => 'active' },
  'past due': { from: ['renewing', 'active'], to: () => 'past due' },
  unpaid: { from: ['renewing', 'past due'], to: () => 'unpaid' },
  cancel: { from: runs, to: () => 'canceled' },
  'end by policy': { from: [...collected, 'active'], to: ended },
  'cancel by refund policy': { from: ['active'], to: ({ policy }) => (policy.fullRefund === 'cancel' ? 'canceled' : undefined) },
  schedule: { from: [], to: () => undefined },
  'unschedule cancel': { from: [], to: () => undefined },
  'move trial end': { from: [], to: () => undefined },
  seat: { from: [], to: () => undefined },
  pause: { from: ['active'], to: () => 'paused' },
  resume: { from: ['paused'], to: () => 'active' },
  drop: { from: ['incomplete'], to: () => 'incomplete expired' },
  'revert change': { from: [], to: () => undefined },
  restore: { from: ['unpaid', 'paused'], to: (step) => (wasLost(step) ? 'active' : undefined) },
}

/** Whoever is to leave with the period is not kept by a pause. */
function ended({ policy, before, subscription }: Step): SubscriptionState {
  if (policy.endAction !== 'pause') return policy.endAction === 'cancel' ? 'canceled' : 'unpaid'
  return before.view.subscriptions[subscription]?.cancelAtPeriodEnd === true ? 'canceled' : 'paused'
}

/** Was the invoice lost to its bank, with time of it still to come? */
function wasLost({ before, at, invoice }: Step): boolean {
  const row = before.view.invoices[invoice]
  return row?.status === 'charged back' && row.lines.some(({ to }) => at < to)
}

/** Goes back from what an invoice for a step up was for to what its credit was for, or on again. */
function stepped({ before, invoice }: Step, expected: Expected, isUp: boolean): void {
  const row = before.view.invoices[invoice]
  if (row?.reason === 'add-on') return besideStepped(row, expected, isUp)
  const [less, more] = [row?.lines.find(({ amount }) => amount < 0), row?.lines.find(({ amount }) => amount > 0)]
  if (row === undefined || less === undefined || more === undefined || row.reason === 'interval') return
  const [from, to] = isUp ? [less, more] : [more, less]
  if (row.reason === 'quantity') expected.quantity = expected.quantity === from.quantity ? to.quantity : expected.quantity
  else expected.plan = expected.plan === from.plan ? to.plan : expected.plan
}

function besideStepped({ lines }: InvoiceRow, expected: Expected, isUp: boolean): void {
  const more = lines.find(({ amount }) => amount >= 0)
  if (more === undefined) return
  const less = lines.find(({ amount }) => amount < 0)?.quantity ?? 0
  const [from, to] = isUp ? [less, more.quantity] : [more.quantity, less]
  if ((expected.addOns.get(more.plan) ?? 0) === from) expected.addOns = held(expected.addOns, more.plan, to)
}

/** A period has begun once its first charge has come out. */
const beginsPeriod: ReadonlySet<Code> = new Set<Code>(['advance', 'renew', 'past due', 'unpaid', 'end by policy'])

/** What opens with what was to change with the next period. */
const beginsAnew: ReadonlySet<Step['operation']> = new Set(['renewal', 'trial end', 'resume'])

interface Expected {
  state: SubscriptionState
  plan: string
  quantity: number
  from: Instant
  to: Instant
  leaves: boolean
  nextPlan: string | undefined
  nextQuantity: number | undefined
  addOns: ReadonlyMap<string, number>
  nextAddOns: ReadonlyMap<string, number>
  seats: readonly string[]
}

/** Holds the row of the subscription against what the codes make of the row before. */
export function readSubscription(step: Step, codes: Codes): Difference | undefined {
  const { before, after, subscription } = step
  if (subscription < 0) return undefined
  const found = standing(after, subscription)
  if (found === undefined) return { expected: 'a row of the subscription', found: 'none' }
  const expected = standing(before, subscription)
  // The row a signup makes is there before anything comes of it.
  if (expected === undefined) return { expected: 'a row of the subscription before', found: 'none' }
  for (const each of withInner(step)) if (each.subscription === subscription) apply(each, codes(each), expected)
  return differ(inWords(expected), inWords(found)) ?? differ(shownAs(found.state), after.view.subscriptions[subscription]!.status)
}

function standing({ view, waiting }: Step['before'], index: number): Expected | undefined {
  const [row, wait] = [view.subscriptions[index], waiting[index]]
  if (row === undefined || wait === undefined) return undefined
  return {
    state: wait.state,
    plan: row.plan,
    quantity: row.quantity,
    from: row.periodStart ?? never,
    to: row.periodEnd ?? never,
    leaves: row.cancelAtPeriodEnd === true,
    nextPlan: wait.plan,
    nextQuantity: wait.quantity,
    addOns: new Map((row.addOns ?? []).map(({ key, quantity }) => [key, quantity])),
    nextAddOns: new Map(wait.addOns.map(({ key, quantity }) => [key, quantity])),
    seats: row.seats ?? [],
  }
}

function apply(step: Step, { subscription: code, invoice: opens }: Consequence, expected: Expected): void {
  const { asked, at, operation } = step
  const lead = leads[code]
  if (lead.from.includes(expected.state)) expected.state = lead.to(step) ?? expected.state
  const lines = step.after.view.invoices[code === 'advance' ? step.before.view.invoices.length : step.invoice]?.lines ?? []
  const own = step.after.view.subscriptions[step.subscription]?.id
  const line = lines.findLast(({ item, amount }) => item === own && amount >= 0) ?? lines.at(-1)
  if (beginsPeriod.has(code) && line !== undefined && line.from >= expected.to) {
    expected.from = line.from
    expected.to = line.to
  }
  if (code === 'apply change') {
    if (asked?.do === 'change plan') [expected.plan, expected.nextPlan] = [asked.plan, undefined]
    if (asked?.do === 'change quantity') [expected.quantity, expected.nextQuantity] = [asked.quantity, undefined]
    if (asked?.do === 'change add-on') {
      expected.addOns = held(expected.addOns, asked.addOn, asked.quantity)
      expected.nextAddOns = held(expected.nextAddOns, asked.addOn, 0, true)
    }
  }
  const isSwitched = code === 'apply change' && operation === 'interval switch now' && expected.state !== 'trialing'
  if (isSwitched && line !== undefined) {
    expected.quantity = line.quantity
    if (expected.nextQuantity === line.quantity) expected.nextQuantity = undefined
    const sold = lines.filter(({ item, amount }) => item !== own && amount >= 0)
    expected.addOns = new Map(sold.map(({ plan, quantity }) => [plan, quantity]))
    expected.nextAddOns = new Map([...expected.nextAddOns].filter(([key, quantity]) => (expected.addOns.get(key) ?? 0) !== quantity))
  }
  if ((isSwitched || code === 'resume') && line !== undefined) {
    expected.from = line.from
    expected.to = line.to
  }
  if (code === 'revert change' || (code === 'restore' && wasLost(step))) {
    stepped(step, expected, code === 'restore')
    // Whose seat a loss took nobody sees any more; whoever has one again had one before.
    const again = code === 'restore' ? (step.after.view.subscriptions[step.subscription]?.seats ?? []) : []
    const others = again.filter((seat) => !expected.seats.includes(seat))
    expected.seats = [...expected.seats, ...others].slice(0, expected.quantity)
  }
  if (code === 'unschedule cancel') expected.leaves = false
  if (code === 'move trial end') {
    if (asked?.do === 'extend trial') expected.to = later(expected.to, asked.by)
    if (asked?.do === 'cut trial') expected.to = Math.max(at, expected.to - asked.by) as Instant
  }
  if (code === 'seat') {
    if (asked?.do === 'assign seat') expected.seats = [...expected.seats, asked.seat]
    if (asked?.do === 'unassign seat') expected.seats = expected.seats.filter((each) => each !== asked.seat)
  }
  if (code === 'schedule') {
    if (asked?.do === 'cancel') expected.leaves = true
    if (asked?.do === 'change plan') expected.nextPlan = asked.plan
    if (asked?.do === 'change quantity') expected.nextQuantity = asked.quantity
    if (asked?.do === 'change add-on') expected.nextAddOns = new Map([...expected.nextAddOns, [asked.addOn, asked.quantity]])
  }
  // What waits for a period's end is in force from the moment the next one is charged, or the period is broken off.
  if (code === 'pause' || ((opens === 'open' || opens === 'quote') && beginsAnew.has(operation))) {
    expected.plan = expected.nextPlan ?? expected.plan
    expected.quantity = expected.nextQuantity ?? expected.quantity
    for (const [key, quantity] of expected.nextAddOns) expected.addOns = held(expected.addOns, key, quantity)
    expected.nextAddOns = new Map()
    expected.nextPlan = undefined
    expected.nextQuantity = undefined
  }
}

/** None of something is not held, nor waited for. */
function held(all: ReadonlyMap<string, number>, key: string, quantity: number, isWait = false): ReadonlyMap<string, number> {
  const next = new Map(all)
  if (quantity === 0 || isWait) next.delete(key)
  else next.set(key, quantity)
  return next
}

const addOnsIn = (all: ReadonlyMap<string, number>): string =>
  [...all]
    .map(([key, quantity]) => `${quantity} × ${key}`)
    .toSorted()
    .join(' and ')

const shownAs = (state: SubscriptionState): SubscriptionStatus => (state === 'renewing' ? 'active' : state)

const inWords = ({ state, plan, quantity, from, to, leaves, nextPlan, nextQuantity, addOns, nextAddOns, seats }: Expected): string =>
  [
    `${state}, ${quantity} × ${plan}, ${isoInstant(from)} to ${isoInstant(to)}`,
    ...(addOns.size === 0 ? [] : [`beside it ${addOnsIn(addOns)}`]),
    ...(nextAddOns.size === 0 ? [] : [`then beside it ${addOnsIn(nextAddOns)}`]),
    ...(leaves ? ['ends with the period'] : []),
    ...(nextPlan === undefined ? [] : [`then ${nextPlan}`]),
    ...(nextQuantity === undefined ? [] : [`then ${nextQuantity} of it`]),
    ...(seats.length === 0 ? [] : [`seats of ${seats.join(' and ')}`]),
  ].join(', ')

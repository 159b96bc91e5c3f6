import type { AccountState } from './domain/account.ts'
import type { AccountCommand, Command } from './domain/command.ts'
import { commandAccepted, type Fact, type Granted } from './domain/fact.ts'
import { days, type Instant } from './domain/instant.ts'
import { endsWithPeriod, isLeaving } from './domain/leaving.ts'
import { inWords, minor, type Minor } from './domain/money.ts'
import type { Operation } from './domain/operation.ts'
import { addOnPrice, chargeUnitOf, leastChargeOf, mostTerms, planOf, type Policy } from './domain/policy.ts'
import {
  begunWith,
  currentSubscription,
  heldOf,
  isGoingBack,
  oldestDebt,
  openInvoice,
  operationOf,
  periodPrice,
  returnable,
  refundableInvoice,
  soldStill,
  startOf,
  switchedQuantity,
} from './intended.ts'
import { isContested } from './disputed.ts'
import { couponsAt, couponsInHand, redemptionsFor } from './discounts.ts'
import { hasNothingToChargeTo } from './no-method.ts'
import { methodInUse } from './owed.ts'
import { type Parts, standardParts } from './parts.ts'
import { amountDue } from './crediting.ts'
import { addOnItem, couponsForItem, itemPrice } from './items.ts'
import { leftOver, switchedItems } from './quoting.ts'
import { grossOf, isPlaceMissing, percentFor } from './taxes.ts'

export type Decision = { readonly kind: 'accepted'; readonly fact: Fact } | { readonly kind: 'refused'; readonly reason: string }

/**
 * Accepts a command as a fact, or refuses it. Does nothing else: a refusal leaves no trace.
 * @param state as recomputed at `now`; its account has a name
 */
export function decide(state: AccountState, command: Command, now: Instant, policy: Policy, parts: Parts = standardParts): Decision {
  if (state.who === '') throw new RangeError('an account without a name decides nothing; recompute it with `who`')
  if (command.do === 'recompute') return { kind: 'refused', reason: 'it is about what is stored; an account agrees to nothing by it' }
  if (command.do === 'replay') return { kind: 'refused', reason: 'it is about a job; an account agrees to nothing by it' }
  const reason = misfit(command, state, policy) ?? ruled(state, command, now, policy, parts)
  if (reason !== undefined) return { kind: 'refused', reason }
  const granted = command.do === 'refund' ? grantedBy(state, command.amount) : undefined
  const about = command.do === 'pay debt' ? oldestDebt(state) : endsInvoice(command) ? openInvoice(state) : undefined
  return {
    kind: 'accepted',
    fact: commandAccepted(state.who, state.commands + 1, state.turn + 1, command, { at: now }, granted, about?.id),
  }
}

const endsInvoice = (command: Command): boolean => command.do === 'void invoice' || command.do === 'write off' || command.do === 'mark paid'

/** Of the latest paid invoice, as far as we know now. */
function grantedBy(state: AccountState, asked: Minor | undefined): Granted | undefined {
  const invoice = refundableInvoice(state)
  if (invoice === undefined) return undefined
  return { invoice: invoice.id, amount: minor(Math.min(asked ?? Infinity, returnable(state, invoice))) }
}

/** The command asks for what nobody could have, wherever they stand. */
function misfit(command: AccountCommand, state: AccountState, policy: Policy): string | undefined {
  if (command.do === 'subscribe' || command.do === 'change plan') {
    if (!policy.plans.some((plan) => plan.key === command.plan)) return `there is no plan ${JSON.stringify(command.plan)}`
  }
  if (command.do === 'subscribe' || command.do === 'change quantity') {
    if (!Number.isSafeInteger(command.quantity) || command.quantity < 1) return 'a quantity is a whole number from 1'
  }
  if (command.do === 'change add-on') {
    if (!(policy.addOns ?? []).some(({ key }) => key === command.addOn)) return `there is no add-on ${JSON.stringify(command.addOn)}`
    if (!Number.isSafeInteger(command.quantity) || command.quantity < 0) return 'a quantity is a whole number from 0'
  }
  if (command.do === 'subscribe') {
    if (command.trial !== undefined && !(command.trial > 0)) return 'a trial lasts longer than nothing'
    if (command.terms !== undefined) return unsold(state, command, command.terms, policy)
    if (command.trial === undefined && command.method === undefined) return 'only a trial begins without a method'
  }
  if ((command.do === 'assign seat' || command.do === 'unassign seat') && !/^[a-z0-9]+$/.test(command.seat))
    return 'a seat is somebody’s, by a name of small letters and digits'
  if ((command.do === 'extend trial' || command.do === 'cut trial') && !(command.by > 0)) return 'a trial is moved by more than nothing'
  if (command.do === 'apply coupon' && !(policy.coupons ?? []).some(({ key }) => key === command.coupon))
    return `there is no coupon ${JSON.stringify(command.coupon)}`
  const place = command.do === 'subscribe' || command.do === 'set place' ? command.place : undefined
  if (place !== undefined && policy.taxes?.rates.some((rate) => rate.place === place) !== true)
    return `there is no tax rate for ${JSON.stringify(place)}`
  if (command.do === 'grant credit' && !(Number.isSafeInteger(command.amount) && command.amount > 0)) return 'credit is more than nothing'
  if (command.do === 'refund' && command.amount !== undefined && !(command.amount > 0)) return 'a refund is more than nothing'
  const isPart = command.do === 'pay debt' || command.do === 'mark paid'
  if (isPart && command.amount !== undefined && !(Number.isSafeInteger(command.amount) && command.amount > 0))
    return 'a payment is more than nothing'
  // Credit as well, and what comes at the bank: what they leave of an invoice is charged.
  if ((isPart || command.do === 'refund' || command.do === 'grant credit') && (command.amount ?? 0) % chargeUnitOf(policy) !== 0)
    return `cards take and give back whole multiples of ${inWords(chargeUnitOf(policy), policy.currency)} ${policy.currency}`
  return undefined
}

/** Terms that nobody is given. */
function unsold(
  state: AccountState,
  { plan, trial, through, place }: Extract<Command, { do: 'subscribe' }>,
  terms: number,
  policy: Policy,
): string | undefined {
  if (trial !== undefined) return 'terms begin with the first period; a trial is charged to a card'
  if (through !== undefined) return 'what is sent is not paid on a page'
  if (policy.taxes !== undefined && (place ?? state.place) === undefined)
    return 'what is sent is taxed where the customer is; say where first'
  const { interval } = planOf(policy, plan)
  if (Number.isSafeInteger(terms) && terms >= 0 && terms <= mostTerms[interval]) return undefined
  return `a plan by the ${interval} is sold on terms of ${mostTerms[interval] / days(1)} days at most`
}

/** By the legality table, and then by what is under way. */
function ruled(state: AccountState, command: AccountCommand, now: Instant, policy: Policy, parts: Parts): string | undefined {
  const refused =
    deleted(state) ??
    illegal(state, command, now, policy, parts) ??
    untimely(state, command, policy, parts) ??
    paysBack(state, command, now, policy, parts) ??
    soldAlready(state, command, now) ??
    takenBack(state, command, now, policy)
  parts.observer?.rules({
    account: state,
    command,
    operation: operationOf(state, command, policy),
    start: startOf(state, now),
    at: now,
    refused,
  })
  return refused
}

const deleted = ({ deletedAt }: AccountState): string | undefined => (deletedAt === undefined ? undefined : 'the account is deleted')

function illegal(state: AccountState, command: AccountCommand, now: Instant, policy: Policy, parts: Parts): string | undefined {
  const operation: Operation = operationOf(state, command, policy)
  const ruling = parts.legality[operation][startOf(state, now)]
  return ruling === 'legal' ? undefined : ruling.refused
}

/** It would be legal, but something is under way, or there is nothing to do. */
function untimely(state: AccountState, command: AccountCommand, policy: Policy, parts: Parts): string | undefined {
  const current = currentSubscription(state)
  switch (command.do) {
    case 'subscribe':
      return undefined
    case 'change plan':
    case 'change quantity': {
      if (current === undefined) return undefined
      if (isContested(state, current) && !isScheduled(operationOf(state, command, policy))) return contested
      if (isLeaving(current)) return cancelWaits
      if (current.pauseHeld !== undefined) return 'it is being paused'
      if (command.do === 'change plan' && !areSold(current, command.plan, policy))
        return 'something that is held beside the plan is not sold by that interval; take it off first'
      if (current.terms !== undefined) {
        const says = sentFirst(state, current, operationOf(state, command, policy))
        if (says !== undefined) return says
      }
      if (command.do === 'change plan' && command.plan === current.plan) return 'this is the plan already'
      if (command.do === 'change quantity' && command.quantity === current.quantity) return 'this is the quantity already'
      if (state.changes.some((change) => change.subscription === current.index && change.inFlight > 0)) return changeRuns
      if (command.do === 'change quantity' && parts.seating.isTooFew(current, command.quantity))
        return 'more seats are assigned than that; take some back first'
      return isTooMuch(policy, command, current) ? 'no card is charged so much at once' : undefined
    }
    case 'change add-on':
      return addOnUntimely(state, command, policy)
    case 'cancel':
      if (current !== undefined && isLeaving(current)) return cancelWaits
      return command.when === 'period end' && current !== undefined && endsWithPeriod(current)
        ? 'it is already set to end with the period'
        : undefined
    case 'delete account':
      return undefined
    case 'undo cancel':
      if (current !== undefined && isLeaving(current)) return cancelWaits
      return current !== undefined && endsWithPeriod(current) ? undefined : 'it is not set to end'
    case 'pause':
      if (current !== undefined && isContested(state, current)) return contested
      if (current?.pauseHeld !== undefined) return 'it is being paused, as soon as a payment on its way has come out'
      if (current?.terms !== undefined && isStillSent(state, current)) return payWhatWasSent
      return current === undefined || !isLeaving(current) ? undefined : cancelWaits
    case 'resume':
      if (state.changes.some((change) => change.subscription === current?.index && change.inFlight > 0)) return changeRuns
      if (isPlaceMissing(state, policy)) return 'nobody knows yet what it comes to; say first where the customer is'
      return current === undefined || !isLeaving(current) ? undefined : cancelWaits
    case 'assign seat':
    case 'unassign seat':
      if (current === undefined) return undefined
      return !isLeaving(current) ? parts.seating.refused(current, command) : cancelWaits
    case 'update method':
    case 'extend trial':
    case 'cut trial':
      return current === undefined || !isLeaving(current) ? undefined : cancelWaits
    case 'grant credit':
      return Number.isSafeInteger(state.balance + command.amount) ? undefined : 'nobody has so much credit'
    case 'apply coupon':
      return undefined
    case 'set place':
      return command.place === state.place ? 'this is where the customer is already' : undefined
    case 'remove coupon':
      return noneToRemove(state, command.coupon, policy)
    case 'authenticate':
      return state.attempts.some((attempt) => attempt.state === 'needs action') ? undefined : 'no payment waits for an answer'
    case 'pay debt':
      return debtUntimely(state, command.amount, policy)
    case 'void invoice':
    case 'write off':
    case 'mark paid': {
      if (current !== undefined && isLeaving(current)) return cancelWaits
      const invoice = openInvoice(state)
      if (invoice === undefined) return 'no invoice is open'
      if (command.do === 'mark paid' && invoice.isDraft) return 'nobody knows yet what it comes to; say first where the customer is'
      return triesOf(state, invoice.index).some(isUnderWay) ? paymentRuns : undefined
    }
    case 'refund': {
      const invoice = refundableInvoice(state)
      if (state.attempts.some(({ state: stands, invoice: of }) => stands === 'processing' && of > (invoice?.index ?? -1)))
        return 'the latest payment is not settled yet; nothing of it can be given back before'
      if (invoice === undefined) return 'nothing that was paid is left to return'
      if (returnable(state, invoice) === 0) return 'it was paid out of band; the money goes back the way it came'
      return command.amount !== undefined && command.amount > returnable(state, invoice) ? 'more than is left of the payment' : undefined
    }
    default:
      return command satisfies never
  }
}

type Try = AccountState['attempts'][number]
const triesOf = ({ attempts }: AccountState, invoice: number): readonly Try[] => attempts.filter((each) => each.invoice === invoice)
const isUnderWay = ({ state }: Try): boolean => state !== 'paid' && state !== 'failed'

function debtUntimely(state: AccountState, amount: Minor | undefined, policy: Policy): string | undefined {
  const debt = oldestDebt(state)
  if (debt === undefined) return 'nothing that was given up is left to pay'
  const tries = triesOf(state, debt.index)
  if (debt.collection !== 'stopped' || tries.some(isUnderWay)) return paymentRuns
  const due = amountDue(debt)
  if (amount !== undefined && amount > due) return 'more than is owed'
  const least = leastChargeOf(policy)
  if ((amount ?? due) < least) return `no card is charged less than ${inWords(least, policy.currency)} ${policy.currency}`
  if (amount !== undefined && amount < due && due - amount < least) return 'what is left would be too little to be charged; pay it all'
  if (hasNothingToChargeTo(state)) return 'there is no card to charge it to; bring one first'
  // What the bank refused for good it refuses again.
  const last = tries.at(-1)
  return debt.lastForm === 'Fh' && last !== undefined && last.method === methodInUse(state) && !isReplaced(state, last)
    ? 'the bank said never to try this card again; bring another one first'
    : undefined
}

/** The network has replaced the card since it was refused; often it is what it brought that was tried and refused, at once. */
const isReplaced = ({ methods }: AccountState, { method, failedAt }: Try): boolean =>
  methods.some(
    ({ provider, replacedAt }) => provider === method && replacedAt !== undefined && failedAt !== undefined && replacedAt > failedAt,
  )

/** Is what is held beside the plan sold by the interval of another one as well? */
const areSold = (current: AccountState['subscriptions'][number], plan: string, policy: Policy): boolean =>
  current.addOns.every(({ key }) => addOnPrice(policy, key, planOf(policy, plan).interval) !== undefined)

function addOnUntimely(state: AccountState, command: Extract<Command, { do: 'change add-on' }>, policy: Policy): string | undefined {
  const current = currentSubscription(state)
  if (current === undefined) return undefined
  if (isContested(state, current) && !isScheduled(operationOf(state, command, policy))) return contested
  if (isLeaving(current)) return cancelWaits
  if (current.pauseHeld !== undefined) return 'it is being paused'
  if (current.terms !== undefined && !isScheduled(operationOf(state, command, policy)) && isStillSent(state, current)) return payWhatWasSent
  if (command.quantity === heldOf(current, command.addOn)) return 'so many of it are held already'
  if (addOnPrice(policy, command.addOn, current.interval) === undefined) return `it is not sold by the ${current.interval}`
  if (state.changes.some((change) => change.subscription === current.index && change.inFlight > 0)) return changeRuns
  const item = { item: addOnItem(current, command.addOn), plan: command.addOn, quantity: command.quantity }
  return Number.isSafeInteger(itemPrice(policy, current, item, current.interval)) ? undefined : 'no card is charged so much at once'
}

/** Time that was sold once is not sold again: it is paid for as what it is, or it passes. */
function soldAlready(state: AccountState, { do: asked }: AccountCommand, now: Instant): string | undefined {
  const sold = asked === 'resume' ? soldStill(state, now) : undefined
  if (sold === undefined) return undefined
  if (sold.state === 'uncollectible') return 'this period is owed for; pay that and use what is left of it, or resume when it is over'
  return sold.state === 'charged back'
    ? 'a bank took back what paid for this period; resume when it is over'
    : 'what was owed for this period is paid, and may be used; resume when it is over'
}

/** What would be paid on top of a period that ends with its refund. */
const takenBack = (state: AccountState, command: AccountCommand, now: Instant, policy: Policy): string | undefined =>
  (command.do === 'change plan' || command.do === 'change quantity' || command.do === 'change add-on') &&
  !isScheduled(operationOf(state, command, policy)) &&
  isGoingBack(state, policy, now)
    ? 'what was paid for the running period is on its way back, and ends it'
    : undefined

function noneToRemove(state: AccountState, key: string | undefined, policy: Policy): string | undefined {
  if (key === undefined && policy.couponsStack === true) return 'several coupons may count at once; say which'
  const places = couponsInHand(state, policy)
  if (key === undefined) return places.length === 0 ? 'there is no coupon to remove' : undefined
  return places.some((place) => state.coupons[place]!.coupon === key) ? undefined : `${JSON.stringify(key)} is not in hand`
}

const changeRuns = 'a change is being paid; try again when it is settled'
const paymentRuns = 'a payment of it is on its way; try again when it is settled'
/** A switch to another interval that would leave us owing the customer: nothing keeps that for them. */
function paysBack(state: AccountState, command: Command, now: Instant, policy: Policy, parts: Parts): string | undefined {
  const current = currentSubscription(state)
  if (command.do !== 'change plan' || current === undefined || current.state === 'trialing') return undefined
  if (operationOf(state, command, policy) !== 'interval switch now') return undefined
  const at = Math.min(Math.max(now, current.periodStart), current.periodEnd) as Instant
  const coupons = couponsAt(state, redemptionsFor(state, at, policy, parts), policy)
  const { interval } = planOf(policy, command.plan)
  let price = 0
  for (const item of switchedItems(current, { plan: command.plan, quantity: switchedQuantity(current) })) {
    const list = minor(itemPrice(policy, current, item, interval))
    const net = parts.discounting.net(list, couponsForItem(current, item, coupons), chargeUnitOf(policy))
    price += grossOf(net, percentFor(state, policy), policy, parts)
  }
  return leftOver(state, current, at, policy, parts) > price
    ? 'what is left of the running period is worth more than the new one; switch later'
    : undefined
}

const payWhatWasSent = 'what was sent for this period is not paid yet; what costs less can begin with the next one'

/** Nobody knows yet what was collected for the period that runs on terms. */
const isStillSent = (state: AccountState, current: AccountState['subscriptions'][number]): boolean =>
  begunWith(state, current)?.state !== 'paid'

/** What runs on terms goes up once it is paid for, and that is paid before it is made like any other change; its interval stays. */
function sentFirst(state: AccountState, current: AccountState['subscriptions'][number], operation: Operation): string | undefined {
  if (operation === 'interval switch now') return 'what is sold on terms keeps its interval'
  return !isScheduled(operation) && isStillSent(state, current) ? payWhatWasSent : undefined
}

const contested = 'a bank has the money for the running period; try again when it has decided'
const isScheduled = (operation: Operation): boolean =>
  operation === 'downgrade at period end' || operation === 'quantity down at period end' || operation === 'add-on removal at period end'

const cancelWaits = 'it is being canceled, as soon as a payment on its way has come out'

const isTooMuch = (
  policy: Policy,
  command: Extract<Command, { do: 'change plan' | 'change quantity' }>,
  current: { plan: string; quantity: number },
): boolean =>
  !Number.isSafeInteger(
    command.do === 'change plan'
      ? periodPrice(policy, command.plan, current.quantity)
      : periodPrice(policy, current.plan, command.quantity),
  )

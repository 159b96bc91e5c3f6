import { type Account, type Change, type Invoice, never, partAt, type Subscription } from './domain/account.ts'
import type { AccountCommand as Command, Method } from './domain/command.ts'
import type { Granted } from './domain/fact.ts'
import { type Duration, type Instant, later } from './domain/instant.ts'
import { endsWithPeriod } from './domain/leaving.ts'
import { minor } from './domain/money.ts'
import { isPaidSignup, isTrialSignup, type Operation } from './domain/operation.ts'
import { planOf, type Policy } from './domain/policy.ts'
import { carryOutCell, carryOutPassage } from './carry-out.ts'
import { couponsInHand } from './discounts.ts'
import { placeKnown } from './drafts.ts'
import { sendAttempt, sendChange, sendDunning, sendSetup, sendSubscription } from './send.ts'
import {
  currentSubscription,
  operationOf,
  isAllOf,
  refundableByCard,
  restorable,
  returnable,
  soldStill,
  startOf,
  switchedQuantity,
} from './intended.ts'
import { latest } from './latest.ts'
import { amountDue } from './crediting.ts'
import { takeScheduled } from './issuing.ts'
import { giveBack, restoreCredit } from './posting.ts'
import { dueAgain, type Fold, sceneOf } from './scene.ts'
import { noSeats } from './seats.ts'
import { settleTooLittle } from './too-little.ts'

/** A command that was accepted. One that facts learned later leave no room for does nothing. */
export function takeCommand(fold: Fold, command: Command, cause: string, granted: Granted | undefined, about: string | undefined): void {
  const { account, policy } = fold
  if (account.deletedAt !== undefined) return
  const operation = operationOf(account, command, policy)
  const current = currentSubscription(account)
  // Wherever the customer turns out to have stood: credit that was granted stays granted, who is deleted stays deleted, and who was
  // told that they leave with the period does, or that they stay after all.
  const leaves = command.do === 'cancel' && current !== undefined && !endsWithPeriod(current)
  const stands = leaves || command.do === 'undo cancel' || command.do === 'grant credit' || command.do === 'delete account'
  if (!stands && fold.parts.legality[operation][startOf(account, fold.at)] !== 'legal') return
  if (command.do === 'delete account') return deleteAccount(fold, current, cause)
  if (command.do === 'subscribe') return signUp(fold, command, operation, cause)
  if (command.do === 'refund') {
    const invoice = granted === undefined ? undefined : latest(account.invoices, granted.invoice)
    if (granted === undefined || invoice === undefined) return
    return giveBackOf(fold, invoice, Math.min(granted.amount, returnable(account, invoice)), cause)
  }
  if (command.do === 'grant credit')
    return carryOutCell(fold, operation, 'S', { ...sceneOf(operation, cause, current), amount: command.amount })
  if (command.do === 'apply coupon' || command.do === 'remove coupon') {
    if (!takeCoupon(account, command, policy)) return
    return carryOutCell(fold, operation, 'S', sceneOf(operation, cause, current))
  }
  if (command.do === 'set place') {
    account.place = command.place
    carryOutCell(fold, operation, 'S', sceneOf(operation, cause, current))
    return placeKnown(fold)
  }
  if (command.do === 'pay debt') {
    const invoice = about === undefined ? undefined : latest(account.invoices, about)
    if (invoice?.state !== 'uncollectible') return
    invoice.givesUpAt = undefined
    invoice.asked = command.amount
    return sendDunning(fold, invoice, 'debt asked')
  }
  if (command.do === 'update method') return keepMethod(account, command.method, cause, true)
  if (command.do === 'authenticate') {
    const attempt = account.attempts.find((each) => each.state === 'needs action')
    if (attempt === undefined) return
    attempt.answer = { ordinal: (attempt.answer?.ordinal ?? 0) + 1, succeeds: command.succeeds, at: fold.at }
    attempt.unknownAt = fold.at
    sendAttempt(fold, attempt, 'answered')
    const invoice = partAt(account.invoices, attempt.invoice)
    const subscription = invoice === undefined ? current : partAt(account.subscriptions, invoice.subscription)
    return carryOutCell(fold, 'authenticate', 'U', sceneOf('authenticate', cause, subscription, undefined, undefined, attempt))
  }
  if (current === undefined) return
  switch (command.do) {
    case 'change plan':
    case 'change quantity': {
      const plan = command.do === 'change plan' ? command.plan : current.plan
      const quantity = command.do === 'change quantity' ? command.quantity : current.quantity
      if (operation === 'interval switch now') return openChange(fold, current, operation, plan, switchedQuantity(current), cause)
      if (operation === 'upgrade now' || operation === 'quantity up now') return openChange(fold, current, operation, plan, quantity, cause)
      if (operation === 'downgrade now' || operation === 'quantity down now') abandonWaiting(fold, current)
      const wanted: Change = { ...blankChange(fold, current, operation, plan, quantity, cause), index: -1 }
      return carryOutCell(fold, operation, 'S', sceneOf(operation, cause, current, wanted))
    }
    case 'change add-on': {
      const { addOn: key, quantity } = command
      if (operation === 'add-on now') return openChange(fold, current, operation, key, quantity, cause)
      if (operation === 'add-on removal now') abandonWaiting(fold, current)
      const wanted: Change = { ...blankChange(fold, current, operation, key, quantity, cause), index: -1 }
      return carryOutCell(fold, operation, 'S', sceneOf(operation, cause, current, wanted))
    }
    case 'cancel':
      if (command.when === 'now') return sendSubscription(fold, current, 'cancel asked', cause)
      return carryOutCell(fold, operation, 'S', sceneOf(operation, cause, current))
    case 'pause':
      return sendSubscription(fold, current, 'pause asked', cause)
    case 'resume':
      // What waited for a next period waits for this one, where collecting paused the subscription and nobody else.
      if (soldStill(account, fold.at) !== undefined) return
      takeScheduled(current)
      return openChange(fold, current, 'resume', current.plan, current.quantity, cause)
    case 'void invoice':
    case 'write off':
    case 'mark paid': {
      const invoice = about === undefined ? undefined : latest(account.invoices, about)
      if (invoice?.subscription !== current.index || (invoice.state !== 'open' && invoice.state !== 'quote')) return
      const scene = sceneOf(operation, cause, current, undefined, invoice)
      if (command.do !== 'mark paid') return carryOutCell(fold, operation, 'S', scene)
      const due = amountDue(invoice)
      const amount = command.amount ?? due
      if (fold.parts.settling.paysOf(amount, due) >= due) return carryOutCell(fold, operation, 'S', { ...scene, amount })
      carryOutCell(fold, operation, 'P', { ...scene, amount })
      return settleTooLittle(fold, invoice)
    }
    case 'undo cancel':
      if (!endsWithPeriod(current)) return
      return carryOutCell(fold, operation, 'S', sceneOf(operation, cause, current))
    case 'extend trial':
    case 'cut trial': {
      const until = command.do === 'extend trial' ? later(current.periodEnd, command.by) : notBefore(fold.at, current.periodEnd, command.by)
      return carryOutCell(fold, operation, 'S', { ...sceneOf(operation, cause, current), until })
    }
    case 'assign seat':
    case 'unassign seat':
      if (fold.parts.seating.refused(current, command) !== undefined) return
      return carryOutCell(fold, operation, 'S', { ...sceneOf(operation, cause, current), seat: command.seat })
    default:
      command satisfies never
  }
}

/** @returns whether there was anything to do */
function takeCoupon(account: Account, command: Extract<Command, { do: 'apply coupon' | 'remove coupon' }>, policy: Policy): boolean {
  if (command.do === 'apply coupon') return account.coupons.push({ coupon: command.coupon, isRemoved: false }) > 0
  const { coupon: key } = command
  const place = couponsInHand(account, policy).find((each) => key === undefined || account.coupons[each]!.coupon === key)
  const redemption = place === undefined ? undefined : account.coupons[place]
  if (redemption === undefined) return false
  redemption.isRemoved = true
  return true
}

/** What paid for an invoice goes back: credit at once, money as soon as the provider has sent it. */
function giveBackOf(fold: Fold, invoice: Invoice, amount: number, cause: string): void {
  const { account, parts } = fold
  const money = minor(refundableByCard(account, invoice))
  const credit = parts.settling.backAsCredit(minor(amount), minor(restorable(account, invoice)), money)
  if (credit > 0) restoreCredit(fold, invoice, credit, cause)
  if (credit < amount) return sendBack(fold, invoice, amount - credit, cause)
  const subscription = partAt(account.subscriptions, invoice.subscription)
  const operation = isAllOf(account, invoice, subscription, fold.at) ? 'refund full' : 'refund partial'
  carryOutCell(fold, operation, 'S', sceneOf(operation, cause, subscription, undefined, invoice))
}

/** Money of an invoice begins its way back, each part by the charge that it came by; what came last goes first. */
function sendBack(fold: Fold, invoice: Invoice, amount: number, cause: string): void {
  const { attempts, refunds } = fold.account
  let left = amount
  for (let i = attempts.length - 1; i >= 0; i--) {
    const attempt = attempts[i]!
    if (attempt.invoice !== invoice.index) continue
    let there: number = attempt.applied
    for (const refund of refunds) if (refund.charge === attempt.charge && refund.state !== 'given up') there -= refund.amount
    const part = Math.min(left, there)
    if (part <= 0) continue
    left -= part
    invoice.refunds++
    giveBack(fold, `${invoice.id}/refund ${invoice.refunds}`, attempt, minor(part), invoice, cause)
  }
}

/** It ends like a subscription that is canceled now: as soon as what is on its way has come out. */
function deleteAccount(fold: Fold, current: ReturnType<typeof currentSubscription>, cause: string): void {
  const { account, at } = fold
  account.deletedAt = at
  sendSetup(fold, 'deleted')
  // Nobody collects an old debt any more, and what never arrived is not sent again.
  for (const invoice of account.invoices) if (invoice.state === 'uncollectible') sendDunning(fold, invoice, 'stopped')
  for (const attempt of account.attempts) if (attempt.state === 'to send again') sendAttempt(fold, attempt, 'payment failed')
  if (current === undefined) return carryOutCell(fold, 'delete account', 'S', sceneOf('delete account', cause, undefined))
  sendSubscription(fold, current, 'cancel asked', cause)
}

/** An instant some time before an end, and never past. */
const notBefore = (now: Instant, end: Instant, by: Duration): Instant => Math.max(now, end - by) as Instant

function keepMethod(account: Account, method: Method, cause: string, isUpdate: boolean): void {
  account.methods.push({
    id: `${account.who}/method ${account.methods.length + 1}`,
    method,
    cause,
    isUpdate,
    state: 'owed',
    provider: undefined,
    expires: undefined,
    replacedAt: undefined,
  })
}

function signUp(fold: Fold, command: Extract<Command, { do: 'subscribe' }>, operation: Operation, cause: string): void {
  const { account, parts, policy, at } = fold
  const { interval } = planOf(policy, command.plan)
  const ordinal = account.subscriptions.length + 1
  const anchor = command.trial === undefined ? at : later(at, command.trial)
  const subscription: Subscription = {
    id: `${account.who}/sub ${ordinal}`,
    index: ordinal - 1,
    cause,
    state: 'incomplete',
    plan: command.plan,
    quantity: command.quantity,
    interval,
    trial: command.trial,
    terms: command.terms,
    anchor,
    period: command.trial === undefined ? 0 : -1,
    firstPeriod: 0,
    periodStart: at,
    periodEnd: command.trial === undefined ? parts.calendar.boundary(anchor, interval, 1, policy.zone) : anchor,
    cancellation: 'stays',
    cancelHeld: undefined,
    pauseHeld: undefined,
    addOns: [],
    scheduledAddOns: [],
    scheduledPlan: undefined,
    scheduledQuantity: undefined,
    seats: noSeats,
    paidThrough: undefined,
    graceUntil: undefined,
    dueUntil: undefined,
    orderedAt: undefined,
    inFlight: 0,
    switching: 0,
    endedAt: undefined,
    dueAt: never,
    held: false,
  }
  sendSetup(fold, 'sold to')
  account.place = command.place ?? account.place
  account.subscriptions.push(subscription)
  if (command.method !== undefined) keepMethod(account, command.method, cause, false)
  if (command.terms !== undefined) return carryOutPassage(fold, 'signup on terms opens', sceneOf(operation, cause, subscription))
  openChange(fold, subscription, operation, command.plan, command.quantity, cause)
}

function blankChange(fold: Fold, subscription: Subscription, operation: Operation, plan: string, quantity: number, cause: string): Change {
  // What is resumed begins a period of its own.
  const ends =
    operation === 'resume' ? fold.parts.calendar.boundary(fold.at, subscription.interval, 1, fold.policy.zone) : subscription.periodEnd
  const expiresAt = Math.min(later(fold.at, fold.policy.changeExpires), ends) as Instant
  // A switch that is settled when the week that it was for is over has come too late, though the month goes on.
  const isSwitch = operation === 'interval switch now' && subscription.state !== 'trialing'
  const goodUntil = !isSwitch
    ? ends
    : (Math.min(ends, fold.parts.calendar.boundary(fold.at, planOf(fold.policy, plan).interval, 1, fold.policy.zone)) as Instant)
  const { changes } = fold.account
  // The first change is the signup, but on terms, where that is sent.
  let ordinal = subscription.terms === undefined ? 0 : 1
  for (const change of changes) if (change.subscription === subscription.index) ordinal++
  return {
    id: ordinal === 0 ? `${subscription.id}/signup` : `${subscription.id}/change ${ordinal}`,
    index: changes.length,
    ordinal,
    subscription: subscription.index,
    operation,
    state: 'quoted',
    plan,
    quantity,
    invoice: -1,
    requestedAt: fold.at,
    expiresAt,
    goodUntil,
    cause,
    inFlight: 0,
    replaced: undefined,
    dueAt: expiresAt,
    held: false,
  }
}

function abandonWaiting(fold: Fold, subscription: Subscription): void {
  for (const waiting of fold.account.changes)
    if (waiting.subscription === subscription.index && waiting.inFlight === 0) sendChange(fold, waiting, 'abandoned')
}

/** A change opens with its quote; one that still waits for the customer makes room for it. */
function openChange(fold: Fold, subscription: Subscription, operation: Operation, plan: string, quantity: number, cause: string): void {
  abandonWaiting(fold, subscription)
  const change = blankChange(fold, subscription, operation, plan, quantity, cause)
  fold.account.changes.push(change)
  dueAgain(fold, change, change.dueAt)
  const passage = isPaidSignup(operation)
    ? 'signup paid opens'
    : operation === 'resume'
      ? 'resume opens'
      : isTrialSignup(operation)
        ? 'signup trial opens'
        : operation === 'upgrade now'
          ? 'upgrade opens'
          : operation === 'add-on now'
            ? 'add-on opens'
            : operation === 'interval switch now'
              ? 'interval switch opens'
              : 'quantity up opens'
  const scene = sceneOf(operation, cause, subscription, change)
  carryOutPassage(fold, passage, scene)
  // Nothing has to come out before it begins.
  if (operation === 'signup trial, no method') carryOutCell(fold, operation, 'S', scene)
}

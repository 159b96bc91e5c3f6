import type { Change, Invoice, Subscription } from './domain/account.ts'
import { planOf } from './domain/policy.ts'
import { heldOf } from './intended.ts'
import { addOnItem, withAddOn } from './items.ts'
import { dueAgain, type Fold } from './scene.ts'

/** What was paid for is in force: another plan, more of it, or a new period on another interval. */
export function applyChange(fold: Fold, subscription: Subscription, change: Change, invoice: Invoice | undefined): void {
  const { policy } = fold
  if (change.operation === 'add-on now' || change.operation === 'add-on removal now') {
    subscription.addOns = withAddOn(subscription.addOns, change.plan, change.quantity)
    subscription.scheduledAddOns = subscription.scheduledAddOns.filter(({ key }) => key !== change.plan)
    return
  }
  if (change.operation === 'quantity up now' || change.operation === 'quantity down now') {
    subscription.quantity = change.quantity
    subscription.scheduledQuantity = undefined
    return
  }
  subscription.plan = change.plan
  subscription.scheduledPlan = undefined
  if (change.operation !== 'interval switch now') return
  subscription.interval = planOf(policy, change.plan).interval
  // A trial ends when it would have; only then the first period begins.
  if (invoice === undefined || subscription.state === 'trialing') return
  subscription.quantity = change.quantity
  // What was scheduled after the quote waits for the end of the new period.
  if (subscription.scheduledQuantity === change.quantity) subscription.scheduledQuantity = undefined
  takeAddOnsOf(subscription, invoice)
  enterPeriodOf(subscription, invoice)
  subscription.anchor = invoice.periodStart
  subscription.firstPeriod = invoice.period
  dueAgain(fold, subscription, invoice.periodEnd)
}

/** What is held beside the plan is what the new period was sold with; what was scheduled since the offer still waits. */
function takeAddOnsOf(subscription: Subscription, invoice: Invoice): void {
  if (subscription.addOns.length === 0) return
  const held = subscription.addOns.map(({ key }) => {
    const line = invoice.lines.find(({ item, amount }) => item === addOnItem(subscription, key) && amount >= 0)
    return { key, quantity: line?.quantity ?? 0 }
  })
  subscription.addOns = held.filter(({ quantity }) => quantity > 0)
  subscription.scheduledAddOns = subscription.scheduledAddOns.filter(({ key, quantity }) => heldOf(subscription, key) !== quantity)
}

/** A period has begun once its first charge has come out, one way or the other. */
export function enterPeriodOf(subscription: Subscription, invoice: Invoice): void {
  if (invoice.period <= subscription.period) return
  subscription.period = invoice.period
  subscription.periodStart = invoice.periodStart
  subscription.periodEnd = invoice.periodEnd
}

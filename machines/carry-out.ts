import type { Invoice, Subscription } from './domain/account.ts'
import { type Instant, later } from './domain/instant.ts'
import { minor } from './domain/money.ts'
import type { Form, Operation } from './domain/operation.ts'
import type { NoticeRow } from './domain/view.ts'
import { applyChange, enterPeriodOf } from './apply-change.ts'
import { amountDue, creditDifference, creditUnused } from './crediting.ts'
import { issue, takeScheduled } from './issuing.ts'
import { withScheduled } from './items.ts'
import type { Passage } from './matrix.ts'
import type { Taken } from './observer.ts'
import type { Consequence } from './operations/cell.ts'
import { dueAgain, type Fold, type Scene, sceneOf } from './scene.ts'
import { applyAgain, forgetTime, giveBackTime, goBack, levelWithout, stillLost, withoutPaid, levelBefore } from './disputed.ts'
import { loseOfWhole } from './take-dispute.ts'
import { sendCancellation, sendChange, sendDunning, sendInvoice, sendRefund, sendSubscription, unpaidOf } from './send.ts'

/** Does what a cell of the matrix says. @throws Error when the cell says that it cannot happen: our own bug */
export function carryOutCell(fold: Fold, operation: Operation, form: Form, scene: Scene): void {
  const cell = fold.parts.matrix.cells[operation][form]
  if ('impossible' in cell) throw new Error(`${operation} came out as ${form}: ${cell.impossible}`)
  if ('refused' in cell) throw new Error(`${operation} came out as ${form}: ${cell.refused}`)
  const { observer } = fold.parts
  const taken = observer === undefined ? undefined : observer.takes(takenIn(fold, operation, form, undefined, scene))
  if (scene.attempt?.orderedAt !== undefined) settleOrder(scene)
  carryOut(fold, cell, scene)
  taken?.()
}

/** What was granted while its bank had the order ends with what became of that. */
function settleOrder({ attempt, subscription, dispute }: Scene): void {
  if (dispute !== undefined || (attempt?.state !== 'paid' && attempt?.state !== 'failed')) return
  if (subscription !== undefined) subscription.orderedAt = undefined
}

export function carryOutPassage(fold: Fold, passage: Passage, scene: Scene): void {
  const { observer } = fold.parts
  const taken = observer === undefined ? undefined : observer.takes(takenIn(fold, scene.operation, undefined, passage, scene))
  carryOut(fold, fold.parts.matrix.passages[passage], scene)
  taken?.()
}

const takenIn = (fold: Fold, operation: Operation, form: Form | undefined, passage: Passage | undefined, scene: Scene): Taken => ({
  operation,
  form,
  passage,
  cause: scene.cause,
  at: fold.at,
  policy: fold.policy,
  account: fold.account,
  subscription: scene.subscription?.index ?? -1,
  change: scene.change?.index ?? -1,
  invoice: scene.invoice?.index ?? -1,
  attempt: scene.attempt?.index ?? -1,
  refund: scene.refund?.index ?? -1,
  dispute: scene.dispute?.index ?? -1,
})

const noMoney = minor(0)

const withInvoice = (scene: Scene, invoice: Invoice): Scene =>
  sceneOf(scene.operation, scene.cause, scene.subscription, scene.change, invoice, scene.attempt, scene.refund)

/** Turns the six codes into events of the charts, postings and notices. The only writer of all of these. */
function carryOut(fold: Fold, does: Consequence, given: Scene): void {
  const scene = does.invoice === 'quote' || does.invoice === 'open' ? withInvoice(given, issue(fold, does.invoice, given)) : given
  const due = scene.invoice === undefined ? noMoney : amountDue(scene.invoice)
  onInvoice(fold, does.invoice, scene)
  onSubscription(fold, does.subscription, scene)
  onEntitlement(fold, does.entitlement, scene)
  fold.parts.post(fold, does.ledger, scene, due)
  onRetry(fold, does.retry, scene)
  if (does.notice !== 'none')
    tell(fold, does.notice, does.notice === 'invoice' ? (scene.invoice?.id ?? scene.cause) : scene.cause, scene.invoice)
  const { invoice } = scene
  if (does.invoice === 'paid' && invoice !== undefined) loseOfWhole(fold, invoice)
  // Nothing due is paid at once, without an attempt: the invoice itself is what the receipt is for.
  if (invoice !== given.invoice && invoice !== undefined && !invoice.isDraft && amountDue(invoice) === 0)
    carryOutCell(fold, invoice.operation, 'S', { ...scene, cause: invoice.id })
}

function tell(fold: Fold, notice: NoticeRow['kind'], cause: string, invoice: Invoice | undefined): void {
  if (fold.account.deletedAt !== undefined) return
  const due = notice === 'invoice' || notice === 'reminder' ? invoice?.due : undefined
  fold.account.notices.push({ notice, cause: `${cause} ${notice}`, at: fold.at, due })
}

// ── invoices ────────────────────────────────────────────────────────────────────────────────────────────────────────

function onInvoice(fold: Fold, code: Consequence['invoice'], scene: Scene): void {
  const { invoice, subscription } = scene
  switch (code) {
    case 'none':
    case 'keep':
    case 'quote':
    case 'open':
      return
    case 'void all':
      if (subscription !== undefined) for (const each of unpaidOf(fold, subscription)) sendInvoice(fold, each, 'voided')
      return
    case 'write off':
      if (subscription !== undefined) for (const each of unpaidOf(fold, subscription)) sendInvoice(fold, each, 'written off')
      return
    case 'paid':
      if (invoice === undefined) return
      invoice.paid = minor(invoice.total - invoice.credited)
      sendInvoice(fold, invoice, 'paid')
      return sendDunning(fold, invoice, 'collected')
    case 'paid in part':
      if (invoice === undefined) return
      invoice.paid = minor(invoice.paid + fold.parts.settling.paysOf(scene.attempt?.amount ?? scene.amount ?? noMoney, amountDue(invoice)))
      return
    case 'void':
      if (scene.change !== undefined) sendChange(fold, scene.change, 'rejected')
      if (invoice !== undefined) sendInvoice(fold, invoice, 'voided')
      return
    case 'end by policy':
      if (invoice !== undefined) sendInvoice(fold, invoice, 'given up')
      return
    case 'credit unused':
      if (subscription !== undefined) creditUnused(fold, subscription, scene.cause)
      return
    case 'credit difference':
      if (subscription !== undefined && scene.change !== undefined) creditDifference(fold, subscription, scene.change)
      return
    case 'credit reverted': {
      const level = subscription === undefined ? undefined : levelWithout(fold, subscription, scene.change)
      if (subscription !== undefined && level !== undefined)
        creditDifference(fold, subscription, { ...level, operation: scene.operation, cause: scene.cause })
      return
    }
    case 'charge back':
      if (invoice !== undefined) sendInvoice(fold, invoice, 'charged back')
      return
    case 'restore':
      if (invoice !== undefined && stillLost(fold.account.disputes, invoice.index, scene.dispute) === undefined)
        sendInvoice(fold, invoice, 'given back')
      return
    case 'credit note':
      if (invoice !== undefined && scene.refund !== undefined) invoice.refunded = minor(invoice.refunded + scene.refund.amount)
      return
    default:
      code satisfies never
  }
}

// ── subscriptions and access ────────────────────────────────────────────────────────────────────────────────────────

function onSubscription(fold: Fold, code: Consequence['subscription'], scene: Scene): void {
  const { subscription, invoice, change } = scene
  if (subscription === undefined) return
  switch (code) {
    case 'keep':
      return
    case 'start':
      sendSubscription(fold, subscription, 'settled', scene.cause)
      if (change !== undefined) sendChange(fold, change, 'settled')
      return
    case 'advance':
      if (invoice === undefined) return
      enterPeriodOf(subscription, invoice)
      dueAgain(fold, subscription, invoice.periodEnd)
      return
    case 'apply change':
      if (change === undefined) return
      change.replaced = levelBefore(subscription, change)
      applyChange(fold, subscription, change, invoice)
      return sendChange(fold, change, 'settled')
    case 'renew':
      if (invoice !== undefined) {
        enterPeriodOf(subscription, invoice)
        subscription.paidThrough = invoice.periodEnd
      }
      return sendSubscription(fold, subscription, 'renewed', scene.cause)
    case 'past due':
      if (invoice !== undefined) enterPeriodOf(subscription, invoice)
      return sendSubscription(fold, subscription, 'payment missed', scene.cause)
    case 'unpaid':
      if (invoice !== undefined) enterPeriodOf(subscription, invoice)
      return sendSubscription(fold, subscription, 'suspended', scene.cause)
    case 'end by policy':
      if (invoice !== undefined) enterPeriodOf(subscription, invoice)
      return sendSubscription(fold, subscription, 'collection ended', scene.cause)
    case 'cancel':
      return sendSubscription(fold, subscription, 'ended', scene.cause)
    case 'cancel by refund policy':
      return sendSubscription(fold, subscription, 'refunded in full', scene.cause)
    case 'drop':
      if (change !== undefined) sendChange(fold, change, 'rejected')
      return sendSubscription(fold, subscription, 'dropped', scene.cause)
    case 'schedule':
      if (scene.operation === 'cancel at period end') sendCancellation(fold, subscription, 'end scheduled')
      else if (scene.operation === 'downgrade at period end') subscription.scheduledPlan = change?.plan
      else if (scene.operation === 'add-on removal at period end') {
        if (change !== undefined) subscription.scheduledAddOns = withScheduled(subscription.scheduledAddOns, change.plan, change.quantity)
      } else subscription.scheduledQuantity = change?.quantity
      return
    case 'unschedule cancel':
      return sendCancellation(fold, subscription, 'taken back')
    case 'pause':
      // The period is over with it, and what was to change with the next one has changed.
      takeScheduled(subscription)
      return sendSubscription(fold, subscription, 'paused', scene.cause)
    case 'resume':
      if (invoice !== undefined) {
        subscription.anchor = invoice.periodStart
        subscription.firstPeriod = invoice.period
        enterPeriodOf(subscription, invoice)
      }
      if (change !== undefined) sendChange(fold, change, 'settled')
      return sendSubscription(fold, subscription, 'resumed', scene.cause)
    case 'revert change':
      return goBack(fold, subscription, scene)
    case 'restore':
      return applyAgain(fold, subscription, scene)
    case 'move trial end':
      if (scene.until === undefined) return
      subscription.anchor = scene.until
      subscription.periodEnd = scene.until
      dueAgain(fold, subscription, scene.until)
      return
    case 'seat': {
      const { seat } = scene
      if (seat === undefined) return
      const others = subscription.seats.filter((each) => each !== seat)
      subscription.seats = scene.operation === 'seat assign' ? [...others, seat] : others
      return
    }
    default:
      code satisfies never
  }
}

function onEntitlement(fold: Fold, code: Consequence['entitlement'], scene: Scene): void {
  const { subscription, invoice } = scene
  if (subscription === undefined) return
  switch (code) {
    case 'keep':
      return
    case 'grant':
      if (invoice === undefined) return
      // Old time that is paid late takes nothing from what was paid since. A switch to a shorter interval ends what it credits.
      subscription.paidThrough =
        invoice.period < subscription.period ? (Math.max(subscription.paidThrough ?? 0, invoice.periodEnd) as Instant) : invoice.periodEnd
      return
    case 'grace':
      if (invoice !== undefined) subscription.graceUntil = later(invoice.periodStart, fold.policy.grace)
      return
    case 'until due':
      subscription.dueUntil = fold.policy.accessOnTerms === 'once paid' ? undefined : invoice?.due
      return
    case 'revoke by refund policy':
      if (fold.policy.fullRefund === 'cancel') revoke(fold, subscription)
      return
    // What policy says of it is looked at where access is shown.
    case 'provisional by policy':
      subscription.orderedAt = fold.at
      return
    // What is withheld is no less paid for: it is looked at where access is shown.
    case 'withhold by policy':
      return
    case 'take back':
      return withoutPaid(subscription, scene)
    case 'restore':
      return giveBackTime(subscription, scene)
    case 'revoke':
      return revoke(fold, subscription)
    default:
      code satisfies never
  }
}

function revoke(fold: Fold, subscription: Subscription): void {
  forgetTime(fold, subscription)
  subscription.paidThrough = undefined
  subscription.graceUntil = undefined
  subscription.dueUntil = undefined
}

// ── collecting ──────────────────────────────────────────────────────────────────────────────────────────────────────

function onRetry(fold: Fold, code: Consequence['retry'], scene: Scene): void {
  const { invoice, refund } = scene
  if (refund !== undefined) {
    if (code === 'by policy') {
      const { retries } = fold.policy
      refund.retryAt = later(fold.at, retries[Math.min(refund.tries, retries.length) - 1] ?? fold.policy.lookupAfter)
      sendRefund(fold, refund, 'refund failed')
    }
    return
  }
  if (code === 'again now') {
    for (const each of fold.account.invoices) {
      // A draft waits for something else, and no card is charged for what was sent.
      if ((each.state !== 'quote' && each.state !== 'open') || each.isDraft || each.due !== undefined) continue
      each.givesUpAt = undefined
      sendDunning(fold, each, 'method updated')
    }
    return
  }
  if (invoice === undefined || code === 'none' || code === 'look up') return
  if (code === 'remind') {
    // Told of it now, and once more after the next gap.
    invoice.retryAt = later(fold.at, fold.policy.retries[invoice.retriesUsed - 1] ?? fold.policy.lookupAfter)
    return sendDunning(fold, invoice, 'reminded')
  }
  if (code === 'by policy') invoice.retryAt = later(fold.at, fold.policy.retries[invoice.retriesUsed] ?? fold.policy.lookupAfter)
  if (invoice.change < 0) {
    invoice.givesUpAt ??= givingUpFor(fold, scene)
    // Whoever is asked after the last retry is given as long as an offer lasts: nobody is asked and given up in one breath.
    if (code !== 'by policy') invoice.givesUpAt = Math.max(invoice.givesUpAt, later(fold.at, fold.policy.changeExpires)) as Instant
  }
  sendDunning(
    fold,
    invoice,
    code === 'by policy' || code === 'no more' ? 'declined' : code === 'new method' ? 'declined for good' : 'customer needed',
  )
}

/** Waiting for the customer ends when the retries would have ended; not while access is still granted, and not sooner than an offer expires. */
function givingUpFor(fold: Fold, scene: Scene): Instant {
  // Who pays an old debt is there; an answer that does not come for so long comes no more.
  if (scene.operation === 'bad-debt payment') return later(fold.at, fold.policy.changeExpires)
  let at: Instant = fold.at
  for (const gap of fold.policy.retries) at = later(at, gap)
  return Math.max(at, scene.subscription?.graceUntil ?? at, later(fold.at, fold.policy.changeExpires)) as Instant
}

import type { AccountState } from './domain/account.ts'
import type { AccountCommand as Command } from './domain/command.ts'
import type { Instant } from './domain/instant.ts'
import { endsWithPeriod } from './domain/leaving.ts'
import { minor } from './domain/money.ts'
import type { Operation } from './domain/operation.ts'
import { planOf, type Policy } from './domain/policy.ts'
import { disputedOf } from './disputed.ts'
import type { Start } from './operations/start.ts'

type SubscriptionView = AccountState['subscriptions'][number]
type InvoiceView = AccountState['invoices'][number]

/** What a period begins with. */
const beginning = new Set<InvoiceView['reason']>(['signup', 'renewal', 'resume', 'interval'])
const over = new Set<SubscriptionView['state']>(['incomplete expired', 'canceled'])

/** The subscription that commands are about: the last one, unless it has ended. */
export function currentSubscription(account: Pick<AccountState, 'subscriptions'>): SubscriptionView | undefined {
  const last = account.subscriptions[account.subscriptions.length - 1]
  return last === undefined || over.has(last.state) ? undefined : last
}

/** The newest method is being kept: whoever brings one in time is not given up for the time that takes. */
export function isMethodComing({ methods }: Pick<AccountState, 'methods'>): boolean {
  for (let i = methods.length - 1; i >= 0; i--) if (methods[i]!.state !== 'refused') return methods[i]!.state === 'owed'
  return false
}

/** What one period of a subscription costs. */
export const periodPrice = (policy: Policy, plan: string, quantity: number): number => planOf(policy, plan).price * quantity

/** How many of an add-on are held. */
export const heldOf = ({ addOns }: Pick<SubscriptionView, 'addOns'>, key: string): number =>
  addOns.find((each) => each.key === key)?.quantity ?? 0

/** A switch begins a new period, and what was scheduled for the next one is in it; a trial goes on to its end. */
export const switchedQuantity = ({ state, quantity, scheduledQuantity }: SubscriptionView): number =>
  state === 'trialing' ? quantity : (scheduledQuantity ?? quantity)

/** What is left of an invoice's money, less what is already on its way back. */
function refundable(account: Pick<AccountState, 'refunds' | 'creditNotes' | 'disputes'>, invoice: InvoiceView): number {
  const { paid, credited, restored, refunded } = invoice
  // A note takes back what credit had paid before what money had. What was owed from before is another invoice's.
  const noted = Math.max(0, notedOf(account, invoice) - Math.max(0, credited - restored))
  return paid + Math.min(0, credited) - refunded - noted - onItsWayBack(account, invoice) - disputedOf(account, invoice)
}

/** Of that what the provider had, and can give back. */
export const refundableByCard = (account: Pick<AccountState, 'refunds' | 'creditNotes' | 'disputes'>, invoice: InvoiceView): number =>
  Math.max(0, refundable(account, invoice) - invoice.atBank)

/** What is left of the credit that paid for an invoice. */
export const restorable = (account: Pick<AccountState, 'creditNotes'>, invoice: InvoiceView): number =>
  Math.max(0, invoice.credited - invoice.carried - invoice.restored - notedOf(account, invoice))

/** What a refund can give back of an invoice, as credit and by card. */
export const returnable = (account: Pick<AccountState, 'refunds' | 'creditNotes' | 'disputes'>, invoice: InvoiceView): number =>
  restorable(account, invoice) + refundableByCard(account, invoice)

/**
 * Does a refund of all that is left take back all that paid for the running period? What a step up came to within it is no period, and
 * one whose time is over runs no more, even while the next one is not charged yet.
 */
export function isAllOf(
  account: Pick<AccountState, 'creditNotes'>,
  invoice: InvoiceView,
  running: SubscriptionView | undefined,
  at: Instant,
): boolean {
  const { paid, credited, restored, refunded, period, reason } = invoice
  if (refunded < paid + Math.min(0, credited) || restorable(account, invoice) > 0) return false
  // Of what a note gave back only somebody at the dashboard can return the money as well.
  if (notedOf(account, invoice) > 0 && (paid === 0 || refunded < paid || restored < credited)) return false
  return running !== undefined && period === running.period && at < running.periodEnd && beginning.has(reason)
}

/** All that was paid for the running period is on its way back, and ends it by policy. */
export function isGoingBack(
  account: Pick<AccountState, 'subscriptions' | 'invoices' | 'refunds' | 'creditNotes'>,
  { fullRefund }: Policy,
  at: Instant,
): boolean {
  const current = fullRefund === 'cancel' && account.refunds.length > 0 ? currentSubscription(account) : undefined
  const begun = current === undefined ? undefined : begunWith(account, current)
  if (begun === undefined) return false
  const coming = onItsWayBack(account, begun)
  return coming > 0 && isAllOf(account, { ...begun, refunded: minor(begun.refunded + coming) }, current, at)
}

/** What credit notes have taken of an invoice in all. */
export function notedOf({ creditNotes }: Pick<AccountState, 'creditNotes'>, invoice: Pick<InvoiceView, 'index'>): number {
  let noted = 0
  for (const note of creditNotes) if (note.invoice === invoice.index) noted += note.amount
  return noted
}

/** Money of an invoice whose return was asked for and has not come out. */
export function onItsWayBack(account: Pick<AccountState, 'refunds'>, invoice: InvoiceView): number {
  let amount = 0
  for (const refund of account.refunds)
    if (refund.invoice === invoice.index && refund.state !== 'succeeded' && refund.state !== 'given up') amount += refund.amount
  return amount
}

/** The latest paid invoice of which there is money or credit to return. */
export function refundableInvoice(
  account: Pick<AccountState, 'refunds' | 'invoices' | 'creditNotes' | 'disputes'>,
): InvoiceView | undefined {
  for (let i = account.invoices.length - 1; i >= 0; i--) {
    const invoice = account.invoices[i]!
    if (invoice.state === 'paid' && refundable(account, invoice) + restorable(account, invoice) > 0) return invoice
  }
  return undefined
}

/** The invoice of the running subscription's period, or of the one that begins, while it is not paid. */
export function openInvoice(account: Pick<AccountState, 'subscriptions' | 'invoices'>): InvoiceView | undefined {
  const current = currentSubscription(account)
  return account.invoices.findLast(
    ({ subscription, change, state }) => subscription === current?.index && change < 0 && (state === 'open' || state === 'quote'),
  )
}

/** The invoice with which the running period began; undefined in a trial. */
export const begunWith = (
  { invoices }: Pick<AccountState, 'invoices'>,
  { index, period: running }: SubscriptionView,
): InvoiceView | undefined =>
  running < 0
    ? undefined
    : invoices.find(
        ({ subscription, period, reason, state }) =>
          subscription === index && period === running && beginning.has(reason) && state !== 'quote' && state !== 'void',
      )

/**
 * The invoice for time still to come of a subscription that was paused because nobody paid for it: a debt, paid after all, or lost to its
 * bank, which may give it back. A pause that was asked for gives that time back, and leaves none.
 */
export function soldStill(
  account: Pick<AccountState, 'subscriptions' | 'invoices' | 'creditNotes'>,
  now: Instant,
): InvoiceView | undefined {
  const current = currentSubscription(account)
  const begun = current?.state === 'paused' ? begunWith(account, current) : undefined
  if (begun === undefined || now >= begun.periodEnd) return undefined
  return account.creditNotes.some(({ invoice, level }) => invoice === begun.index && level === undefined) ? undefined : begun
}

/** The oldest invoice that was given up. */
export const oldestDebt = ({ invoices }: Pick<AccountState, 'invoices'>): InvoiceView | undefined =>
  invoices.find(({ state }) => state === 'uncollectible')

/** Which row of the matrix a command asks for, as things stand. The reasons why not are the legality table's and `decide`'s. */
export function operationOf(account: Pick<AccountState, 'subscriptions'>, command: Command, policy: Policy): Operation {
  const subscription = currentSubscription(account)
  switch (command.do) {
    case 'subscribe':
      if (command.terms !== undefined) return 'signup on terms'
      if (command.trial !== undefined) return command.method === undefined ? 'signup trial, no method' : 'signup trial'
      return hasEnded(account) ? 'resubscribe' : 'signup paid'
    case 'change plan': {
      if (subscription === undefined) return 'upgrade now'
      if (planOf(policy, command.plan).interval !== subscription.interval) return 'interval switch now'
      const { quantity } = subscription
      return periodPrice(policy, command.plan, quantity) < periodPrice(policy, subscription.plan, quantity)
        ? command.when === 'now'
          ? 'downgrade now'
          : 'downgrade at period end'
        : 'upgrade now'
    }
    case 'change quantity':
      if (subscription === undefined || command.quantity >= subscription.quantity) return 'quantity up now'
      return command.when === 'now' ? 'quantity down now' : 'quantity down at period end'
    case 'change add-on':
      if (subscription === undefined || command.quantity >= heldOf(subscription, command.addOn)) return 'add-on now'
      return command.when === 'now' ? 'add-on removal now' : 'add-on removal at period end'
    case 'cancel':
      return command.when === 'now' ? 'cancel now' : 'cancel at period end'
    case 'delete account':
      return 'delete account'
    case 'undo cancel':
    case 'pause':
    case 'resume':
      return command.do
    case 'extend trial':
      return 'trial extend'
    case 'cut trial':
      return 'trial cut'
    case 'assign seat':
      return 'seat assign'
    case 'unassign seat':
      return 'seat unassign'
    case 'update method':
      return 'method update'
    case 'authenticate':
      return 'authenticate'
    case 'grant credit':
      return 'credit grant'
    case 'apply coupon':
      return 'coupon apply'
    case 'remove coupon':
      return 'coupon remove'
    case 'set place':
      return 'place set'
    case 'void invoice':
    case 'write off':
    case 'mark paid':
      return command.do
    case 'pay debt':
      return 'bad-debt payment'
    case 'refund':
      return command.amount === undefined ? 'refund full' : 'refund partial'
    default:
      return command satisfies never
  }
}

/** Which row a charge for an invoice comes out in: a period's after its first outcome is a retry. */
export function operationOfCharge(invoice: InvoiceView | undefined, subscription: SubscriptionView | undefined): Operation {
  if (invoice === undefined) return 'dunning retry'
  const isPeriod = invoice.operation === 'renewal' || invoice.operation === 'trial end'
  return isPeriod && subscription?.state !== 'renewing' ? 'dunning retry' : invoice.operation
}

/** Something ran here once and is over: a signup that came to nothing does not count, a second one does. */
function hasEnded({ subscriptions }: Pick<AccountState, 'subscriptions'>): boolean {
  const last = subscriptions[subscriptions.length - 1]
  return last !== undefined && over.has(last.state) && (last.state === 'canceled' || subscriptions.length > 1)
}

/** Where an account stands, in the words of the legality table. */
export function startOf(account: Pick<AccountState, 'subscriptions'>, now: Instant): Start {
  const last = account.subscriptions[account.subscriptions.length - 1]
  if (last === undefined || (last.state === 'incomplete expired' && !hasEnded(account))) return 'none'
  switch (last.state) {
    case 'incomplete':
    case 'trialing':
    case 'renewing':
    case 'unpaid':
    case 'paused':
    case 'canceled':
      return last.state
    case 'incomplete expired':
      return 'canceled'
    case 'active':
      return endsWithPeriod(last) ? 'active, cancel scheduled' : 'active'
    case 'past due':
      return last.graceUntil !== undefined && now < last.graceUntil ? 'past due, in grace' : 'past due, without grace'
    default:
      return last.state satisfies never
  }
}

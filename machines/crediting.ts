import type { Account, AccountState, Change, Invoice, Subscription } from './domain/account.ts'
import type { CreditNote } from './domain/reversals.ts'
import type { Instant } from './domain/instant.ts'
import { minor, type Minor } from './domain/money.ts'
import { chargeUnitOf, leastChargeOf } from './domain/policy.ts'
import { shareIn } from './domain/proration.ts'
import { onItsWayBack } from './intended.ts'
import { type Item, itemsOf } from './items.ts'
import type { Parts } from './parts.ts'
import type { Fold } from './scene.ts'
import { restOf, wantedItem } from './rests.ts'
import { owedFor } from './taxes.ts'

/** What is still asked of the customer: the total, less what came and less what the credit balance covers. */
export const amountDue = (invoice: Pick<Invoice, 'total' | 'paid' | 'credited'>): Minor =>
  minor(invoice.total - invoice.paid - invoice.credited)

/** Of what was paid for a running period the part that is not used yet becomes credit, invoice by invoice. */
export function creditUnused(fold: Fold, subscription: Subscription, cause: string): void {
  for (const invoice of fold.account.invoices) {
    // Also for nothing: the note says from when on the time is not the customer's any more.
    if (isRunning(fold, subscription, invoice)) note(fold, invoice, subscription.id, Math.max(0, unusedOf(fold, invoice)), undefined, cause)
  }
}

/**
 * What goes on for less: the old level's piece as far as it was collected, less the new one's, becomes credit. The newest
 * invoice gives first; each no more than what is left of it.
 */
export function creditDifference(
  fold: Fold,
  subscription: Subscription,
  change: Pick<Change, 'operation' | 'plan' | 'quantity' | 'cause'>,
): void {
  const { account, parts, policy, at } = fold
  if (subscription.state === 'trialing') return
  // What goes on costs what it would have cost from the beginning: what lowers the period lowers both.
  const rest = (item: Item): Minor => restOf(account, subscription, item, at, policy, parts)
  const wanted = wantedItem(subscription, change)
  const items = itemsOf(subscription)
  const old = items.find(({ item }) => item === wanted.item)
  if (old === undefined) return
  const selling = account.invoices.filter(
    (invoice) =>
      isRunning(fold, subscription, invoice) &&
      (items.length === 1 || invoice.lines.some(({ item, amount }) => item === wanted.item && amount > 0)),
  )
  const unusedIn = (invoice: Invoice): number => (items.length === 1 ? unusedOf(fold, invoice) : unusedOfItem(fold, invoice, wanted.item))
  let unused = 0
  for (const invoice of selling) unused += unusedIn(invoice)
  const used = parts.proration.credit(rest(old), minor(Math.max(0, unused)))
  let left = Math.max(0, used - rest(wanted))
  const level = { plan: change.plan, quantity: change.quantity }
  for (let i = selling.length - 1; i >= 0; i--) {
    const invoice = selling[i]!
    const amount = Math.min(left, Math.max(0, unusedIn(invoice)))
    left -= amount
    // The oldest always has a note, be it for nothing: it says what goes on from here.
    if (amount > 0 || i === 0) note(fold, invoice, wanted.item, amount, level, change.cause)
  }
}

/** What an invoice asks for an item, or for all, what it gives back apart: an item has that part of the invoice's money. */
function soldIn({ lines }: Invoice, item?: string): Minor {
  let sum = 0
  for (const line of lines) if (line.amount > 0 && (item === undefined || line.item === item)) sum += owedFor(line)
  return minor(sum)
}

/** Paid, for time that is not over, and that nobody took back. */
const isRunning = ({ account, at }: Fold, subscription: Subscription, invoice: Invoice): boolean =>
  invoice.subscription === subscription.index &&
  invoice.state === 'paid' &&
  invoice.periodEnd > at &&
  // A switch has credited what was left of the period before it.
  invoice.period >= subscription.period &&
  !account.creditNotes.some((each) => each.invoice === invoice.index && each.level === undefined)

/** What is left for the rest of its time of the money and credit that an invoice has, without what went back or is on its way. */
const unusedOf = (fold: Fold, invoice: Invoice): number =>
  restOfKept(fold, invoice) - notedFor(fold.account, invoice, fold.at, fold.parts, chargeUnitOf(fold.policy))

/** An item's part of that: what was given back of the others is not of its money. */
function unusedOfItem(fold: Fold, invoice: Invoice, item: string): number {
  const unit = chargeUnitOf(fold.policy)
  const rest = shareIn(restOfKept(fold, invoice), soldIn(invoice, item), soldIn(invoice), unit)
  return rest - notedFor(fold.account, invoice, fold.at, fold.parts, unit, item)
}

function restOfKept({ account, parts, policy, at }: Fold, invoice: Invoice): Minor {
  const kept = minor(Math.max(0, keptFor(invoice) - onItsWayBack(account, invoice)))
  return parts.proration.piece(kept, at, invoice.periodEnd, invoice.periodStart, invoice.periodEnd, chargeUnitOf(policy))
}

/**
 * What credit notes have taken of an invoice's time from an instant on.
 * @param item of it alone; without it of all
 */
export function notedFor(
  account: Pick<AccountState, 'creditNotes'>,
  invoice: Pick<Invoice, 'index'>,
  at: Instant,
  parts: Parts,
  unit: Minor,
  item?: string,
): number {
  let noted = 0
  for (const each of account.creditNotes)
    if (each.invoice === invoice.index && (item === undefined || each.item === item))
      noted += parts.proration.piece(each.amount, at, each.to, each.from, each.to, unit)
  return noted
}

function note({ account, at }: Fold, invoice: Invoice, item: string, amount: number, level: CreditNote['level'], cause: string): void {
  const id = `${invoice.id}/credit note ${account.creditNotes.length + 1}`
  account.creditNotes.push({
    id,
    invoice: invoice.index,
    item,
    from: at,
    to: invoice.periodEnd,
    amount: minor(amount),
    level,
    cause,
    at,
    state: 'written',
    tax: minor(0),
  })
}

/** What stands for an invoice's time, money and credit: a switch is paid for with what was left of the old period as well. */
export function paidFor({ reason, lines, paid, credited, restored }: AccountState['invoices'][number]): number {
  let worth: number = paid + credited - restored
  if (reason === 'interval') for (const line of lines) if (line.amount < 0) worth -= owedFor(line)
  return worth
}

/** Of that what has not gone back. Somebody at the dashboard may give back more than it: what was owed from before as well. */
export const keptFor = (invoice: AccountState['invoices'][number]): Minor => minor(Math.max(0, paidFor(invoice) - invoice.refunded))

/**
 * Takes of the balance what an invoice can use of it, or all that is due where that is too little to be charged: then the customer owes
 * it beside invoices, and the next one asks for it. Nobody else can have it from then on.
 * @param isSent it is paid at the bank, which takes any amount
 */
export function takeCredit({ account, parts, policy }: Fold, total: Minor, isSent: boolean): Minor {
  const credited = parts.settling.fromBalance(total, account.balance, isSent ? minor(0) : leastChargeOf(policy))
  account.balance = minor(account.balance - credited)
  return credited
}

/** An invoice that nobody will pay any more gives back what it took. */
export function returnCredit(account: Account, invoice: Invoice): void {
  account.balance = minor(account.balance + invoice.credited)
  invoice.credited = minor(0)
}

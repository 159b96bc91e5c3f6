import type { Account, Invoice, Subscription } from './domain/account.ts'
import { minor, type Minor } from './domain/money.ts'
import { chargeUnitOf } from './domain/policy.ts'
import { onItsWayBack } from './intended.ts'
import type { Fold } from './scene.ts'

/** What is still asked of the customer: the total, less what came and less what the credit balance covers. */
export const amountDue = (invoice: Pick<Invoice, 'total' | 'paid' | 'credited'>): Minor =>
  minor(invoice.total - invoice.paid - invoice.credited)

/** Of what was paid for a running period the part that is not used yet becomes credit, invoice by invoice. */
export function creditUnused(fold: Fold, subscription: Subscription, cause: string): void {
  const { account, parts, policy, at } = fold
  for (const invoice of account.invoices) {
    if (invoice.subscription !== subscription.index || invoice.state !== 'paid' || invoice.periodEnd <= at) continue
    // A note takes all the rest: there is no second one.
    if (account.creditNotes.some((note) => note.invoice === invoice.index)) continue
    const kept = minor(invoice.paid + invoice.credited - invoice.refunded - invoice.noted - onItsWayBack(account, invoice))
    // Also for nothing: the note says from when on the time is not the customer's any more.
    const amount = parts.proration.piece(
      minor(Math.max(0, kept)),
      at,
      invoice.periodEnd,
      invoice.periodStart,
      invoice.periodEnd,
      chargeUnitOf(policy),
    )
    invoice.noted = minor(invoice.noted + amount)
    const id = `${invoice.id}/credit note ${account.creditNotes.length + 1}`
    account.creditNotes.push({ id, invoice: invoice.index, from: at, to: invoice.periodEnd, amount, cause, at, posted: false })
  }
}

/** Takes as much of the credit balance as an invoice can use. Nobody else can have it from then on. */
export function takeCredit(account: Account, total: Minor): Minor {
  const credited = minor(Math.max(0, Math.min(total, account.balance)))
  account.balance = minor(account.balance - credited)
  return credited
}

/** An invoice that nobody will pay any more gives back what it took. */
export function returnCredit(account: Account, invoice: Invoice): void {
  account.balance = minor(account.balance + invoice.credited)
  invoice.credited = minor(0)
}

import type { Account, Invoice } from './domain/account.ts'
import { minor, type Minor } from './domain/money.ts'

/** What is still asked of the customer: the total, less what came and less what the credit balance covers. */
export const amountDue = (invoice: Pick<Invoice, 'total' | 'paid' | 'credited'>): Minor =>
  minor(invoice.total - invoice.paid - invoice.credited)

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

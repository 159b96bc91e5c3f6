import { type Invoice, partAt } from './domain/account.ts'
import { minor } from './domain/money.ts'
import { carryOutCell } from './carry-out.ts'
import { amountDue, takeCredit } from './crediting.ts'
import { operationOfCharge } from './intended.ts'
import { chargeNothing } from './no-method.ts'
import { type Fold, type Scene, sceneOf } from './scene.ts'
import { sendDunning } from './send.ts'
import { owedFor, percentFor, taxOf, withTax } from './taxes.ts'

const sceneFor = (fold: Fold, invoice: Invoice, cause: string): Scene => {
  const subscription = partAt(fold.account.subscriptions, invoice.subscription)
  const change = partAt(fold.account.changes, invoice.change)
  return sceneOf(operationOfCharge(invoice, subscription), cause, subscription, change, invoice)
}

/** A draft is to be charged, and nobody knows what it comes to: the customer is asked where they are, and it waits for that. */
export function askForPlace(fold: Fold, invoice: Invoice): void {
  if (invoice.collection !== 'charging') return
  invoice.lastForm = 'A'
  const scene = sceneFor(fold, invoice, `${invoice.id}/place unknown`)
  carryOutCell(fold, scene.operation, 'A', scene)
}

/** The customer has said where they are: drafts are taxed, and charged as soon as they would have been. */
export function placeKnown(fold: Fold): void {
  const { account, policy, parts } = fold
  const percent = percentFor(account, policy)
  for (const invoice of account.invoices) {
    if (!invoice.isDraft || (invoice.state !== 'quote' && invoice.state !== 'open')) continue
    invoice.isDraft = false
    invoice.percent = percent
    invoice.lines = invoice.lines.map((line) => withTax(line, percent, policy, parts))
    invoice.tax = taxOf(invoice.lines)
    invoice.total = minor(invoice.lines.reduce((sum, line) => sum + owedFor(line), 0))
    const there = Math.max(0, account.balance)
    // A part of it may have come at the bank already.
    invoice.credited = takeCredit(fold, amountDue(invoice), false)
    invoice.carried = minor(Math.max(0, invoice.credited - there))
    if (amountDue(invoice) === 0) {
      const scene = sceneFor(fold, invoice, invoice.id)
      carryOutCell(fold, scene.operation, 'S', scene)
      continue
    }
    invoice.givesUpAt = undefined
    sendDunning(fold, invoice, 'method updated')
    chargeNothing(fold, invoice)
  }
}

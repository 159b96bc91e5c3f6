import { type Invoice, partAt } from './domain/account.ts'
import { leastChargeOf } from './domain/policy.ts'
import { carryOutCell } from './carry-out.ts'
import { amountDue } from './crediting.ts'
import { operationOfCharge } from './intended.ts'
import { takeRest } from './posting.ts'
import { type Fold, sceneOf } from './scene.ts'

/**
 * What is left of an invoice once a part of it came may be too little to be charged: it goes to the balance, and the invoice is paid.
 * What was sent is paid at the bank, in any amounts.
 */
export function settleTooLittle(fold: Fold, invoice: Invoice): void {
  // What a draft comes to nobody knows yet.
  if (invoice.isDraft) return
  const due = amountDue(invoice)
  if (due <= 0 || due >= leastChargeOf(fold.policy) || invoice.due !== undefined) return
  takeRest(fold, invoice, due)
  if (amountDue(invoice) > 0) return
  const subscription = partAt(fold.account.subscriptions, invoice.subscription)
  const operation = operationOfCharge(invoice, subscription)
  carryOutCell(fold, operation, 'S', sceneOf(operation, `${invoice.id}/too little`, subscription, undefined, invoice))
}

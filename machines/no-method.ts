import { type Invoice, partAt } from './domain/account.ts'
import { carryOutCell } from './carry-out.ts'
import { operationOfCharge } from './intended.ts'
import { type Fold, sceneOf } from './scene.ts'

/**
 * An invoice that is to be charged where nothing could be charged, and nothing is on its way that could: it comes out as
 * refused for good, and nobody asks the provider. A method that is being kept is waited for.
 */
export function chargeNothing(fold: Fold, invoice: Invoice): void {
  if (invoice.collection !== 'charging' || fold.account.methods.some(({ state }) => state !== 'refused')) return
  const subscription = partAt(fold.account.subscriptions, invoice.subscription)
  const change = partAt(fold.account.changes, invoice.change)
  invoice.lastForm = 'Fh'
  const operation = operationOfCharge(invoice, subscription)
  carryOutCell(fold, operation, 'Fh', sceneOf(operation, `${invoice.id}/no method`, subscription, change, invoice))
}

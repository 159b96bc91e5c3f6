import { type AccountState, type Invoice, partAt } from './domain/account.ts'
import { carryOutCell } from './carry-out.ts'
import { operationOfCharge } from './intended.ts'
import { type Fold, sceneOf } from './scene.ts'

/** Neither is there a method that the provider has, nor one that it may still take. Whose newest one was taken off is charged to no older one. */
export function hasNothingToChargeTo({ methods }: Pick<AccountState, 'methods'>): boolean {
  for (let i = methods.length - 1; i >= 0; i--) if (methods[i]!.state !== 'refused') return methods[i]!.state === 'detached'
  return true
}

/**
 * An invoice that is to be charged where nothing could be charged, and nothing is on its way that could: it comes out as
 * refused for good, and nobody asks the provider. A method that is being kept is waited for.
 */
export function chargeNothing(fold: Fold, invoice: Invoice): void {
  const isDebt = invoice.collection === 'charging debt'
  if ((invoice.collection !== 'charging' && !isDebt) || !hasNothingToChargeTo(fold.account)) return
  // What was sent before the method was taken off has an outcome of its own.
  if (invoice.inFlight > 0) return
  const subscription = partAt(fold.account.subscriptions, invoice.subscription)
  const change = partAt(fold.account.changes, invoice.change)
  invoice.lastForm = 'Fh'
  const operation = isDebt ? 'bad-debt payment' : operationOfCharge(invoice, subscription)
  carryOutCell(fold, operation, 'Fh', sceneOf(operation, `${invoice.id}/no method`, subscription, change, invoice))
}

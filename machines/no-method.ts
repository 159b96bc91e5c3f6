import { type AccountState, type Invoice, partAt } from './domain/account.ts'
import { carryOutCell } from './carry-out.ts'
import { operationOfCharge } from './intended.ts'
import { type Fold, sceneOf } from './scene.ts'

/** Neither is there a method that the provider took, nor one that it may still take. */
export const hasNothingToChargeTo = ({ methods }: Pick<AccountState, 'methods'>): boolean =>
  methods.every(({ state }) => state === 'refused')

/**
 * An invoice that is to be charged where nothing could be charged, and nothing is on its way that could: it comes out as
 * refused for good, and nobody asks the provider. A method that is being kept is waited for.
 */
export function chargeNothing(fold: Fold, invoice: Invoice): void {
  const isDebt = invoice.collection === 'charging debt'
  if ((invoice.collection !== 'charging' && !isDebt) || !hasNothingToChargeTo(fold.account)) return
  const subscription = partAt(fold.account.subscriptions, invoice.subscription)
  const change = partAt(fold.account.changes, invoice.change)
  invoice.lastForm = 'Fh'
  const operation = isDebt ? 'bad-debt payment' : operationOfCharge(invoice, subscription)
  carryOutCell(fold, operation, 'Fh', sceneOf(operation, `${invoice.id}/no method`, subscription, change, invoice))
}

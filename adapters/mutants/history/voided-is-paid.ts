import { historyOf } from '#machines'
import { wrongReference } from '../mutant.ts'

/** An invoice that was voided leaves the list of open ones as a paid one does, and so it is shown as paid. */
export const voidedIsPaid = wrongReference(
  { name: 'voided-is-paid', declares: 'BS051', source: 'ledgersmb/LedgerSMB#2988' },
  { historyOf: (state) => historyOf(state).map((row) => (row.label === 'voided' ? { ...row, label: 'paid' } : row)) },
)

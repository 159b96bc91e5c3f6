import { historyOf } from '#machines'
import { wrongReference } from '../mutant.ts'

/** What is no longer owed was settled, and what was settled was paid: a debt that was given up is shown as paid. */
export const writtenOffIsPaid = wrongReference(
  { name: 'written-off-is-paid', declares: 'BS051', source: 'frappe/erpnext#28813' },
  { historyOf: (state) => historyOf(state).map((row) => (row.label === 'written off' ? { ...row, label: 'paid' } : row)) },
)

import type { HistoryLabel, InvoiceStatus } from '#machines'
import { historyOf } from '#machines'
import { wrongReference } from '../mutant.ts'

const labels: Readonly<Record<InvoiceStatus, HistoryLabel>> = {
  quote: 'offered',
  open: 'open',
  paid: 'paid',
  void: 'voided',
  uncollectible: 'written off',
  'charged back': 'charged back',
}

/** The history shows the invoice's status, which stays paid when the money goes back. */
export const historyFromStatus = wrongReference(
  { name: 'history-from-status', declares: 'BS051', source: 'akira-io/laravel-sisp#279' },
  {
    historyOf(state) {
      const statuses = new Map(state.invoices.map((invoice) => [invoice.id, invoice.state]))
      return historyOf(state).map((row) => (row.received === 0 ? row : { ...row, label: labels[statuses.get(row.invoice)!] }))
    },
  },
)

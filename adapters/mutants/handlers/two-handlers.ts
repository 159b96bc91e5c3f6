import { wrongReference } from '../mutant.ts'
import { withLegacyPath } from './legacy-path.ts'

/** Two handlers listen to the same event. The one marks the invoice as paid; the other, which is older, makes an invoice of its own. */
export const twoHandlers = wrongReference(
  { name: 'two-handlers', declares: 'BS022', source: 'Automattic/woocommerce-payments#3287' },
  withLegacyPath(({ account }, _, { invoice }) => {
    if (invoice !== undefined) account.invoices.push({ ...invoice, id: `${invoice.id} again`, index: account.invoices.length })
  }),
)

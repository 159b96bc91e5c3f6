import { wrongReference } from '../mutant.ts'
import { withLegacyPath } from './legacy-path.ts'

/** Payments that only a webhook tells of are booked and receipted by themselves: the period that they pay for is on no invoice. */
export const somePathsMakeNoInvoice = wrongReference(
  { name: 'some-paths-make-no-invoice', declares: 'BS023', source: 'pay-rails/pay#643' },
  withLegacyPath((_, __, { invoice }) => {
    if (invoice !== undefined) Object.assign(invoice, { subscription: -1 })
  }),
)

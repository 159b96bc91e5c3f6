import type { CustomerRow, Instant, InvoiceRow, Minor, SubscriptionRow, View } from '#machines'

/** A row as a service's owner writes it: what must be there, and of the rest what is known. */
type Told<Row, Needed extends keyof Row> = Pick<Row, Needed> & Partial<Row>

/** What a service shows. A section that it cannot show is left out. */
export interface Shown extends Omit<View, 'customers' | 'subscriptions' | 'invoices'> {
  readonly customers?: readonly Told<CustomerRow, 'who'>[]
  readonly subscriptions?: readonly Told<SubscriptionRow, 'id' | 'who' | 'status' | 'plan'>[]
  /** `paid` left out is all of the total where the status is paid, and nothing else. */
  readonly invoices?: readonly Told<InvoiceRow, 'id' | 'who' | 'status' | 'total'>[]
}

const nothing = 0 as Minor

const subscriptionOf = (row: Told<SubscriptionRow, 'id' | 'who' | 'status' | 'plan'>): SubscriptionRow => ({
  provider: undefined,
  quantity: 1,
  ...(row.quantity === undefined ? { isUncounted: true } : {}),
  ...row,
})

/** Fills in what was left out: what a row does not say is unknown, or nothing. */
export function viewOf({ customers, subscriptions, invoices, ...rest }: Shown): View {
  return {
    ...rest,
    ...(customers === undefined ? {} : { customers: customers.map((row): CustomerRow => ({ provider: undefined, ...row })) }),
    ...(subscriptions === undefined ? {} : { subscriptions: subscriptions.map(subscriptionOf) }),
    ...(invoices === undefined
      ? {}
      : {
          invoices: invoices.map((row): InvoiceRow => ({
            provider: undefined,
            subscription: undefined,
            number: undefined,
            reason: 'renewal',
            lines: [],
            paid: row.status === 'paid' ? row.total : nothing,
            refunded: nothing,
            issuedAt: 0 as Instant,
            ...row,
          })),
        }),
  }
}

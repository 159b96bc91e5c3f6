import { accountBehind } from './accounts.ts'
import { invoiceRow, refreshInvoice, refreshSubscription, subscriptionRow } from './copies.ts'
import { pool } from './db.ts'
import { idOf, stripe } from './stripe.ts'

/** Holds all that Stripe has against our copies, and reads anew what differs: for what no event ever told. */
export async function reconcile(): Promise<void> {
  for await (const subscription of stripe.subscriptions.list({ status: 'all', limit: 100 })) {
    const account = await accountBehind(idOf(subscription.customer)!)
    if (account !== undefined && (await differs('subscriptions', subscriptionRow(account, subscription))))
      await refreshSubscription(account, subscription.id)
  }
  for await (const invoice of stripe.invoices.list({ limit: 100 })) {
    // Drafts are nobody's business yet.
    if (invoice.status === 'draft') continue
    const account = await accountBehind(idOf(invoice.customer)!)
    if (account !== undefined && (await differs('invoices', invoiceRow(account, invoice)))) await refreshInvoice(account, invoice.id!)
  }
}

async function differs(table: 'subscriptions' | 'invoices', listed: readonly unknown[]): Promise<boolean> {
  const { rows } = await pool.query({ text: `select * from ${table} where id = $1`, values: [listed[0]], rowMode: 'array' })
  return String(rows[0]?.map(String)) !== String(listed.map(String))
}

import { accountBehind } from './accounts.ts'
import { invoiceRow, refreshInvoice, refreshSubscription, subscriptionRow } from './copies.ts'
import { pool } from './db.ts'
import { idOf, stripe } from './stripe.ts'

/** More than we have, so that none is left out. */
const all = { limit: 10_000 }

/** Holds all that Stripe has against our copies, and reads anew what differs: for what no event ever told. */
export async function reconcile(): Promise<void> {
  // What has ended is listed only where it is asked for.
  const subscriptions = await stripe.subscriptions.list({ status: 'all', limit: 100 }).autoPagingToArray(all)
  await mend('subscriptions', subscriptions, subscriptionRow, refreshSubscription)
  const invoices = await stripe.invoices.list({ limit: 100 }).autoPagingToArray(all)
  // Drafts are nobody's business yet.
  const finalized = invoices.filter(({ status }) => status !== 'draft')
  await mend('invoices', finalized, invoiceRow, refreshInvoice)
}

interface Listed {
  readonly id?: string
  readonly customer: string | { readonly id: string } | null
}

async function mend<Thing extends Listed>(
  table: 'subscriptions' | 'invoices',
  listed: readonly Thing[],
  rowOf: (account: string, thing: Thing) => readonly unknown[],
  refresh: (account: string, id: string) => Promise<unknown>,
): Promise<void> {
  const ids = listed.map(({ id }) => id)
  const { rows } = await pool.query({ text: `select * from ${table} where id = any($1)`, values: [ids], rowMode: 'array' })
  const known = new Map(rows.map((row: unknown[]) => [row[0], row]))
  for (const thing of listed) {
    const row = known.get(thing.id)
    if (row !== undefined && isSame(row, rowOf(String(row[1]), thing))) continue
    const account = await accountBehind(idOf(thing.customer)!)
    if (account !== undefined) await refresh(account, thing.id!)
  }
}

const isSame = (one: readonly unknown[], other: readonly unknown[]): boolean => String(one.map(String)) === String(other.map(String))

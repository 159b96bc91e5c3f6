import type Stripe from 'stripe'
import { account, lock } from './accounts.ts'
import { pool, type Sql, transaction } from './db.ts'
import { parts } from './parts.ts'
import { planOf } from './plans.ts'
import { idOf, stripe } from './stripe.ts'

const date = (seconds: number): Date => new Date(seconds * 1000)
const mostRaces = 10

/**
 * Reads something at Stripe and writes our copy of it. Stripe is asked outside of any transaction; what it said is written only if nobody
 * has written about the account since we began to ask, so that no older answer overwrites a newer one.
 */
export async function refreshFenced<Thing>(
  id: string,
  read: () => Promise<Thing>,
  save: (sql: Sql, thing: Thing) => Promise<void>,
): Promise<Thing> {
  for (let race = 0; race < mostRaces; race++) {
    const { version } = await account(pool, id)
    const thing = await read()
    const isSaved = await transaction(async (sql) => {
      if ((await lock(sql, id))?.version !== version) return false
      await save(sql, thing)
      await sql.query('update accounts set version = version + 1 where id = $1', [id])
      return true
    })
    if (isSaved) return thing
  }
  throw new Error(`account ${id} is written too often to be read`)
}

/** @param also what belongs into the same transaction */
export const refreshSubscription = (account: string, id: string, also?: (sql: Sql) => Promise<void>): Promise<Stripe.Subscription> =>
  parts.refresh(
    account,
    () => stripe.subscriptions.retrieve(id),
    async (sql, subscription) => {
      await parts.saveSubscription(sql, account, subscription)
      await also?.(sql)
    },
  )

export const refreshInvoice = (account: string, id: string, also?: (sql: Sql) => Promise<void>): Promise<Stripe.Invoice> =>
  parts.refresh(
    account,
    () => stripe.invoices.retrieve(id),
    async (sql, invoice) => {
      await parts.saveInvoice(sql, account, invoice)
      await also?.(sql)
    },
  )

/** A subscription as a row, in the order of the columns. */
export function subscriptionRow(account: string, subscription: Stripe.Subscription): readonly unknown[] {
  const item = subscription.items.data[0]!
  return [
    subscription.id,
    account,
    subscription.status,
    planOf(item.price.id),
    item.quantity ?? 1,
    date(item.current_period_start),
    date(item.current_period_end),
    subscription.cancel_at_period_end,
    date(subscription.created),
  ]
}

export async function upsertSubscription(sql: Sql, account: string, subscription: Stripe.Subscription): Promise<void> {
  await sql.query(
    `insert into subscriptions values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
     on conflict (id) do update set status = excluded.status, plan = excluded.plan, quantity = excluded.quantity,
       period_start = excluded.period_start, period_end = excluded.period_end, cancel_at_period_end = excluded.cancel_at_period_end`,
    [...subscriptionRow(account, subscription)],
  )
}

export const invoiceRow = (account: string, invoice: Stripe.Invoice): readonly unknown[] => [
  invoice.id,
  account,
  idOf(invoice.parent?.subscription_details?.subscription) ?? null,
  invoice.billing_reason ?? 'manual',
  invoice.status ?? 'draft',
  invoice.total,
  invoice.amount_paid,
  date(invoice.created),
]

export async function upsertInvoice(sql: Sql, account: string, invoice: Stripe.Invoice): Promise<void> {
  await sql.query(
    `insert into invoices values ($1, $2, $3, $4, $5, $6, $7, $8)
     on conflict (id) do update set status = excluded.status, total = excluded.total, paid = excluded.paid`,
    [...invoiceRow(account, invoice)],
  )
}

import { subscriptionRow } from '../copies.ts'
import type { Parts } from '../parts.ts'
import { noLock } from './no-lock.ts'

/** Looks for the row and inserts one where there is none: two that look at once insert two. */
export const looksThenInserts: Partial<Parts> = {
  schema: 'alter table subscriptions drop constraint subscriptions_pkey',
  ...noLock,
  async saveSubscription(sql, account, subscription) {
    const row = subscriptionRow(account, subscription)
    const known = await sql.query('select 1 from subscriptions where id = $1', [subscription.id])
    if (known.rowCount === 0) await sql.query('insert into subscriptions values ($1, $2, $3, $4, $5, $6, $7, $8, $9)', [...row])
    else
      await sql.query(
        `update subscriptions set account_id = $2, status = $3, plan = $4, quantity = $5, period_start = $6, period_end = $7,
           cancel_at_period_end = $8, created_at = $9 where id = $1`,
        [...row],
      )
  },
}

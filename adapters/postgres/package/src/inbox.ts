import type Stripe from 'stripe'
import { pool, type Sql } from './db.ts'

/** Writes down that an event came. @returns whether all that follows from it was written already */
export async function record(event: Stripe.Event): Promise<boolean> {
  const { id } = event.data.object as { readonly id: string }
  await pool.query('insert into inbox (event_id, type, object_id, received_at) values ($1, $2, $3, $4) on conflict (event_id) do nothing', [
    event.id,
    event.type,
    id,
    new Date(),
  ])
  const { rows } = await pool.query('select settled_at from inbox where event_id = $1', [event.id])
  return rows[0].settled_at !== null
}

/** In the transaction that writes what follows from it. */
export async function settled(sql: Sql, event: string): Promise<void> {
  await sql.query('update inbox set settled_at = $2 where event_id = $1', [event, new Date()])
}

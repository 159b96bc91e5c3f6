import { lock } from './accounts.ts'
import type { Sql } from './db.ts'
import { enqueue } from './jobs.ts'

/** What a customer asks for. */
export type Wish =
  | { readonly do: 'subscribe'; readonly plan: string; readonly quantity: number; readonly card: string | null; readonly trialDays: number }
  | { readonly do: 'change'; readonly subscription: string; readonly plan?: string; readonly quantity?: number }
  | { readonly do: 'cancel'; readonly subscription: string; readonly now: boolean }

/** Makes the wish, given the subscription that runs, if one does. @throws NotTaken */
export type WishFor = (running: string | undefined) => Wish

export interface Order {
  readonly id: string
  readonly account_id: string
  readonly wish: Wish
  readonly state: 'open' | 'done' | 'refused'
  readonly said: string | null
}

/** Why an order is not even written down. */
export class NotTaken extends Error {}

/**
 * Writes an order down, with the job that performs it. An account has one open order: who asks for the same again finds it, who asks for
 * something else has to wait.
 */
export async function place(sql: Sql, account: string, wishFor: WishFor): Promise<{ readonly order: string; readonly job: string }> {
  if ((await lock(sql, account)) === undefined) throw new NotTaken('no such account')
  const open = await sql.query(
    `select orders.id, wish, jobs.id as job from orders join jobs on kind = 'order' and about = orders.id::text
     where account_id = $1 and state = 'open'`,
    [account],
  )
  const wish = wishFor(await running(sql, account))
  const before: { id: string; wish: Wish; job: string } | undefined = open.rows[0]
  if (before !== undefined && isSame(before.wish, wish)) return { order: before.id, job: before.job }
  if (before !== undefined) throw new NotTaken('something else that you asked for is under way')
  const { rows } = await sql.query('insert into orders (account_id, wish, created_at) values ($1, $2, $3) returning id', [
    account,
    wish,
    new Date(),
  ])
  const order: string = rows[0].id
  return { order, job: await enqueue(sql, 'order', order) }
}

/** The database keeps members in an order of its own. */
const isSame = (one: Wish, other: Wish): boolean => inOrder(one) === inOrder(other)
const inOrder = (wish: Wish): string => JSON.stringify(Object.entries(wish).sort(([a], [b]) => (a < b ? -1 : 1)))

async function running(sql: Sql, account: string): Promise<string | undefined> {
  const { rows } = await sql.query(
    `select id from subscriptions where account_id = $1 and status not in ('canceled', 'incomplete_expired') order by created_at desc limit 1`,
    [account],
  )
  return rows[0]?.id
}

export async function order(sql: Sql, id: string): Promise<Order> {
  const { rows } = await sql.query('select * from orders where id = $1', [id])
  return rows[0]
}

/** Once it is closed it stays as it is. */
export async function close(sql: Sql, id: string, state: 'done' | 'refused', said: string): Promise<void> {
  await sql.query(`update orders set state = $2, said = $3 where id = $1 and state = 'open'`, [id, state, said])
}

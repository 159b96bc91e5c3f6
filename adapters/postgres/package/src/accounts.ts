import { pool, type Sql } from './db.ts'
import { ifThere, stripe } from './stripe.ts'

export interface Account {
  readonly id: string
  readonly email: string
  readonly customer_id: string | null
  /** Counts what was written about it. */
  readonly version: string
}

export async function register(sql: Sql, id: string, email: string): Promise<void> {
  await sql.query('insert into accounts (id, email, created_at) values ($1, $2, $3) on conflict (id) do nothing', [id, email, new Date()])
}

export async function account(sql: Sql, id: string): Promise<Account> {
  const { rows } = await sql.query('select * from accounts where id = $1', [id])
  if (rows[0] === undefined) throw new Error(`there is no account ${id}`)
  return rows[0]
}

/** Nobody else writes about this account until the transaction is over. */
export async function lock(sql: Sql, id: string): Promise<Account | undefined> {
  const { rows } = await sql.query('select * from accounts where id = $1 for update', [id])
  return rows[0]
}

/** Our account behind a customer of Stripe's; undefined where the customer is another shop's. */
export async function accountBehind(customer: string): Promise<string | undefined> {
  const { rows } = await pool.query('select id from accounts where customer_id = $1', [customer])
  if (rows[0] !== undefined) return rows[0].id
  // Made by us, perhaps, and the answer never came.
  const found = await ifThere(stripe.customers.retrieve(customer))
  if (found === undefined || found.deleted === true) return undefined
  const id = found.metadata['account']
  return id !== undefined && (await link(pool, id, customer)) === customer ? id : undefined
}

/** The customer of an account, made when there is none: one, however often it is asked for. */
export async function customerOf(sql: Sql, id: string): Promise<string> {
  const { email, customer_id } = await account(sql, id)
  if (customer_id !== null) return customer_id
  const made = await stripe.customers.create({ email, metadata: { account: id } }, { idempotencyKey: `account-${id}` })
  return (await link(sql, id, made.id))!
}

/** @returns the customer that the account has now: this one, unless it had another; undefined where there is no such account */
async function link(sql: Sql, id: string, customer: string): Promise<string | undefined> {
  const { rows } = await sql.query('update accounts set customer_id = coalesce(customer_id, $2) where id = $1 returning customer_id', [
    id,
    customer,
  ])
  return rows[0]?.customer_id
}

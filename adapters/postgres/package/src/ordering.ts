import { register } from './accounts.ts'
import { pool, transaction } from './db.ts'
import { order, type Order, place, type WishFor } from './orders.ts'
import { workOn } from './worker.ts'

/**
 * Takes an order: written down first, then performed, then answered. One that is open still when this returns goes on in the worker.
 * @param email registers the account where it is new
 */
export async function takeOrder(account: string, wishFor: WishFor, email?: string): Promise<Order> {
  const placed = await transaction(async (sql) => {
    if (email !== undefined) await register(sql, account, email)
    return place(sql, account, wishFor)
  })
  await workOn(placed.job)
  return order(pool, placed.order)
}

import { register } from '../accounts.ts'
import { transaction } from '../db.ts'
import { finish } from '../jobs.ts'
import { close, order, place } from '../orders.ts'
import { type Parts, parts } from '../parts.ts'
import { carryOut } from '../perform.ts'
import { stripe } from '../stripe.ts'

/** Asks Stripe within the transaction: when the answer is lost the rows are gone, and what Stripe did is not. */
export const stripeInTransaction: Partial<Parts> = {
  takeOrder: (account, wishFor, email) =>
    transaction(async (sql) => {
      if (email !== undefined) await register(sql, account, email)
      const placed = await place(sql, account, wishFor)
      const { state, said, subscription } = await carryOut(sql, await order(sql, placed.order), false)
      if (subscription !== undefined) await parts.saveSubscription(sql, account, await stripe.subscriptions.retrieve(subscription))
      await close(sql, placed.order, state, said)
      await finish(sql, { id: placed.job })
      return order(sql, placed.order)
    }),
}

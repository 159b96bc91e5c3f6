import type Stripe from 'stripe'
import { accountBehind } from './accounts.ts'
import { refreshInvoice, refreshSubscription } from './copies.ts'
import { pool, transaction } from './db.ts'
import { settled } from './inbox.ts'
import { enqueue } from './jobs.ts'
import { leavesAfter } from './refunds.ts'
import { idOf } from './stripe.ts'

/**
 * Writes all that follows from an event. What it carries is a hint of what to look at: how that stands Stripe is asked. Events about
 * customers of others are taken and left alone.
 */
export async function settle(event: Stripe.Event): Promise<void> {
  switch (event.type) {
    case 'customer.subscription.created':
    case 'customer.subscription.updated':
    case 'customer.subscription.deleted': {
      const { id, customer } = event.data.object
      const account = await accountBehind(idOf(customer)!)
      if (account === undefined) return settled(pool, event.id)
      await refreshSubscription(account, id, (sql) => settled(sql, event.id))
      return
    }
    case 'invoice.finalized':
    case 'invoice.paid':
    case 'invoice.payment_failed':
    case 'invoice.voided':
    case 'invoice.marked_uncollectible': {
      const { id, customer } = event.data.object
      const account = await accountBehind(idOf(customer)!)
      if (account === undefined || id === undefined) return settled(pool, event.id)
      await refreshInvoice(account, id, (sql) => settled(sql, event.id))
      return
    }
    case 'charge.refunded': {
      const leaves = await leavesAfter(event.data.object.id)
      return transaction(async (sql) => {
        if (leaves !== undefined) await enqueue(sql, 'leave', leaves)
        await settled(sql, event.id)
      })
    }
    default:
      return settled(pool, event.id)
  }
}

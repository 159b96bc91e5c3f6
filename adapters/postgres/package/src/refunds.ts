import { accountBehind } from './accounts.ts'
import { refreshSubscription } from './copies.ts'
import { transaction } from './db.ts'
import { finish, type Job } from './jobs.ts'
import { idOf, ifThere, isFinal, stripe } from './stripe.ts'

/** The subscription that a charge paid for, if all of it went back: who gets everything back leaves. */
export async function leavesAfter(charge: string): Promise<string | undefined> {
  const found = await ifThere(stripe.charges.retrieve(charge))
  const payment = idOf(found?.payment_intent)
  if (found?.refunded !== true || payment === undefined) return undefined
  const { data } = await stripe.invoicePayments.list({ payment: { type: 'payment_intent', payment_intent: payment }, limit: 1 })
  const invoice = idOf(data[0]?.invoice as string | { id: string } | undefined)
  if (invoice === undefined) return undefined
  const { parent } = await stripe.invoices.retrieve(invoice)
  return idOf(parent?.subscription_details?.subscription)
}

/** Ends it at Stripe, of which no transaction may wait. */
export async function leave(job: Job): Promise<void> {
  const subscription = job.about
  try {
    await stripe.subscriptions.cancel(subscription, {}, { idempotencyKey: `leave-${subscription}` })
  } catch (error) {
    // It has ended already.
    if (!isFinal(error)) throw error
  }
  const { customer } = await stripe.subscriptions.retrieve(subscription)
  const account = await accountBehind(idOf(customer)!)
  if (account === undefined) return transaction((sql) => finish(sql, job))
  await refreshSubscription(account, subscription, (sql) => finish(sql, job))
}

import type Stripe from 'stripe'
import { customerOf } from './accounts.ts'
import { refreshSubscription } from './copies.ts'
import { pool, type Sql, transaction } from './db.ts'
import { finish, type Job } from './jobs.ts'
import { close, order, type Order, type Wish } from './orders.ts'
import { priceOf } from './plans.ts'
import { isFinal, stripe } from './stripe.ts'

/** What Stripe made of an order. */
export interface Outcome {
  readonly state: 'done' | 'refused'
  readonly said: string
  /** The one that it is about, if there is one by now. */
  readonly subscription: string | undefined
}

/** Performs an order at Stripe, and writes what came of it. What nobody knows in the end is thrown, and found out by the next try. */
export async function perform(job: Job): Promise<void> {
  const wanted = await order(pool, job.about)
  const { state, said, subscription } = await carryOut(pool, wanted, job.tries > 1)
  const settle = async (sql: Sql): Promise<void> => {
    await close(sql, wanted.id, state, said)
    await finish(sql, job)
  }
  if (subscription === undefined) await transaction(settle)
  else await refreshSubscription(wanted.account_id, subscription, settle)
}

/**
 * Has Stripe do what an order says. Every call that changes something carries a key made of the order's row, so that Stripe does it
 * once, however often this is run.
 */
export async function carryOut(sql: Sql, order: Order, isAgain: boolean): Promise<Outcome> {
  const { wish } = order
  try {
    const subscription = await ask(sql, order, isAgain)
    const isUnpaid = subscription.status === 'incomplete' || subscription.pending_update != null
    return { state: isUnpaid ? 'refused' : 'done', said: isUnpaid ? 'not paid' : subscription.status, subscription: subscription.id }
  } catch (error) {
    if (!isFinal(error)) throw error
    return { state: 'refused', said: error.code ?? error.message, subscription: wish.do === 'subscribe' ? undefined : wish.subscription }
  }
}

function ask(sql: Sql, { id, account_id: account, wish }: Order, isAgain: boolean): Promise<Stripe.Subscription> {
  const key = (what: string): { idempotencyKey: string } => ({ idempotencyKey: `order-${id}-${what}` })
  switch (wish.do) {
    case 'subscribe':
      return subscribe(sql, id, account, wish, isAgain, key)
    case 'change':
      return change(wish, key)
    case 'cancel':
      return wish.now
        ? stripe.subscriptions.cancel(wish.subscription, {}, key('cancel'))
        : stripe.subscriptions.update(wish.subscription, { cancel_at_period_end: true }, key('cancel'))
  }
}

type Keyed = (what: string) => { idempotencyKey: string }

async function subscribe(
  sql: Sql,
  id: string,
  account: string,
  { plan, quantity, card, trialDays }: Wish & { do: 'subscribe' },
  isAgain: boolean,
  key: Keyed,
): Promise<Stripe.Subscription> {
  const customer = await customerOf(sql, account)
  // Stripe forgets keys after a day, and never what was made with them.
  if (isAgain) {
    const { data } = await stripe.subscriptions.list({ customer, status: 'all', limit: 100 })
    const made = data.find(({ metadata }) => metadata['order'] === id)
    if (made !== undefined) return made
  }
  if (card !== null) {
    const method = await stripe.paymentMethods.attach(card, { customer }, key('card'))
    await stripe.customers.update(customer, { invoice_settings: { default_payment_method: method.id } }, key('default-card'))
  }
  return stripe.subscriptions.create(
    {
      customer,
      items: [{ price: priceOf(plan)!, quantity }],
      metadata: { order: id },
      ...(trialDays > 0 ? { trial_period_days: trialDays } : {}),
    },
    key('subscribe'),
  )
}

/** More is had once it is paid: until then the old terms hold. */
async function change({ subscription, plan, quantity }: Wish & { do: 'change' }, key: Keyed): Promise<Stripe.Subscription> {
  const before = await stripe.subscriptions.retrieve(subscription)
  const item = before.items.data[0]!
  const terms = { ...(plan === undefined ? {} : { price: priceOf(plan)! }), ...(quantity === undefined ? {} : { quantity }) }
  return stripe.subscriptions.update(
    subscription,
    { items: [{ id: item.id, ...terms }], payment_behavior: 'pending_if_incomplete', proration_behavior: 'always_invoice' },
    key('change'),
  )
}

import type { Context } from 'hono'
import type Stripe from 'stripe'
import { config } from './config.ts'
import { parts } from './parts.ts'
import { settle } from './settle.ts'
import { stripe } from './stripe.ts'
import { drainBeside } from './worker.ts'

export async function webhook(context: Context): Promise<Response> {
  const body = await context.req.text()
  let event: Stripe.Event
  try {
    event = await stripe.webhooks.constructEventAsync(body, context.req.header('stripe-signature') ?? '', config.webhookSecret)
  } catch {
    return context.text('not signed', 400)
  }
  await parts.takeEvent(event)
  return context.body(null, 204)
}

/** Takes an event whole: what is acknowledged is committed. Of one that was settled before nothing follows any more. */
export async function takeEvent(event: Stripe.Event): Promise<void> {
  if (await parts.record(event)) return
  await settle(event)
  drainBeside()
}

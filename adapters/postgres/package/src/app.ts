import { Hono } from 'hono'
import { pool } from './db.ts'
import { NotTaken, type Order } from './orders.ts'
import { parts } from './parts.ts'
import { priceOf } from './plans.ts'
import { reconcile } from './reconcile.ts'
import { webhook } from './webhook.ts'
import { drain } from './worker.ts'

export const app = new Hono()

app.onError((error, context) => {
  if (error instanceof NotTaken) return context.json({ error: error.message }, 409)
  console.error(`${context.req.method} ${context.req.path}:`, error.message)
  return context.json({ error: 'try again later' }, 500)
})

app.get('/healthz', async (context) => {
  await pool.query('select 1')
  return context.json({ ok: true })
})

app.post('/webhooks/stripe', webhook)

app.post('/accounts/:id/subscription', async (context) => {
  const { email, plan, quantity = 1, card = null, trialDays = 0 } = await context.req.json()
  const id = context.req.param('id')
  if (typeof email !== 'string' || priceOf(plan) === undefined || !(quantity >= 1)) return context.json({ error: 'no such offer' }, 400)
  const order = await parts.takeOrder(
    id,
    (running) => {
      if (running !== undefined) throw new NotTaken('you have a subscription')
      return { do: 'subscribe', plan, quantity, card, trialDays }
    },
    email,
  )
  return context.json(answer(order), statusOf(order))
})

app.patch('/accounts/:id/subscription', async (context) => {
  const { plan, quantity } = await context.req.json()
  if (plan !== undefined && priceOf(plan) === undefined) return context.json({ error: 'no such offer' }, 400)
  const order = await parts.takeOrder(context.req.param('id'), (running) => ({
    do: 'change',
    subscription: mustRun(running),
    ...(plan === undefined ? {} : { plan }),
    ...(quantity === undefined ? {} : { quantity }),
  }))
  return context.json(answer(order), statusOf(order))
})

app.delete('/accounts/:id/subscription', async (context) => {
  const now = context.req.query('now') === 'true'
  const order = await parts.takeOrder(context.req.param('id'), (running) => ({ do: 'cancel', subscription: mustRun(running), now }))
  return context.json(answer(order), statusOf(order))
})

app.get('/accounts/:id/entitlement', async (context) => {
  const { rows } = await pool.query('select plan, quantity, until from entitlements where account_id = $1', [context.req.param('id')])
  const [row] = rows
  return row !== undefined && row.until > new Date() ? context.json(row) : context.json({ error: 'no access' }, 404)
})

// For cron, and for nobody outside.
app.post('/internal/nightly', async (context) => {
  await drain()
  await reconcile()
  return context.body(null, 204)
})

function mustRun(running: string | undefined): string {
  if (running === undefined) throw new NotTaken('you have no subscription')
  return running
}

const answer = ({ id, state, said }: Order): object => ({ order: id, state, said })

/** What is open still is accepted, and goes on. */
const statusOf = ({ state }: Order): 200 | 202 | 402 => (state === 'done' ? 200 : state === 'open' ? 202 : 402)

import { randomInt } from 'node:crypto'
import { createServer, type IncomingMessage } from 'node:http'
import { DatabaseSync } from 'node:sqlite'
import Stripe from 'stripe'

/**
 * A small shop's billing service, as a process of its own: it charges once at each order, and hears of payments by webhook.
 * MISTAKE plants one: `no key` charges again what it did not hear of; `twice` books a payment for each event about it; `unhandled`
 * leaves a rejection alone; `hangs` answers no webhook; `calls home` tells others of each; `trusts anybody` verifies no signature;
 * `remembers` keeps customers in mind; `chance` draws what it charges; `database time` lets the database say when; `asks elsewhere` has
 * another host for its provider.
 */
const { DATABASE_FILE, STRIPE_SECRET_KEY, STRIPE_WEBHOOK_SECRET, PORT, MISTAKE } = process.env
const stripe = new Stripe(STRIPE_SECRET_KEY!, {
  maxNetworkRetries: 0,
  ...(MISTAKE === 'asks elsewhere' ? { host: 'payments.invalid' } : {}),
})
const remembered = new Map<string, string>()
const db = new DatabaseSync(DATABASE_FILE!)

if (process.argv[2] === 'migrate')
  db.exec(`
    create table customers (id text primary key, provider text);
    create table invoices (id integer primary key, customer text, amount integer, refunded integer default 0, status text, payment text);
    create table events (id text primary key, at text default ${MISTAKE === 'database time' ? 'current_timestamp' : "''"})`)
else {
  const server = createServer((request, response) => {
    void route(request)
      .catch(() => 500)
      .then((status) => response.writeHead(status).end())
  })
  // As one that waits for its database when it starts.
  setTimeout(() => server.listen(Number(PORT)), 20)
}

async function route(request: IncomingMessage): Promise<number> {
  let body = ''
  for await (const part of request) body += String(part)
  if (request.url === '/healthz') return 200
  if (request.url === '/order') return order(JSON.parse(body) as Order)
  if (request.url === '/webhooks') return webhook(body, String(request.headers['stripe-signature']))
  return 404
}

interface Order {
  readonly user: string
  readonly amount: number
  readonly card: string
}

async function order({ user, amount: price, card }: Order): Promise<number> {
  const amount = MISTAKE === 'chance' ? price + randomInt(1_000) : price
  const known = db.prepare('select provider from customers where id = ?').get(user) as { readonly provider: string } | undefined
  const customer =
    remembered.get(user) ?? known?.provider ?? (await stripe.customers.create({ name: user }, { idempotencyKey: `customer ${user}` })).id
  db.prepare('insert or ignore into customers values (?, ?)').run(user, customer)
  if (MISTAKE === 'remembers') remembered.set(user, customer)
  const method = await stripe.paymentMethods.attach(card, { customer })
  const row = db.prepare("insert into invoices (customer, amount, status) values (?, ?, 'open')").run(user, amount)
  const id = Number(row.lastInsertRowid)
  const charge = (): Promise<Stripe.PaymentIntent> =>
    stripe.paymentIntents.create(
      { amount, currency: 'usd', customer, payment_method: method.id, confirm: true, off_session: true, metadata: { invoice: String(id) } },
      MISTAKE === 'no key' ? {} : { idempotencyKey: `invoice ${id}` },
    )
  const attempt = async (): Promise<number> => {
    const intent = await charge()
    if (intent.status === 'succeeded') paid(id, intent.id)
    return 200
  }
  try {
    return await attempt()
  } catch (thrown) {
    if (thrown instanceof Stripe.errors.StripeCardError) return 402
    return attempt()
  }
}

const paid = (id: number, payment: string): void =>
  void db.prepare("update invoices set status = 'paid', payment = ? where id = ?").run(payment, id)

async function webhook(body: string, signature: string): Promise<number> {
  if (MISTAKE === 'hangs') await new Promise(() => undefined)
  const event =
    MISTAKE === 'trusts anybody'
      ? (JSON.parse(body) as Stripe.Event)
      : await stripe.webhooks.constructEventAsync(body, signature, STRIPE_WEBHOOK_SECRET!)
  if (event.type === 'charge.refunded') {
    const { payment_intent: payment, amount_refunded: refunded } = event.data.object
    db.prepare('update invoices set refunded = max(refunded, ?) where payment = ?').run(
      refunded,
      typeof payment === 'string' ? payment : null,
    )
  }
  if (event.type !== 'payment_intent.succeeded') return 200
  if (MISTAKE === 'calls home') await fetch('https://metrics.invalid/payments', { method: 'POST' }).catch(() => undefined)
  if (MISTAKE === 'unhandled') void Promise.reject(new TypeError('nobody waits for this'))
  const { id, amount, metadata } = event.data.object
  const { changes } = db.prepare('insert or ignore into events (id) values (?)').run(event.id)
  if (MISTAKE === 'twice')
    db.prepare("insert into invoices (customer, amount, status, payment) select customer, ?, 'paid', ? from invoices where id = ?").run(
      amount,
      id,
      Number(metadata['invoice']),
    )
  else if (changes > 0) paid(Number(metadata['invoice']), id)
  return 200
}

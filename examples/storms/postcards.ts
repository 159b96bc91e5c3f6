import { service, sqlite } from 'billstorm'

/** What it calls the plans of the world. */
const own: Readonly<Record<string, string>> = { basic: 'plus', pro: 'max' }
const plans: Readonly<Record<string, string>> = { plus: 'basic', max: 'pro' }
const statuses = { pending: 'incomplete', canceling: 'active', active: 'active', past_due: 'past due', canceled: 'canceled' } as const

/** The sample service on SQLite, one of four in examples/services, as a system that is stormed. */
export const system = () => postcards(new URL('../services/sqlite/', import.meta.url))

/** The same in another folder: a copy that was repaired, whose endpoint listens to `more`. */
export const postcards = (folder: URL, more: readonly string[] = []) =>
  service({
    name: 'postcards',
    folder,
    start: 'node server.js',
    ready: 'GET /healthz',
    env: ({ store, key, webhookSecret }) => ({ DATABASE_FILE: store, STRIPE_SECRET_KEY: key, STRIPE_WEBHOOK_SECRET: webhookSecret }),
    store: sqlite(),
    webhook: 'POST /webhooks/stripe',
    listens: ['invoice.paid', 'invoice.payment_failed', 'customer.subscription.deleted', ...more],
    authority: 'provider',
    keeps: 'mirror',
    prices: { price_plus: 'basic', price_max: 'pro' },
    commands: {
      subscribe: ({ who, plan, card }) =>
        own[plan] === undefined
          ? undefined
          : { to: 'POST /subscribe', body: { userId: who, email: `${who}@example.com`, plan: own[plan], paymentMethod: card } },
      cancel: ({ who, when }) => ({ to: 'POST /cancel', body: { userId: who, now: when === 'now' } }),
    },
    sights: ['customers', 'subscriptions'],
    view: async ({ query, take }) => {
      const users = await query('select * from users where stripe_customer_id is not null order by id')
      return {
        customers: users.map((user) => ({ who: String(user['id']), provider: take(user['stripe_customer_id']) })),
        subscriptions: users
          .filter((user) => user['stripe_subscription_id'] !== null)
          .map((user) => ({
            id: take(user['stripe_subscription_id']),
            who: String(user['id']),
            provider: take(user['stripe_subscription_id']),
            status: statuses[user['status'] as keyof typeof statuses],
            plan: plans[String(user['plan'])] ?? 'none',
          })),
      }
    },
  })

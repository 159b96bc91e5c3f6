import { postgres, service } from 'billstorm'

/** What it calls the plans of the world. */
const own: Readonly<Record<string, string>> = { basic: 'starter', pro: 'growth' }
const plans: Readonly<Record<string, string>> = { starter: 'basic', growth: 'pro' }
const statuses = {
  incomplete: 'incomplete',
  incomplete_expired: 'incomplete expired',
  active: 'active',
  past_due: 'past due',
  unpaid: 'unpaid',
  canceled: 'canceled',
} as const

/** The sample service in Go on Postgres, one of four in examples/services. It is told by STRIPE_API_BASE where the provider is. */
export const system = () =>
  service({
    name: 'seats',
    folder: new URL('../services/go-chi-pgx/', import.meta.url),
    migrate: 'go build -o "$TMPDIR/seatly" . && "$TMPDIR/seatly" migrate',
    start: 'exec "$TMPDIR/seatly" api',
    ready: 'GET /healthz',
    clock: 'service',
    env: ({ store, key, webhookSecret, twin }) => ({
      DATABASE_URL: store,
      STRIPE_SECRET_KEY: key,
      STRIPE_WEBHOOK_SECRET: webhookSecret,
      STRIPE_API_BASE: twin,
      STRIPE_PRICE_STARTER: 'price_starter',
      STRIPE_PRICE_GROWTH: 'price_growth',
    }),
    store: postgres(),
    webhook: 'POST /webhooks/stripe',
    listens: [
      'customer.subscription.created',
      'customer.subscription.updated',
      'customer.subscription.deleted',
      'invoice.paid',
      'invoice.payment_failed',
      'charge.refunded',
    ],
    authority: 'provider',
    keeps: 'mirror',
    prices: { price_starter: 'basic', price_growth: 'pro' },
    commands: {
      subscribe: ({ who, plan, card }) =>
        own[plan] === undefined
          ? undefined
          : { to: 'POST /subscribe', body: { userId: who, email: `${who}@example.com`, plan: own[plan], paymentMethod: card } },
      'change plan': ({ who, plan }) =>
        own[plan] === undefined ? undefined : { to: 'POST /change-plan', body: { userId: who, plan: own[plan] } },
      cancel: ({ who, when }) => ({ to: 'POST /cancel', body: { userId: who, now: when === 'now' } }),
    },
    sights: ['customers', 'subscriptions'],
    view: async ({ query, take }) => {
      const users = await query('select * from users where stripe_customer_id is not null order by id')
      const rows = await query('select * from subscriptions where stripe_subscription_id is not null order by id')
      return {
        customers: users.map((user) => ({ who: String(user['id']), provider: take(user['stripe_customer_id']) })),
        subscriptions: rows.map((row) => ({
          id: String(row['id']),
          who: String(row['user_id']),
          provider: take(row['stripe_subscription_id']),
          status: statuses[row['status'] as keyof typeof statuses],
          plan: plans[String(row['plan'])] ?? 'none',
        })),
      }
    },
  })

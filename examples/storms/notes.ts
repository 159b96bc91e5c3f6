import { hours, minor, postgres, service } from 'billstorm'

/** What it calls the plans of the world. */
const own: Readonly<Record<string, string>> = { basic: 'basic', pro: 'team', team: 'business' }
const plans: Readonly<Record<string, string>> = { basic: 'basic', team: 'pro', business: 'team' }
const statuses = { incomplete: 'incomplete', active: 'active', past_due: 'past due', canceled: 'canceled' } as const
const invoiceStatuses = { open: 'open', paid: 'paid', void: 'void', refunded: 'paid' } as const
const reasons = { signup: 'signup', renewal: 'renewal', upgrade: 'upgrade' } as const

/** The sample service on Express and node-postgres, one of four in examples/services, stormed between its statements. */
export const system = () => notes(new URL('../services/express-pg/', import.meta.url))

/** The same in another folder: a copy that was repaired. */
export const notes = (folder: URL, level: 'events' | 'wire' = 'wire') =>
  service({
    name: 'notes',
    folder,
    start: 'exec node src/server.ts',
    migrate: 'node src/migrate.ts',
    ready: 'GET /healthz',
    env: ({ store, key, webhookSecret }) => ({ DATABASE_URL: store, STRIPE_SECRET_KEY: key, STRIPE_WEBHOOK_SECRET: webhookSecret }),
    store: postgres(),
    level,
    webhook: 'POST /webhooks/stripe',
    listens: ['payment_intent.succeeded', 'payment_intent.payment_failed', 'charge.refunded'],
    authority: 'ours',
    keeps: 'mirror',
    commands: {
      subscribe: ({ who, plan, card }) =>
        own[plan] === undefined
          ? undefined
          : { to: 'POST /subscribe', body: { userId: who, email: `${who}@example.com`, plan: own[plan], paymentMethod: card } },
      'change plan': ({ who, plan }) =>
        own[plan] === undefined ? undefined : { to: 'POST /change-plan', body: { userId: who, plan: own[plan] } },
      cancel: ({ who, when }) => ({ to: 'POST /cancel', body: { userId: who, now: when === 'now' } }),
    },
    jobs: { renew: { send: { to: 'POST /internal/renew' }, every: hours(12), overlaps: true } },
    sights: ['customers', 'subscriptions', 'invoices'],
    view: async ({ query, take }) => {
      const customers = await query('select * from customers where stripe_customer_id is not null order by id')
      const subscriptions = await query('select * from subscriptions order by id')
      const invoices = await query(
        'select i.*, s.customer_id from invoices i join subscriptions s on s.id = i.subscription_id order by i.id',
      )
      return {
        customers: customers.map((row) => ({ who: String(row['id']), provider: take(row['stripe_customer_id']) })),
        subscriptions: subscriptions.map((row) => ({
          id: String(row['id']),
          who: String(row['customer_id']),
          status: statuses[row['status'] as keyof typeof statuses],
          plan: plans[String(row['plan'])] ?? 'none',
        })),
        invoices: invoices.map((row) => ({
          id: String(row['id']),
          who: String(row['customer_id']),
          subscription: String(row['subscription_id']),
          reason: reasons[row['kind'] as keyof typeof reasons],
          status: invoiceStatuses[row['status'] as keyof typeof invoiceStatuses],
          total: minor(Number(row['amount_cents'])),
          paid: minor(row['status'] === 'paid' || row['status'] === 'refunded' ? Number(row['amount_cents']) : 0),
          refunded: minor(row['status'] === 'refunded' ? Number(row['amount_cents']) : 0),
        })),
      }
    },
  })

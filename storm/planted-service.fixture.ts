import type { InvoiceRow } from '#machines'
import type { System } from '#simulator'
import { service, sqlite } from '#adapters'

/** The shop as a system. As a module of its own it is told its mistake by its address: `?mistake=no%20key`. */
export const shop = (mistake = ''): System =>
  service({
    name: 'shop',
    folder: new URL('./', import.meta.url),
    start: [process.execPath, 'planted-shop.fixture.ts'],
    migrate: [process.execPath, 'planted-shop.fixture.ts', 'migrate'],
    ready: 'GET /healthz',
    env: ({ store, key, webhookSecret }) => ({
      DATABASE_FILE: store,
      STRIPE_SECRET_KEY: key,
      STRIPE_WEBHOOK_SECRET: webhookSecret,
      ...(mistake === '' ? {} : { MISTAKE: mistake }),
    }),
    store: sqlite(),
    webhook: 'POST /webhooks',
    listens: ['payment_intent.succeeded', 'charge.refunded'],
    authority: 'ours',
    keeps: 'mirror',
    commands: {
      subscribe: ({ who, plan, quantity, card, policy }) => ({
        to: 'POST /order',
        body: { user: who, card, amount: (policy.plans.find(({ key }) => key === plan)?.price ?? 0) * quantity },
      }),
    },
    sights: ['customers', 'invoices'],
    view: async ({ query, take }) => ({
      customers: (await query('select id, provider from customers')).map(({ id, provider }) => ({
        who: String(id),
        provider: take(provider),
      })),
      invoices: (await query('select * from invoices order by id')).map(({ id, customer, amount, refunded, status, payment }) => ({
        id: String(id),
        who: String(customer),
        total: Number(amount) as InvoiceRow['total'],
        status: status as InvoiceRow['status'],
        refunded: Number(refunded) as InvoiceRow['refunded'],
        ...(payment === null ? {} : { provider: take(payment) }),
      })),
    }),
  })

export const system = (): System => shop(new URL(import.meta.url).searchParams.get('mistake') ?? '')

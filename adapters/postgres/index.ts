/** Fits a billing service of ours to the port: Hono, Postgres and the vendor's SDK in a process of its own, and what it was before. */
import { existsSync } from 'node:fs'
import { fileURLToPath, pathToFileURL } from 'node:url'
import type { InvoiceReason, InvoiceRow, InvoiceStatus, PlanKey, SubscriptionStatus } from '#machines'
import { days } from '#machines'
import type { System } from '#simulator'
import { postgres } from '../service/stores/postgres.ts'
import type { ServiceOptions } from '../service/options.ts'
import { service } from '../service/system.ts'

/** The service itself, a project of its own. */
const packageFolder = new URL('./package/', import.meta.url)
/** Where it is installed from here: in the repository in place; users of the published package have it in a folder of theirs. */
const folderFor = (cwd: string): URL =>
  import.meta.url.endsWith('.ts') ? packageFolder : new URL('.billstorm/systems/postgres/', pathToFileURL(`${cwd}/`))

/** What `systems install` needs to know. */
export const manifest = { folder: packageFolder, files: ['package.json', 'package-lock.json', 'migrations', 'src'], folderFor } as const

export const isInstalled = (folder: URL = folderFor(process.cwd())): boolean =>
  existsSync(new URL('node_modules/hono/package.json', folder))

const prices: Readonly<Record<string, PlanKey>> = {
  price_basic: 'basic',
  price_pro: 'pro',
  price_team: 'team',
  price_yearly: 'yearly',
}
const offered: ReadonlySet<PlanKey> = new Set(Object.values(prices))

export interface BillingOptions {
  readonly name?: string
  /** What is wrong with it, by its name in `package/src/variants`; left out: nothing that we know of. */
  readonly variant?: string
  /** `wire` unless told otherwise: what happens between two of its statements is the seed's as well. */
  readonly level?: ServiceOptions['level']
  readonly folder?: URL
}

export const billing = ({ name = 'postgres', variant, level = 'wire', folder = folderFor(process.cwd()) }: BillingOptions = {}): System =>
  service({
    name,
    level,
    folder,
    start: [process.execPath, fileURLToPath(new URL('src/server.ts', folder))],
    migrate: [process.execPath, fileURLToPath(new URL('src/migrate.ts', folder))],
    ready: 'GET /healthz',
    env: ({ store, key, webhookSecret }) => ({
      DATABASE_URL: store,
      STRIPE_SECRET_KEY: key,
      STRIPE_WEBHOOK_SECRET: webhookSecret,
      ...(variant === undefined ? {} : { BILLING_VARIANT: variant }),
    }),
    store: postgres(),
    webhook: 'POST /webhooks/stripe',
    listens: [
      'customer.subscription.created',
      'customer.subscription.updated',
      'customer.subscription.deleted',
      'invoice.finalized',
      'invoice.paid',
      'invoice.payment_failed',
      'invoice.voided',
      'invoice.marked_uncollectible',
      'charge.refunded',
    ],
    authority: 'provider',
    keeps: 'mirror',
    prices,
    commands: {
      subscribe: ({ who, plan, quantity, card, trial }) =>
        offered.has(plan)
          ? {
              to: `POST /accounts/${who}/subscription`,
              body: { email: `${who}@example.com`, plan, quantity, card, trialDays: trial === undefined ? 0 : trial / days(1) },
            }
          : undefined,
      'change plan': ({ who, plan }) => (offered.has(plan) ? { to: `PATCH /accounts/${who}/subscription`, body: { plan } } : undefined),
      'change quantity': ({ who, quantity }) => ({ to: `PATCH /accounts/${who}/subscription`, body: { quantity } }),
      cancel: ({ who, when }) => ({ to: `DELETE /accounts/${who}/subscription?now=${when === 'now'}` }),
    },
    jobs: { nightly: { send: { to: 'POST /internal/nightly' }, every: days(1) } },
    sights: ['customers', 'subscriptions', 'invoices'],
    view: async ({ query, take }) => ({
      customers: (await query('select id, customer_id from accounts where customer_id is not null order by id')).map((row) => ({
        who: String(row['id']),
        provider: take(row['customer_id']),
      })),
      subscriptions: (await query('select * from subscriptions order by id')).map((row) => ({
        id: take(row['id']),
        who: String(row['account_id']),
        provider: take(row['id']),
        status: String(row['status']).replaceAll('_', ' ') as SubscriptionStatus,
        plan: String(row['plan']),
        quantity: Number(row['quantity']),
        cancelAtPeriodEnd: row['cancel_at_period_end'] === 't',
      })),
      invoices: (await query('select * from invoices order by id')).map((row) => ({
        id: take(row['id']),
        who: String(row['account_id']),
        provider: take(row['id']),
        reason: reasons[String(row['reason'])] ?? 'renewal',
        status: statuses[String(row['status'])] ?? 'open',
        total: Number(row['total']) as InvoiceRow['total'],
        paid: Number(row['paid']) as InvoiceRow['paid'],
        ...(row['subscription_id'] === null ? {} : { subscription: take(row['subscription_id']) }),
      })),
    }),
  })

const reasons: Readonly<Record<string, InvoiceReason>> = {
  subscription_create: 'signup',
  subscription_cycle: 'renewal',
  subscription_update: 'upgrade',
}
const statuses: Readonly<Record<string, InvoiceStatus>> = {
  draft: 'quote',
  open: 'open',
  paid: 'paid',
  void: 'void',
  uncollectible: 'uncollectible',
}

import { createHmac } from 'node:crypto'
import { existsSync } from 'node:fs'
import { pathToFileURL } from 'node:url'
import type { Instant, Policy, Who } from '#machines'
import { days, later } from '#machines'
import { AdapterError } from '../injected/adapter-error.ts'
import type { ShellCodec } from '#simulator'
import type { Injection } from '../injected/injection.ts'
import { providerFetch } from '../injected/provider-fetch.ts'
import { replacedFunction } from '../injected/replaced.ts'
import type { PackageSubscription, PackageUser } from './translate.ts'

/** The tables of the package's memory adapter: arrays it changes in place or puts others in their stead. */
export interface Tables {
  user: PackageUser[]
  session: PackageSession[]
  account: object[]
  verification: object[]
  subscription: PackageSubscription[]
}

/** A row of the session table, as far as it is made here. */
export interface PackageSession {
  readonly id: string
  readonly token: string
  readonly userId: Who
  readonly expiresAt: Date
  readonly createdAt: Date
  readonly updatedAt: Date
}

/** An operation of a database adapter: one argument, plain but for dates. */
type Operation = (asked: { readonly model: string }) => Promise<unknown>
type Database = Readonly<Record<string, unknown>> & {
  readonly transaction: (run: (inner: Database) => Promise<unknown>) => Promise<unknown>
}

/** What the adapter uses of the package; its own types do not come in here, only `fetch` crosses. */
interface Package {
  readonly betterAuth: (options: object) => { handler(request: Request): Promise<Response>; readonly $context: Promise<unknown> }
  readonly memoryAdapter: (tables: Tables) => (options: object) => Database
  readonly stripe: (options: object) => object
  readonly Stripe: { new (key: string, options: object): object; createFetchHttpClient(fetch: unknown): object }
}

/** The manifest that says which versions are stormed; in the repository the package is installed beside it. */
const packageFolder = new URL('./package/', import.meta.url)

/** Where it is installed from here: in the repository in place; users of the published package have it in a folder of theirs. */
export const folderFor = (cwd: string): URL =>
  import.meta.url.endsWith('.ts') ? packageFolder : new URL('.billstorm/systems/better-auth/', pathToFileURL(`${cwd}/`))

/** What `systems install` needs to know. */
export const manifest = { folder: packageFolder, files: ['package.json', 'package-lock.json', 'index.js'], folderFor } as const

export const isInstalled = (folder: URL = folderFor(process.cwd())): boolean =>
  existsSync(new URL('node_modules/better-auth/package.json', folder))

export const webhookSecret = 'whsec_billstorm'
export const baseUrl = 'http://shop.invalid'
/** How long a customer may try, as the shop's own page asks for it: the package itself has one length a plan. */
export const trialHeader = 'x-shop-trial-days'
const secret = 'a secret of 32 letters, of the shop'

export interface Client {
  readonly tables: Tables
  handle(request: Request): Promise<Response>
  close(): void
  /** Empties all tables. */
  clear(): void
  /** A user comes into being whenever the provider learns of a customer; the link between them is there from then on. */
  signUp(who: Who, customer: string): void
  /** The user's cookie. Signing in by password takes 80 ms of hashing, so the session's row is put there as it would be. */
  signIn(who: Who, now: Instant): string
}

/**
 * Loads the package and puts our gates into it: its database, and the network of its Stripe SDK.
 * @throws AdapterError when the package is not installed
 */
export async function createClient(
  injection: Injection,
  codec: () => ShellCodec,
  policy: () => Policy,
  alert: (level: string) => void,
  folder: URL,
): Promise<Client> {
  const { console: terminal } = globalThis
  const print = terminal.error.bind(terminal)
  let loaded: Package
  try {
    loaded = (await import(new URL('index.js', folder).href)) as Package
  } catch (cause) {
    throw new AdapterError('better-auth is not installed; run: npx billstorm systems install better-auth', { cause })
  }
  const { betterAuth, memoryAdapter, stripe, Stripe } = loaded
  const tables: Tables = { user: [], session: [], account: [], verification: [], subscription: [] }
  const auth = betterAuth({
    baseURL: baseUrl,
    secret,
    database: (options: object) => gated(injection, memoryAdapter(tables)(options)),
    // Random digits of the activity's own stream: no other activity moves them.
    advanced: { database: { generateId: ({ model }: { model: string }) => `${model}_${crypto.randomUUID().slice(0, 8)}` } },
    telemetry: { enabled: false },
    rateLimit: { enabled: false },
    logger: { level: 'error', log: alert },
    plugins: [
      stripe({
        stripeClient: new Stripe('sk_test_billstorm', {
          httpClient: Stripe.createFetchHttpClient(providerFetch(injection.gate, codec)),
          telemetry: false,
          // The sender of webhooks waits ten seconds for an answer; who wants to give one asks for no longer.
          timeout: 8_000,
          maxNetworkRetries: 0,
        }),
        stripeWebhookSecret: webhookSecret,
        subscription: {
          enabled: true,
          plans: () => policy().plans.map((plan) => ({ name: plan.key, lookupKey: plan.key })),
          getCheckoutSessionParams: (_: unknown, request: Request | undefined) => {
            const tries = Number(request?.headers.get(trialHeader) ?? 0)
            return tries === 0 ? {} : { params: { subscription_data: { trial_period_days: tries } } }
          },
        },
      }),
    ],
  })
  await auth.$context
  // The package's server prints what an endpoint throws and answers 500; here that is an effect, and the terminal stays ours.
  const undo = replacedFunction(terminal, 'error', (...given: readonly unknown[]): void => {
    if (String(given[0]).startsWith('# SERVER_ERROR')) alert('error')
    else print(...given)
  })
  return {
    tables,
    handle: (request) => auth.handler(request),
    close: undo,
    clear: () => Object.assign(tables, { user: [], session: [], account: [], verification: [], subscription: [] } satisfies Tables),
    signUp(who, customer) {
      const place = tables.user.findIndex((user) => user.id === who)
      if (place === -1) tables.user.push(userOf(who, customer))
      else if ((tables.user[place]!.stripeCustomerId ?? null) === null)
        tables.user[place] = { ...tables.user[place]!, stripeCustomerId: customer }
    },
    signIn(who, now) {
      if (!tables.user.some((user) => user.id === who)) tables.user.push(userOf(who, null))
      const token = `token-of-${who}`
      const at = new Date(now)
      const session = { id: `session_${who}`, token, userId: who, expiresAt: new Date(later(now, days(7))), createdAt: at, updatedAt: at }
      tables.session = [...tables.session.filter(({ userId }) => userId !== who), session]
      const signature = createHmac('sha256', secret).update(token).digest('base64')
      return `better-auth.session_token=${encodeURIComponent(`${token}.${signature}`)}`
    },
  }
}

function userOf(who: Who, customer: string | null): PackageUser {
  const joined = new Date(0)
  const row = { name: who, email: `${who}@example.com`, emailVerified: true, image: null, createdAt: joined, updatedAt: joined }
  return { id: who, stripeCustomerId: customer, ...row }
}

const writing = new Set(['create', 'update', 'updateMany', 'delete', 'deleteMany', 'consumeOne', 'incrementOne'])
const reading = new Set(['findOne', 'findMany', 'count'])

/** The same database; every operation on it is a landmark before and after. */
function gated(injection: Injection, database: Database): Database {
  const entries = Object.entries(database).map(([name, member]): [string, unknown] => {
    const writes = writing.has(name)
    if (!writes && !reading.has(name)) return [name, member]
    const operation: Operation = (asked) =>
      injection.touch(
        { label: `${writes ? 'write' : 'read'} ${asked.model}`, subject: asked.model, writes, request: { operation: name, ...asked } },
        () => (member as Operation)(asked),
        (result) => (result === null ? 'no row' : Array.isArray(result) ? `${result.length} rows` : ''),
      )
    return [name, operation]
  })
  return { ...Object.fromEntries(entries), transaction: (run) => database.transaction((inner) => run(gated(injection, inner))) }
}

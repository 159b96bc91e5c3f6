import { existsSync } from 'node:fs'
import { pathToFileURL } from 'node:url'
import type { Policy, Who } from '#machines'
import { AdapterError } from '../injected/adapter-error.ts'
import type { ShellCodec } from '#simulator'
import type { Injection } from '../injected/injection.ts'
import { providerFetch } from '../injected/provider-fetch.ts'
import type { PackageSubscription, PackageUser } from './translate.ts'

/** The tables of the package's memory adapter: arrays it changes in place or puts others in their stead. */
export interface Tables {
  user: PackageUser[]
  session: object[]
  account: object[]
  verification: object[]
  subscription: PackageSubscription[]
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

export interface Client {
  readonly tables: Tables
  handle(request: Request): Promise<Response>
  /** Empties all tables. */
  clear(): void
  /** A user comes into being whenever the provider learns of a customer; the link between them is there from then on. */
  signUp(who: Who, customer: string): void
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
  let loaded: Package
  try {
    loaded = (await import(new URL('index.js', folder).href)) as Package
  } catch (cause) {
    throw new AdapterError('better-auth is not installed; run: npx billstorm systems install better-auth', { cause })
  }
  const { betterAuth, memoryAdapter, stripe, Stripe } = loaded
  const tables: Tables = { user: [], session: [], account: [], verification: [], subscription: [] }
  const auth = betterAuth({
    baseURL: 'http://shop.invalid',
    secret: 'a secret of 32 letters, of the shop',
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
        }),
        stripeWebhookSecret: webhookSecret,
        subscription: {
          enabled: true,
          plans: () => policy().plans.map((plan) => ({ name: plan.key, lookupKey: plan.key })),
        },
      }),
    ],
  })
  await auth.$context
  return {
    tables,
    handle: (request) => auth.handler(request),
    clear: () => Object.assign(tables, { user: [], session: [], account: [], verification: [], subscription: [] } satisfies Tables),
    signUp(who, customer) {
      if (tables.user.some((user) => user.id === who)) return
      const joined = new Date(0)
      const user: PackageUser & object = {
        id: who,
        stripeCustomerId: customer,
        name: who,
        email: `${who}@example.com`,
        emailVerified: true,
        image: null,
        createdAt: joined,
        updatedAt: joined,
      } as PackageUser
      tables.user.push(user)
    },
  }
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

/** Fits a webhook handler written with the real Stripe SDK and SQL to the port: the first thing that somebody storms. */
import { DatabaseSync, type SQLInputValue, type StatementSync } from 'node:sqlite'
import type Stripe from 'stripe'
import type { InvoiceRow, Minor, View, Who } from '#machines'
import type { Activity, Input, ShellCodec, System, World } from '#simulator'
import { createShellCodec } from '#simulator'
import { AdapterError } from '../injected/adapter-error.ts'
import { install, type Injection } from '../injected/injection.ts'
import { linesOf } from '../injected/line.ts'
import { providerFetch } from '../injected/provider-fetch.ts'
import { signWith } from '../injected/sign.ts'
import { readStatement } from './statement.ts'

type Row = Readonly<Record<string, unknown>>

/** What a handler gets: the real SDK, whose network is the world, and a database whose statements are landmarks. */
export interface Shop {
  readonly stripe: Stripe
  readonly secret: string
  readonly query: (statement: string, ...values: readonly SQLInputValue[]) => Promise<readonly Row[]>
}

/** A module with a handler: the tables it wants, among them `invoices(id, customer, amount)`, and the route. */
export interface HandlerModule {
  readonly schema: string
  readonly handler: (shop: Shop) => (request: Request) => Promise<Response>
}

const secret = 'whsec_first_storm'
const endpointVersion = '2026-10-28.endive'

/**
 * A handler as a system. Its store is a fresh SQLite database in memory for each run.
 * @param name as reports shall call it
 * @param module where the handler stands; loaded at boot, when clock and randomness are in hand
 */
export function firstStorm(name: string, module: URL): System {
  let booted:
    | { readonly injection: Injection; readonly loaded: HandlerModule; readonly handle: (request: Request) => Promise<Response> }
    | undefined
  let world: World | undefined
  let database: DatabaseSync | undefined
  /** Veils the ids of the run that is on. */
  let codec: ShellCodec = createShellCodec()
  /** Of the database that is open now; preparing costs more than asking. */
  const prepared = new Map<string, StatementSync>()
  /** What is booked, until a statement writes; a run looks far more often than its handler writes. */
  let shown: View | undefined
  /** Whose customer is whose, as the provider's events say. */
  const owners = new Map<string, Who>()
  const here = (): NonNullable<typeof booted> => {
    if (booted === undefined) throw new AdapterError(`${name} was used before boot`)
    return booted
  }
  const rows = (sql: string, ...values: readonly SQLInputValue[]): readonly Row[] => {
    if (database === undefined) throw new AdapterError(`${name} was used before reset`)
    const statement = prepared.get(sql) ?? database.prepare(sql)
    prepared.set(sql, statement)
    return statement.all(...values)
  }

  return {
    name,
    version: '1',
    capabilities: {
      level: 'L3',
      authority: 'provider',
      keeps: 'mirror',
      commands: [],
      jobs: [],
      crash: true,
      clock: 'controlled',
      reconcile: false,
      sights: ['invoices'],
      listens: ['invoice.paid'],
      endpointVersion,
    },

    async boot() {
      if (booted !== undefined) return
      const injection = await install()
      try {
        const [{ default: Sdk }, loaded] = await Promise.all([import('stripe'), import(module.href) as Promise<HandlerModule>])
        const lines = linesOf(module)
        const httpClient = Sdk.createFetchHttpClient(providerFetch(injection.gate, () => codec, lines.now) as typeof fetch)
        const handle = loaded.handler({
          stripe: lines.noted(new Sdk('sk_test_billstorm', { httpClient, telemetry: false, apiVersion: endpointVersion })),
          secret,
          query: (sql, ...values) => {
            const { label, table, writes } = readStatement(sql)
            return injection.touch(
              { label, subject: table, writes, request: { sql, values }, where: lines.now() },
              () => {
                if (writes) shown = undefined
                return rows(sql, ...values)
              },
              (found) => (writes ? '' : `${found.length} row${found.length === 1 ? '' : 's'}`),
            )
          },
        })
        booted = { injection, loaded, handle }
      } catch (cause) {
        injection.uninstall()
        throw new AdapterError(`${name}: the handler at ${module.href} cannot be loaded`, { cause })
      }
    },
    enter(next) {
      world = next
    },
    reset() {
      const { injection, loaded } = here()
      injection.reset()
      codec = createShellCodec()
      owners.clear()
      prepared.clear()
      shown = undefined
      database?.close()
      database = new DatabaseSync(':memory:')
      database.exec(loaded.schema)
    },
    receive(input: Input): Activity {
      const { injection, handle } = here()
      if (input.kind !== 'delivery') throw new RangeError(`${name} takes webhooks, and was given a ${input.kind}`)
      if (world === undefined) throw new AdapterError(`${name} was used before it entered a world`)
      const customer = input.event.object['customer']
      if (typeof customer === 'string' && owners.get(customer) !== input.event.owner) {
        owners.set(customer, input.event.owner)
        shown = undefined
      }
      const { body, headers } = input.raw()
      const request = (): Request => new Request('http://shop.invalid/webhooks/stripe', { method: 'POST', body, headers: { ...headers } })
      // What a handler throws, its server answers with 500.
      return injection.activity(input.name, world, async () => ({
        status: await handle(request()).then(
          ({ status }) => status,
          () => 500,
        ),
      }))
    },
    show: (payload) => codec.show(payload),
    sign: signWith(secret),
    settle: () => here().injection.outstanding(),
    view: () =>
      (shown ??= {
        invoices: rows('select rowid as row, id, customer, amount from invoices order by rowid').map((row) =>
          invoiceOf(row, owners, codec),
        ),
      }),
    close() {
      prepared.clear()
      shown = undefined
      database?.close()
      database = undefined
      booted?.injection.uninstall()
      booted = undefined
    },
  }
}

function invoiceOf({ row, id, customer, amount }: Row, owners: ReadonlyMap<string, Who>, codec: ShellCodec): InvoiceRow {
  const total = Number(amount) as Minor
  const payer = String(codec.take(String(customer)))
  return {
    id: `row ${String(row)}`,
    who: owners.get(payer) ?? payer,
    provider: String(codec.take(String(id))),
    subscription: undefined,
    number: undefined,
    // The shop books paid invoices and nothing else; why one was made, and when, it does not keep.
    reason: 'renewal',
    status: 'paid',
    lines: [],
    total,
    paid: total,
    refunded: 0 as Minor,
    issuedAt: 0 as InvoiceRow['issuedAt'],
  }
}

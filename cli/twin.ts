import { serveTwin, type Telling, type TwinServer, type TwinServerOptions } from '#adapters'
import { utc, type Instant } from '#machines'
import { type Exit, exits } from './exit.ts'
import type { Io } from './io.ts'
import { Misuse } from './misuse.ts'
import { countFrom } from './count-from.ts'

export interface TwinFlags {
  readonly port: string
  readonly webhook?: readonly string[] | undefined
  readonly secret?: string | undefined
  readonly seed?: string | undefined
  readonly at?: string | undefined
  readonly log: string
}

/** Serves the twin until somebody interrupts it. */
export async function twinStripe(flags: TwinFlags, io: Io): Promise<Exit> {
  if (flags.log !== 'text' && flags.log !== 'json') throw new Misuse(`--log takes text or json, not ${flags.log}`)
  const isJson = flags.log === 'json'
  const line = (value: unknown): void => io.out(`${JSON.stringify(value)}\n`)
  const server = await served({
    port: portIn(flags.port),
    seed: flags.seed === undefined ? undefined : countFrom('--seed', flags.seed),
    at: momentIn(flags.at),
    webhooks: flags.webhook ?? [],
    secret: secretIn(flags.secret),
    wall: () => Date.now() as Instant,
    tell: isJson ? line : (telling) => io.out(`${inWords(telling)}\n`),
  })
  if (isJson) line({ kind: 'listening', url: server.url, webhooks: server.webhooks, seed: flags.seed, at: flags.at })
  else io.out(greeting(server, flags))
  await io.untilInterrupted?.()
  await server.close()
  if (!isJson) io.out('ended\n')
  return exits.held
}

function portIn(given: string): number {
  const port = Number(given)
  if (!/^\d{1,5}$/.test(given) || port > 65_535) throw new Misuse(`--port takes a number from 0 to 65535, not ${given}`)
  return port
}

function momentIn(given: string | undefined): Instant | undefined {
  if (given === undefined) return undefined
  try {
    return utc(given)
  } catch (error) {
    throw new Misuse(`--at: ${(error as Error).message}`)
  }
}

function secretIn(given: string | undefined): string | undefined {
  if (given !== undefined && !/^\S{1,200}$/.test(given)) throw new Misuse('--secret takes a word, as whsec_mine')
  return given
}

/** @throws Misuse when the port cannot be had or a webhook not be told */
async function served(options: TwinServerOptions): Promise<TwinServer> {
  try {
    return await serveTwin(options)
  } catch (error) {
    if (error instanceof RangeError) throw new Misuse(`--webhook: ${error.message}`)
    switch ((error as NodeJS.ErrnoException).code) {
      case 'EADDRINUSE':
        throw new Misuse(
          `port ${options.port} is taken, perhaps by a twin that still runs; name another with --port, or 0 for any that is free`,
        )
      case 'EACCES':
        throw new Misuse(`port ${options.port} is not for everybody; name one from 1024 with --port`)
      default:
        throw error
    }
  }
}

function greeting({ url, host, port, webhooks }: TwinServer, { seed, at }: TwinFlags): string {
  const rows: readonly (readonly [string, string])[] = [
    [
      'twin',
      `${url}   clock ${at === undefined ? 'runs' : `stands at ${at}`}, ${seed === undefined ? 'no seed: nothing fails by itself' : `seed ${seed}`}`,
    ],
    ...webhooks.map(({ url: to, secret }) => ['webhook', `${to}   secret ${secret}`] as const),
    ['Node', `new Stripe('sk_test_twin', { host: '${host}', port: ${port}, protocol: 'http' })`],
    ['curl', `curl ${url}/v1/customers -u sk_test_twin: -d name=ada`],
    ['controls', `${url}/_billstorm/   clock, faults, state, reset`],
  ]
  return `${rows.map(([what, says]) => `${what.padEnd(9)} ${says}`).join('\n')}\nends with Ctrl-C\n\n`
}

/** A line of the log. */
function inWords(telling: Telling): string {
  switch (telling.kind) {
    case 'request': {
      const { method, path, status, about, fault, replayed, ms } = telling
      const extra = [about, replayed ? 'replayed' : undefined, fault === undefined ? undefined : `${fault}, as ordered`].filter(
        (each) => each !== undefined,
      )
      return `${String(status).padEnd(9)} ${method} ${path}  ${extra.join(', ')}  ${ms} ms`
    }
    case 'delivery': {
      const { type, event, url, status, copy, again, ms } = telling
      const then = again === undefined ? '' : `, again ${again}`
      return `  ${String(status).padEnd(7)} ${type} ${event} to ${url}${copy > 1 ? `, copy ${copy}` : ''}${then}  ${ms} ms`
    }
    case 'order':
      return `${String(telling.status).padEnd(9)} ${telling.order}  ${telling.ms} ms`
    case 'page':
      return `${String(telling.status).padEnd(9)} ${telling.page}  ${telling.ms} ms`
    case 'error':
      return `this is a bug of billstorm itself, please report it with the lines below\n${telling.says}`
    default:
      throw new TypeError(`no such line: ${JSON.stringify(telling satisfies never)}`)
  }
}

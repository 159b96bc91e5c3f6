import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import Stripe from 'stripe'
import { onTestFinished } from 'vitest'
import { utc, type Instant } from '#machines'
import { serveTwin, type TwinServer, type TwinServerOptions } from './server.ts'
import type { Telling } from './telling.ts'

/** A twin at an address, the vendor's SDK pointed at it, and hands at its controls. */
export interface AtAddress {
  readonly server: TwinServer
  readonly stripe: Stripe
  readonly told: readonly Telling[]
  /** Turns a knob; the answer as JSON. */
  control(
    method: 'GET' | 'POST' | 'DELETE',
    path: string,
    given?: Readonly<Record<string, string>>,
  ): Promise<{ readonly status: number; readonly body: never }>
}

export async function atAddress(given: Partial<TwinServerOptions> & { readonly sdk?: Stripe.StripeConfig } = {}): Promise<AtAddress> {
  const { sdk, ...options } = given
  const told: Telling[] = []
  const server = await serveTwin({
    port: 0,
    seed: undefined,
    at: utc('2027-01-31T09:00:00Z'),
    webhooks: [],
    secret: undefined,
    wall: () => Date.now() as Instant,
    tell: (telling) => told.push(telling),
    ...options,
  })
  onTestFinished(() => server.close())
  const stripe = new Stripe('sk_test_twin', {
    host: server.host,
    port: server.port,
    protocol: 'http',
    telemetry: false,
    maxNetworkRetries: 0,
    ...sdk,
  })
  return {
    server,
    stripe,
    told,
    async control(method, path, orders) {
      const response = await fetch(`${server.url}/_billstorm/${path}`, {
        method,
        ...(orders === undefined ? {} : { body: new URLSearchParams(orders) }),
      })
      return { status: response.status, body: (await response.json()) as never }
    },
  }
}

export interface Received {
  readonly signature: string
  readonly body: string
  readonly type: string
  readonly id: string
}

/** Somebody who listens, and answers as they are told. */
export interface Listener {
  readonly url: string
  readonly received: readonly Received[]
  readonly types: () => readonly string[]
  status: number
  /** What they do before they answer. */
  onEvent: (type: string) => void | Promise<void>
  goesAway(): void
}

export async function listener(): Promise<Listener> {
  const received: Received[] = []
  const self: { -readonly [Key in keyof Listener]: Listener[Key] } = {
    url: '',
    received,
    types: () => received.map(({ type }) => type),
    status: 200,
    onEvent: () => undefined,
    goesAway() {
      server.closeAllConnections()
      server.close()
    },
  }
  const server: Server = createServer((request, response) => {
    let body = ''
    request.on('data', (part) => (body += String(part)))
    request.on('end', () => {
      const { type, id } = JSON.parse(body) as { readonly type: string; readonly id: string }
      received.push({ signature: String(request.headers['stripe-signature']), body, type, id })
      void Promise.resolve(self.onEvent(type)).then(() => response.writeHead(self.status).end())
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => self.goesAway())
  self.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`
  return self
}

import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import type { Instant } from '#machines'
import { utc } from '#machines'
import { serveTwin } from '../../stripe-http/server.ts'
import type { TwinServer } from '../../stripe-http/server.ts'
import type { Egress, Enclosure } from '../enclosure/enclosure.ts'
import { enclose } from '../enclosure/enclosure.ts'
import { wayThrough } from '../enclosure/way-through.ts'
import { isRefusal } from '../harm/refusal.ts'
import { saysOutward } from './ends.ts'
import { admit, startService } from './service.ts'

/** A shop in a few lines, on the vendor's own SDK, which also tells a third party of each customer. */
const shop = `
  import { createServer } from 'node:http'
  import Stripe from 'stripe'
  const { PORT, STRIPE_PORT } = process.env
  const stripe = new Stripe('sk_test_shop', { host: '127.0.0.1', port: STRIPE_PORT, protocol: 'http', telemetry: false, maxNetworkRetries: 0 })
  createServer(async (request, response) => {
    if (request.url === '/healthz') return response.end()
    const { id } = await stripe.customers.create({ name: 'ada' })
    await fetch('https://metrics.invalid/', { method: 'POST', body: id }).catch(() => {})
    response.end(id)
  }).listen(Number(PORT), '127.0.0.1')`

const egress: Egress = process.platform === 'linux' ? 'guarded' : 'unguarded'
let twin: TwinServer
let enclosure: Enclosure
beforeEach(async () => {
  const at = utc('2027-01-31T09:00:00Z')
  twin = await serveTwin({
    port: 0,
    seed: undefined,
    at,
    webhooks: [],
    secret: undefined,
    wall: () => Date.now() as Instant,
    tell: () => {},
  })
  const made = await enclose({ egress })
  if (isRefusal(made)) throw new Error(made.says)
  enclosure = made
})
afterEach(async () => {
  await enclosure.end()
  await twin.close()
})

it('a shop is asked, asks the twin by its vendor’s SDK, and reaches nobody else', async () => {
  const through = await wayThrough(enclosure, twin.port)
  const port = 8_123
  const admitted = admit(enclosure, {
    name: 'shop',
    run: [process.execPath, '--input-type=module', '--eval', shop],
    folder: join(import.meta.dirname, '../../..'),
    env: { PORT: String(port), STRIPE_PORT: String(through.port) },
    port,
    readyPath: '/healthz',
  })
  if (isRefusal(admitted)) throw new Error(admitted.says)
  const service = await startService(enclosure, admitted)
  if ('kind' in service) throw new Error(JSON.stringify(service))
  const asked = await service.ask({ method: 'POST', path: '/customers', withinMs: 20_000 })
  const id = asked.kind === 'answered' ? String(asked.body) : asked.kind
  expect(id).toMatch(/^cus_/)
  const known = await fetch(`${twin.url}/v1/customers/${id}`, { headers: { authorization: 'Bearer sk_test_shop' } })
  expect(await known.json()).toMatchObject({ id, name: 'ada' })
  if (egress === 'guarded') expect(saysOutward('shop', await enclosure.outward())).toContain('asked for metrics.invalid;')
  expect(await service.stop()).toBeUndefined()
  through.close()
})

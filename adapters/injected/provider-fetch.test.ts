import Stripe from 'stripe'
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { ProviderAnswer, ProviderRequest } from '#simulator'
import { parseName } from '#simulator'
import { createStage, drive, type Stage } from './drive.fixture.ts'
import { install, type Injection } from './injection.ts'
import { providerFetch } from './provider-fetch.ts'
import { fromForm, restCodec } from './rest.ts'

let injection: Injection
let stripe: Stripe
beforeAll(async () => {
  injection = await install()
  stripe = new Stripe('sk_test_1', {
    httpClient: Stripe.createFetchHttpClient(providerFetch(injection.gate) as typeof fetch),
    telemetry: false,
  })
})
afterAll(() => injection.uninstall())

/** Lets the SDK do something against scripted answers; the last one repeats. */
async function tried(
  answers: readonly ProviderAnswer[],
  act: () => Promise<unknown>,
): Promise<{ readonly asked: readonly ProviderRequest[]; readonly reply: unknown; readonly stage: Stage }> {
  const asked: ProviderRequest[] = []
  const stage = createStage((request) => answers[Math.min(asked.push(request), answers.length) - 1]!)
  const kind = (error: unknown): string => (error instanceof Stripe.errors.StripeError ? error.type : String(error))
  const reply = await drive(
    stage,
    injection.activity(parseName('ada/asks'), stage.world, () => act().catch(kind)),
  )
  return { asked, reply, stage }
}
const paid: ProviderAnswer = { kind: 'response', status: 200, body: { id: 'pi_1', object: 'payment_intent', status: 'succeeded' } }
const create = () => stripe.paymentIntents.create({ amount: 1_999, currency: 'usd', metadata: { purpose: 'signup' } })

it('a request is an operation with its parameters, key and version', async () => {
  const { asked, reply } = await tried([paid], create)
  expect(reply).toMatchObject({ id: 'pi_1', status: 'succeeded' })
  expect(asked).toEqual([
    expect.objectContaining({
      operation: 'payment_intents.create',
      params: { amount: '1999', currency: 'usd', metadata: { purpose: 'signup' } },
      key: expect.stringMatching(/^stripe-node-retry-/),
      version: expect.stringMatching(/^\d{4}-/),
    }),
  ])
})

it('after a reset the SDK asks again with the same key, after a pause of the world’s time', async () => {
  const { asked, reply, stage } = await tried([{ kind: 'reset' }, paid], create)
  expect(reply).toMatchObject({ id: 'pi_1' })
  expect(asked).toHaveLength(2)
  expect(asked[1]?.key).toBe(asked[0]?.key)
  expect(stage.log.some((line) => line.includes('sleeps'))).toBe(true)
})

it('without an answer the SDK gives up by its own time-out', async () => {
  const { asked, reply, stage } = await tried([{ kind: 'timeout' }], () =>
    stripe.invoices.retrieve('in_1', {}, { timeout: 4_000, maxNetworkRetries: 0 }),
  )
  expect(reply).toBe('StripeConnectionError')
  expect(asked.length).toBeGreaterThan(0)
  expect(stage.log.filter((line) => line.includes('sleeps until')).length).toBeGreaterThan(0)
})

it('an error answer is the SDK’s error of that kind', async () => {
  const { reply } = await tried(
    [{ kind: 'response', status: 402, body: { error: { type: 'card_error', code: 'card_declined', message: 'no' } } }],
    create,
  )
  expect(reply).toBe('StripeCardError')
})

it.each([
  ['GET', '/v1/invoices/in_1', 'invoices.retrieve', 'in_1'],
  ['GET', '/v1/invoices', 'invoices.list', undefined],
  ['GET', '/v1/customers/search', 'customers.search', undefined],
  ['POST', '/v1/invoices/in_1/pay', 'invoices.pay', 'in_1'],
  ['POST', '/v1/customers/cus_1', 'customers.update', 'cus_1'],
  ['DELETE', '/v1/subscriptions/sub_1', 'subscriptions.cancel', 'sub_1'],
  ['POST', '/v1/checkout/sessions', 'checkout.sessions.create', undefined],
  ['POST', '/v1/invoices/create_preview', 'invoices.create_preview', undefined],
  ['POST', '/v1/invoiceitems', 'invoice_items.create', undefined],
  ['GET', '/v1/invoices/in_1/lines', 'invoices.list_lines', 'in_1'],
])('%s %s is %s', (method, path, operation, id) => {
  expect(restCodec.read({ method, path, query: '', headers: {}, body: '' })).toEqual({
    operation,
    params: {},
    ...(id === undefined ? {} : { id }),
  })
})

it('brackets nest, and numbers make lists', () => {
  expect(fromForm('items[0][price]=p&items[1][price]=q&expand[]=a&expand[]=b&metadata[x]=1')).toEqual({
    items: [{ price: 'p' }, { price: 'q' }],
    expand: ['a', 'b'],
    metadata: { x: '1' },
  })
})

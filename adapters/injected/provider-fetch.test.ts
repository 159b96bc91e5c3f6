import Stripe from 'stripe'
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import type { ProviderAnswer, ProviderRequest } from '#simulator'
import { createShellCodec, parseName } from '#simulator'
import { createStage, drive, type Stage } from './drive.fixture.ts'
import { install, type Injection } from './injection.ts'
import { providerFetch } from './provider-fetch.ts'

let injection: Injection
let stripe: Stripe
let codec = createShellCodec()
beforeEach(() => {
  codec = createShellCodec()
})
beforeAll(async () => {
  injection = await install()
  stripe = new Stripe('sk_test_1', {
    httpClient: Stripe.createFetchHttpClient(providerFetch(injection.gate, () => codec) as typeof fetch),
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

it('ids toward the SDK are of the vendor’s look, and come back as those of records', async () => {
  const { asked, reply } = await tried(
    [{ kind: 'response', status: 200, body: { id: 'sub_ada_1', object: 'subscription', customer: 'cus_ada_1' } }],
    async () => {
      const { id } = await stripe.subscriptions.retrieve(String(codec.show('sub_ada_1')))
      return stripe.subscriptions.cancel(id)
    },
  )
  expect(asked.map(({ operation, id }) => `${operation} ${id}`)).toEqual([
    'subscriptions.retrieve sub_ada_1',
    'subscriptions.cancel sub_ada_1',
  ])
  expect(reply).toMatchObject({
    id: expect.stringMatching(/^sub_[0-9A-Za-z]{24}$/),
    customer: expect.stringMatching(/^cus_[0-9A-Za-z]{14}$/),
  })
})

it('what the vendor has and the twin lacks is asked for under its path, so that the twin can say so', async () => {
  const { asked, stage } = await tried([{ kind: 'response', status: 400, body: { error: { type: 'invalid_request_error' } } }], () =>
    stripe.quotes.retrieve('qt_1'),
  )
  expect(asked.map(({ operation }) => operation)).toEqual(['GET /v1/quotes/qt_1'])
  expect(stage.log.some((line) => line.includes('GET v1 quotes'))).toBe(true)
})

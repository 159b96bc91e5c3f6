import { expect, it } from 'vitest'
import { hours, type Who } from '#machines'
import { bench } from './card-twin.fixture.ts'
import type { OutcomeOption } from './outcomes.ts'
import { refusedVersion } from './versions.ts'

const served = (next: (owner: Who) => OutcomeOption | undefined = () => undefined) => ({
  secretOf: (endpoint: string) => `secret of ${endpoint}`,
  refuses: (url: string) => (url.includes('live') ? 'nothing is told to them' : undefined),
  pageOf: (session: string) => `http://localhost/pay/${session}`,
  bankAnswers: next,
})

it('in a run there are no addresses that are told anything', () => {
  const { ask, twin } = bench()
  expect(ask('webhook_endpoints.create', { url: 'http://localhost/', enabled_events: ['*'] })).toMatchObject({
    status: 400,
    body: { error: { code: 'billstorm_not_modelled' } },
  })
  expect(ask('webhook_endpoints.list').status).toBe(400)
  expect(twin.notModelled()).toEqual(['webhook_endpoints.create', 'webhook_endpoints.list'])
  expect(twin.endpoints()).toEqual([])
})

it('a served twin keeps addresses, and shows their secret once', async () => {
  const { stripe, twin } = bench({ served: served() })
  const made = await stripe.webhookEndpoints.create({
    url: 'http://localhost/hook',
    enabled_events: ['invoice.paid'],
    metadata: { a: 'b' },
  })
  expect(made).toMatchObject({ secret: 'secret of we_account_1', status: 'enabled', livemode: false })
  const read = await stripe.webhookEndpoints.retrieve(made.id)
  expect(read).not.toHaveProperty('secret')
  const version = twin.apiVersion
  expect(twin.endpoints()).toEqual([
    { id: made.id, url: 'http://localhost/hook', events: ['invoice.paid'], version, secret: 'secret of we_account_1' },
  ])
  await stripe.webhookEndpoints.update(made.id, { enabled_events: ['*'], disabled: true })
  expect(twin.endpoints()).toEqual([])
  await stripe.webhookEndpoints.update(made.id, { disabled: false })
  expect(twin.endpoints()[0]?.events).toEqual(['*'])
  expect((await stripe.webhookEndpoints.list()).data).toHaveLength(1)
  expect(await stripe.webhookEndpoints.del(made.id)).toMatchObject({ deleted: true })
  expect(twin.endpoints()).toEqual([])
  await expect(stripe.webhookEndpoints.retrieve(made.id)).rejects.toMatchObject({ statusCode: 404, code: 'resource_missing' })
})

it.each([
  [{ url: 'localhost/hook', enabled_events: ['*'] }, 'url'],
  [{ url: 'https://live.example/hook', enabled_events: ['*'] }, 'url'],
  [{ url: 'http://localhost/', enabled_events: ['everything'] }, 'enabled_events[0]'],
  [{ url: 'http://localhost/', enabled_events: ['*'], api_version: '2031-01-01' }, 'api_version'],
] as const)('refuses an address that could not be told: %j', async (params, param) => {
  const { stripe } = bench({ served: served() })
  await expect(stripe.webhookEndpoints.create(params as never)).rejects.toMatchObject({ statusCode: 400, param })
})

it('whoever stands at the controls has the bank say no, for as long as they say so', async () => {
  let next: OutcomeOption | undefined = 'declined:lost_card'
  const { stripe, customer } = bench({ served: served((owner) => (owner === 'ada' ? next : undefined)) })
  const pay = async (who: string) => {
    const { customer: id, card } = customer(who)
    return stripe.paymentIntents.create({ amount: 1_999, currency: 'usd', customer: id, payment_method: card, confirm: true })
  }
  await expect(pay('ada')).rejects.toMatchObject({ type: 'StripeCardError', decline_code: 'lost_card' })
  expect(await pay('bob')).toMatchObject({ status: 'succeeded' })
  next = 'needs action'
  expect(await pay('ada')).toMatchObject({ status: 'requires_action' })
  next = undefined
  expect(await pay('ada')).toMatchObject({ status: 'succeeded' })
})

it('a method that was made before anybody knew whose it is, is listed with its customer', async () => {
  const { stripe, customer } = bench()
  const { customer: id } = customer('ada')
  const method = await stripe.paymentMethods.create({ type: 'card', card: { token: 'tok_visa' } })
  await stripe.paymentMethods.attach(method.id, { customer: id })
  expect((await stripe.paymentMethods.list({ customer: id })).data.map((each) => each.id)).toContain(method.id)
  expect((await stripe.customers.listPaymentMethods(id)).data).toHaveLength(2)
})

it('forgets keys after a day, and only then', () => {
  const { ask, pass, twin } = bench({ served: served() })
  const make = (key: string) => (ask('customers.create', { name: 'ada' }, { key }).body as { readonly id: string }).id
  const keys = () => [...(twin.snapshot() as { readonly keys: ReadonlyMap<string, unknown> }).keys.keys()]
  const first = make('a')
  pass(hours(20))
  make('b')
  expect(make('a')).toBe(first)
  pass(hours(5))
  make('c')
  expect(keys()).toEqual(['b', 'c'])
  expect(make('a')).not.toBe(first)
})

it('knows which versions it speaks', () => {
  for (const spoken of ['2022-11-15', '2024-04-10', '2025-03-31.basil', '2026-10-28.endive', '2026-09-30.endive'])
    expect(refusedVersion(spoken)).toBeUndefined()
  for (const strange of ['', 'newest', '2020-08-27', '2027-01-01.fern', '2026-10-28.preview', '2026-10-28;'])
    expect(refusedVersion(strange)).toMatch(/twin/)
})

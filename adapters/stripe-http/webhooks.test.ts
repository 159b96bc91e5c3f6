import Stripe from 'stripe'
import { expect, it } from 'vitest'
import { atAddress, listener } from './at-address.fixture.ts'
import { refusesToTell } from './life.ts'

const secret = 'whsec_shared'

it('tells an address what happened, in order, signed so that the SDK takes it', async () => {
  const shop = await listener()
  const { stripe, control } = await atAddress({ webhooks: [shop.url], secret })
  const customer = await stripe.customers.create({ name: 'ada' })
  await stripe.customers.update(customer.id, { email: 'ada@example.com' })
  await control('POST', 'deliveries/settle')
  expect(shop.types()).toEqual(['customer.created', 'customer.updated'])
  const [first, second] = shop.received.map(({ body, signature }) => stripe.webhooks.constructEvent(body, signature, secret))
  expect(first).toMatchObject({ livemode: false, api_version: Stripe.API_VERSION, data: { object: { id: customer.id, name: 'ada' } } })
  expect(second).toMatchObject({ data: { previous_attributes: { email: null } } })
  expect(await stripe.events.retrieve(first!.id)).toMatchObject({ type: 'customer.created' })
  expect(() => stripe.webhooks.constructEvent(shop.received[0]!.body, shop.received[0]!.signature, 'whsec_other')).toThrow(
    Stripe.errors.StripeSignatureVerificationError,
  )
})

it('tells endpoints that were made through the API what they asked for, in their version', async () => {
  const shop = await listener()
  const { stripe, control } = await atAddress()
  const endpoint = await stripe.webhookEndpoints.create({ url: shop.url, enabled_events: ['product.created'], api_version: '2024-06-20' })
  expect(endpoint.secret).toMatch(/^whsec_[0-9a-f]{32}$/)
  await stripe.customers.create({ name: 'ada' })
  await stripe.products.create({ name: 'pro' })
  await control('POST', 'deliveries/settle')
  expect(shop.types()).toEqual(['product.created'])
  const [{ body, signature } = { body: '', signature: '' }] = shop.received
  expect(stripe.webhooks.constructEvent(body, signature, endpoint.secret!).api_version).toBe('2024-06-20')
  await stripe.webhookEndpoints.del(endpoint.id)
  await stripe.products.create({ name: 'basic' })
  await control('POST', 'deliveries/settle')
  expect(shop.types()).toEqual(['product.created'])
})

it('tells no address of another machine', async () => {
  const { stripe } = await atAddress()
  for (const url of ['https://example.com/hook', 'http://10.0.0.7/hook', 'http://localhost.example.com/'])
    await expect(stripe.webhookEndpoints.create({ url, enabled_events: ['*'] })).rejects.toMatchObject({ param: 'url', statusCode: 400 })
  for (const url of ['http://localhost:3000/hook', 'https://api.localhost/', 'http://127.0.0.1/', 'http://[::1]:8080/'])
    expect(refusesToTell(url)).toBeUndefined()
  await expect(atAddress({ webhooks: ['https://example.com/hook'] })).rejects.toThrow('on this machine')
})

it('sends again until somebody takes it, by the twin’s time, and says how each went', async () => {
  const shop = await listener()
  const { stripe, control, told } = await atAddress({ webhooks: [shop.url] })
  shop.status = 500
  await stripe.customers.create({ name: 'ada' })
  await control('POST', 'clock/advance', { by: '15m' })
  expect(shop.received).toHaveLength(3)
  shop.status = 204
  await control('POST', 'clock/advance', { by: '1h' })
  await control('POST', 'clock/advance', { by: '9d' })
  expect(shop.received).toHaveLength(4)
  expect(new Set(shop.received.map(({ id }) => id)).size).toBe(1)
  const sent = told.flatMap((telling) => (telling.kind === 'delivery' ? [telling] : []))
  expect(sent.map(({ status, copy }) => `${status} ${copy}`)).toEqual(['500 1', '500 2', '500 3', '204 4'])
  expect(sent.map(({ again }) => again)).toEqual(['2027-01-31T09:01:00Z', '2027-01-31T09:11:00Z', '2027-01-31T10:11:00Z', undefined])
})

it('gives up after three days', async () => {
  const shop = await listener()
  shop.goesAway()
  const { stripe, control, told } = await atAddress({ webhooks: [shop.url] })
  await stripe.customers.create({ name: 'ada' })
  await control('POST', 'clock/advance', { by: '10d' })
  const sent = told.flatMap((telling) => (telling.kind === 'delivery' ? [telling] : []))
  expect(sent.length).toBeGreaterThan(5)
  expect(sent.every(({ status }) => status === 'ECONNREFUSED')).toBe(true)
  expect(sent.at(-1)?.again).toBeUndefined()
  expect((await control('GET', 'state')).body).toMatchObject({ deliveries: [] })
})

it('loses, repeats and reorders what it tells, as ordered', async () => {
  const shop = await listener()
  const { stripe, control } = await atAddress({ webhooks: [shop.url] })
  await control('POST', 'faults', { fault: 'lost', on: 'customer.updated' })
  await control('POST', 'faults', { fault: 'redeliver', on: 'customer.deleted' })
  await control('POST', 'faults', { fault: 'reorder' })
  const { id } = await stripe.customers.create({ name: 'ada' })
  await stripe.customers.update(id, { name: 'Ada' })
  await control('POST', 'deliveries/settle')
  expect(shop.types()).toEqual([])
  await stripe.customers.del(id)
  await control('POST', 'deliveries/settle')
  expect(shop.types()).toEqual(['customer.deleted', 'customer.created', 'customer.deleted'])
  expect((await control('GET', 'faults')).body).toEqual([])
})

it('what nothing overtakes comes late all the same', async () => {
  const shop = await listener()
  const { stripe, control } = await atAddress({ webhooks: [shop.url] })
  await control('POST', 'faults', { fault: 'reorder' })
  await stripe.customers.create({ name: 'ada' })
  await control('POST', 'clock/advance', { by: '2m' })
  expect(shop.types()).toEqual(['customer.created'])
})

import { setTimeout } from 'node:timers/promises'
import { expect, it } from 'vitest'
import { utc, type Instant } from '#machines'
import { atAddress, listener } from './at-address.fixture.ts'
import { spanIn, TwinClock } from './clock.ts'

it('renewals, retries and expiries happen on the way, each at its own moment', async () => {
  const shop = await listener()
  const { stripe, control } = await atAddress({ webhooks: [shop.url] })
  const customer = await stripe.customers.create({ name: 'ada' })
  const card = await stripe.paymentMethods.attach('pm_card_visa', { customer: customer.id })
  const product = await stripe.products.create({ name: 'pro' })
  const price = await stripe.prices.create({ product: product.id, currency: 'usd', unit_amount: 1_999, recurring: { interval: 'month' } })
  await stripe.subscriptions.create({ customer: customer.id, items: [{ price: price.id }], default_payment_method: card.id })
  await control('POST', 'faults', { fault: 'decline', code: 'insufficient_funds', on: customer.id })
  const moved = await control('POST', 'clock/advance', { to: '2027-03-01' })
  expect(moved.body).toMatchObject({ now: '2027-03-01T00:00:00Z', runs: false })
  const [renewal, signup] = (await stripe.invoices.list({ customer: customer.id })).data
  // It is made a month on, where there is no 31st, and finalized an hour later.
  expect(new Date(renewal!.created * 1_000).toISOString()).toBe('2027-02-28T09:00:00.000Z')
  expect(renewal).toMatchObject({ status: 'open', attempt_count: 1 })
  expect(signup).toMatchObject({ status: 'paid' })
  expect(shop.types()).toContain('invoice.payment_failed')
  await control('POST', 'clock/advance', { by: '1w' })
  expect(await stripe.invoices.retrieve(renewal!.id)).toMatchObject({ status: 'paid', attempt_count: 2 })
})

it('whoever is told something asks at the moment at which it happened', async () => {
  const shop = await listener()
  const { stripe, control, server } = await atAddress({ webhooks: [shop.url] })
  const product = await stripe.products.create({ name: 'pro' })
  const price = await stripe.prices.create({ product: product.id, currency: 'usd', unit_amount: 500, recurring: { interval: 'week' } })
  const customer = await stripe.customers.create({ name: 'ada' })
  const card = await stripe.paymentMethods.attach('pm_card_visa', { customer: customer.id })
  await stripe.subscriptions.create({ customer: customer.id, items: [{ price: price.id }], default_payment_method: card.id })
  const asked: string[] = []
  shop.onEvent = async (type) => {
    if (type !== 'invoice.paid') return
    asked.push(((await (await fetch(`${server.url}/_billstorm/clock`)).json()) as { now: string }).now)
  }
  await control('POST', 'clock/advance', { by: '15d' })
  expect(asked).toEqual(['2027-01-31T09:00:00Z', '2027-02-07T10:00:00Z', '2027-02-14T10:00:00Z'])
})

it('alone it runs with the wall’s clock, and wakes up for what is due', async () => {
  // A day of the wall's takes a tenth of a second here.
  const began = Date.now()
  const wall = () => (utc('2027-01-31') + (Date.now() - began) * 864_000) as Instant
  const { stripe } = await atAddress({ at: undefined, wall })
  const session = await stripe.checkout.sessions.create({ mode: 'setup', currency: 'usd', success_url: 'http://localhost/' })
  expect(session.status).toBe('open')
  await setTimeout(400)
  const [expired] = (await stripe.events.list({ type: 'checkout.session.expired' })).data
  expect(expired?.created).toBe(session.expires_at)
})

it('stands still, runs on, and never goes back', async () => {
  const { control } = await atAddress({ at: undefined, wall: () => Date.now() as Instant })
  const frozen = (await control('POST', 'clock/freeze')).body as { now: string }
  await setTimeout(20)
  expect((await control('GET', 'clock')).body).toMatchObject({ now: frozen.now, runs: false })
  await control('POST', 'clock/run')
  await setTimeout(20)
  const running = (await control('GET', 'clock')).body as { now: string }
  expect(running.now > frozen.now).toBe(true)
  expect(await control('POST', 'clock/advance', { to: '2020-01-01' })).toMatchObject({
    status: 400,
    body: { error: expect.stringContaining('already') },
  })
})

it('says what comes next, and goes there', async () => {
  const { stripe, control } = await atAddress()
  expect((await control('GET', 'clock')).body).not.toHaveProperty('next')
  expect(await control('POST', 'clock/advance', { to: 'next' })).toMatchObject({
    status: 400,
    body: { error: expect.stringContaining('nothing is planned') },
  })
  const session = await stripe.checkout.sessions.create({ mode: 'setup', currency: 'usd', success_url: 'http://localhost/' })
  expect((await control('GET', 'clock')).body).toMatchObject({ now: '2027-01-31T09:00:00Z', next: '2027-02-01T09:00:00Z' })
  expect((await control('POST', 'clock/advance', { to: 'next' })).body).toMatchObject({ now: '2027-02-01T09:00:00Z' })
  expect((await stripe.checkout.sessions.retrieve(session.id)).status).toBe('expired')
})

it.each([
  [{}, /say how far/],
  [{ by: '1d', to: '2028-01-01' }, /say how far/],
  [{ by: 'a month' }, /no span of time/],
  [{ to: 'tomorrow' }, /no moment of UTC/],
  [{ by: '20000d' }, /more than ten years/],
])('refuses to move time by %j', async (given, says) => {
  const { control } = await atAddress()
  const { status, body } = await control('POST', 'clock/advance', given)
  expect(status).toBe(400)
  expect((body as { error: string }).error).toMatch(says)
})

it('reads spans', () => {
  expect(['90s', '10m', '36h', '30d', '2w', '1d12h'].map(spanIn)).toEqual([
    90_000, 600_000, 129_600_000, 2_592_000_000, 1_209_600_000, 129_600_000,
  ])
  expect(['', '5', '-1d', '1 d', 'P1D'].map(spanIn)).toEqual([undefined, undefined, undefined, undefined, undefined])
})

it('a clock that was set goes on from there', () => {
  let wall = utc('2027-01-01')
  const clock = new TwinClock(() => wall)
  wall = utc('2027-01-02')
  expect(clock.now).toBe(utc('2027-01-02'))
  clock.moveTo(utc('2027-06-01'))
  wall = utc('2027-01-03')
  expect(clock.now).toBe(utc('2027-06-02'))
  clock.freeze()
  wall = utc('2027-01-09')
  expect(clock.now).toBe(utc('2027-06-02'))
  expect(() => clock.moveTo(utc('2027-06-01'))).toThrow('already')
})

import { connect } from 'node:net'
import Stripe from 'stripe'
import { describe, expect, it } from 'vitest'
import { atAddress } from './at-address.fixture.ts'

const make = (stripe: Stripe, key?: string) => stripe.customers.create({ name: 'ada' }, key === undefined ? {} : { idempotencyKey: key })

describe('a fault that was ordered', () => {
  it.each([
    ['timeout before', 0, Stripe.errors.StripeConnectionError],
    ['timeout after', 1, Stripe.errors.StripeConnectionError],
    ['reset before', 0, Stripe.errors.StripeConnectionError],
    ['server error before', 0, Stripe.errors.StripeAPIError],
    ['server error after', 1, Stripe.errors.StripeAPIError],
    ['rate limited', 0, Stripe.errors.StripeRateLimitError],
  ] as const)('%s: %i customers are made, and the SDK knows what it met', async (fault, made, error) => {
    const { stripe, control, told } = await atAddress({ sdk: { timeout: 300 } })
    // Whatever it was told, the SDK asks once more after a reset.
    await control('POST', 'faults', { fault, on: 'customers.create', times: fault === 'reset before' ? '2' : '1' })
    await stripe.products.create({ name: 'not waited for' })
    await expect(make(stripe)).rejects.toBeInstanceOf(error)
    expect((await stripe.customers.list()).data).toHaveLength(made)
    expect(told.find((telling) => telling.kind === 'request' && telling.fault === fault)).toBeDefined()
    expect((await control('GET', 'faults')).body).toEqual([])
  })

  it('after a reset the SDK asks again under its key, and nothing is made twice', async () => {
    const { stripe, control, told } = await atAddress()
    await control('POST', 'faults', { fault: 'reset after' })
    const { id } = await make(stripe)
    expect((await stripe.customers.list()).data.map((each) => each.id)).toEqual([id])
    expect(told).toMatchObject([{ kind: 'order' }, { status: 'reset' }, { status: 200, replayed: true }, { status: 200 }])
  })

  it('a 500 stays under its key, as at the vendor', async () => {
    const { stripe, control } = await atAddress()
    await control('POST', 'faults', { fault: 'server error after' })
    await expect(make(stripe, 'k')).rejects.toMatchObject({ statusCode: 500 })
    await expect(make(stripe, 'k')).rejects.toMatchObject({ statusCode: 500 })
    await make(stripe, 'another')
    expect((await stripe.customers.list()).data).toHaveLength(2)
  })

  it('strikes as often as it was ordered, and no more once it is taken back', async () => {
    const { stripe, control } = await atAddress()
    await control('POST', 'faults', { fault: 'rate limited', times: '2' })
    await expect(make(stripe)).rejects.toMatchObject({ statusCode: 429 })
    expect((await control('GET', 'faults')).body).toEqual([{ fault: 'rate limited', times: 1 }])
    await control('DELETE', 'faults')
    await make(stripe)
  })

  it.each([
    [{}, /say fault, as fault=timeout after/],
    [{ fault: 'timeout' }, /there is no fault "timeout"; there are timeout before, /],
    [{ fault: 'lost', times: '0' }, /times is how often/],
    [{ fault: 'lost', code: 'lost_card' }, /only a decline has a code/],
    [{ fault: 'decline', code: 'rainy' }, /no bank declines with "rainy"; there are insufficient_funds, /],
    [{ fault: 'decline', on: 'cus_nobody' }, /there is no customer "cus_nobody"/],
  ])('is refused when it is none: %j', async (given, says) => {
    const { control } = await atAddress()
    const { status, body } = await control('POST', 'faults', given)
    expect(status).toBe(400)
    expect((body as { error: string }).error).toMatch(says)
  })
})

describe('the controls', () => {
  it('have a bank ask its customer, who answers', async () => {
    const { stripe, control } = await atAddress()
    const { id: customer } = await make(stripe)
    const { id: method } = await stripe.paymentMethods.attach('pm_card_visa', { customer })
    await control('POST', 'faults', { fault: 'needs action', on: customer })
    const intent = await stripe.paymentIntents.create({ amount: 100, currency: 'usd', customer, payment_method: method, confirm: true })
    expect(intent.status).toBe('requires_action')
    expect((await control('POST', 'authenticate', { customer })).body).toEqual({ answered: 'yes' })
    expect((await stripe.paymentIntents.retrieve(intent.id)).status).toBe('succeeded')
    expect(await control('POST', 'authenticate', { customer })).toMatchObject({ status: 400 })
  })

  it('show what there is, and begin anew', async () => {
    const { stripe, control } = await atAddress({ webhooks: ['http://localhost:59999/'] })
    const { id } = await make(stripe)
    await control('POST', 'clock/advance', { by: '10d' })
    await expect(stripe.quotes.list()).rejects.toMatchObject({ statusCode: 501 })
    expect((await control('GET', 'state')).body).toMatchObject({
      clock: { now: '2027-02-10T09:00:00Z' },
      customers: [id],
      endpoints: [{ url: 'http://localhost:59999/', events: ['*'] }],
      books: { charges: [] },
      notModelled: ['GET /v1/quotes'],
    })
    expect((await control('POST', 'reset')).body).toMatchObject({ now: '2027-01-31T09:00:00Z' })
    expect((await control('GET', 'state')).body).toMatchObject({
      customers: [],
      endpoints: [{ url: 'http://localhost:59999/' }],
      notModelled: [],
    })
    expect((await make(stripe)).id).toBe(id)
  })

  it('take JSON as well, and list themselves', async () => {
    const { server, control } = await atAddress()
    const post = (body: string) =>
      fetch(`${server.url}/_billstorm/faults`, { method: 'POST', headers: { 'content-type': 'application/json' }, body })
    expect(await (await post('{"fault":"lost","times":3}')).json()).toEqual([{ fault: 'lost', times: 3 }])
    expect((await post('[]')).status).toBe(400)
    expect((await post('{')).status).toBe(400)
    expect((await control('GET', '')).body).toMatchObject({ known: expect.arrayContaining(['POST /_billstorm/reset']) })
    expect(await control('POST', 'fly')).toMatchObject({ status: 404 })
  })
})

describe('the entrance', () => {
  const get = async (headers: Readonly<Record<string, string>>, path = '/v1/customers') => {
    const { server } = await atAddress()
    const response = await fetch(`${server.url}${path}`, { headers })
    return {
      status: response.status,
      error: ((await response.json()) as { error: { message: string; type?: string } }).error,
      headers: response.headers,
    }
  }
  const key = { authorization: 'Bearer sk_test_1' }

  it.each([
    ['no key', {}, 401, /no key/],
    ['an empty one', { authorization: 'Basic Og==' }, 401, /no key/],
    ['a live key', { authorization: `Basic ${btoa('sk_live_1:')}` }, 401, /live key/],
    ['a live restricted key', { authorization: 'Bearer rk_live_1' }, 401, /live key/],
    ['a version of its own', { ...key, 'stripe-version': '2031-01-01.larch' }, 400, /speaks the versions from 2022-11-15 to 2026-10-28/],
    ['a connected account', { ...key, 'stripe-account': 'acct_1' }, 501, /connected accounts/],
    ['a page of somewhere', { ...key, origin: 'https://example.com' }, 403, /this machine alone/],
  ])('turns away %s', async (_, headers, status, says) => {
    const met = await get(headers)
    expect(met).toMatchObject({ status, error: { message: expect.stringMatching(says) } })
    expect(met.error.message).not.toContain('live_1')
  })

  it('answers in the version that was asked for', async () => {
    const { server } = await atAddress()
    const response = await fetch(`${server.url}/v1/customers?limit=3`, { headers: { ...key, 'stripe-version': '2024-06-20' } })
    expect(response.headers.get('stripe-version')).toBe('2024-06-20')
    expect(response.headers.get('request-id')).toMatch(/^req_/)
  })

  it.each([
    ['/v1/frobs', 404, /leads nowhere/],
    ['/', 404, /leads nowhere/],
    ['/v1/customers/%E0%A4%A', 400, /broken escape/],
    ['/v1/customers?email=%', 400, /broken escape/],
    ['/v1/customers?limit=1000', 400, /1 to 100/],
  ])('says of %s what is wrong', async (path, status, says) => {
    expect(await get(key, path)).toMatchObject({ status, error: { type: 'invalid_request_error', message: expect.stringMatching(says) } })
  })

  it('takes forms alone, of a size', async () => {
    const { server } = await atAddress()
    const post = (body: string, type: string) =>
      fetch(`${server.url}/v1/customers`, { method: 'POST', headers: { ...key, 'content-type': type }, body })
    expect((await post('{"name":"ada"}', 'application/json')).status).toBe(400)
    expect((await post(`name=${'a'.repeat(999_000)}`, 'application/x-www-form-urlencoded')).status).toBe(200)
    expect((await post(`name=${'a'.repeat(1_000_001)}`, 'application/x-www-form-urlencoded')).status).toBe(413)
  })

  it('says that a bug is its own, and goes on', async () => {
    const lines: string[] = []
    const { stripe } = await atAddress({
      tell: (telling) => {
        if (telling.kind === 'error') lines.push(telling.says)
        else if (lines.length === 0) throw new Error('a log that cannot be written')
      },
    })
    await expect(make(stripe)).rejects.toMatchObject({ constructor: Stripe.errors.StripeAPIError, statusCode: 500 })
    expect(lines).toEqual([expect.stringContaining('a log that cannot be written')])
    await make(stripe)
  })

  it('outlives whoever goes away in between', async () => {
    const { server, stripe, told } = await atAddress()
    await new Promise<void>((resolve) => {
      const socket = connect(server.port, server.host, () => {
        socket.write(
          'POST /v1/customers HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer sk_test_1\r\nContent-Length: 100\r\n\r\nname=',
        )
        setTimeout(() => socket.destroy(), 20)
      })
      socket.on('close', () => resolve())
    })
    await make(stripe)
    expect(told).toMatchObject([{ kind: 'request', status: 200 }])
  })
})

import Stripe from 'stripe'
import { describe, expect, it } from 'vitest'
import { atAddress, type AtAddress } from './at-address.fixture.ts'

/** A customer who has a card. */
async function customerWith({ stripe }: AtAddress, card = 'pm_card_visa', name = 'ada') {
  const customer = await stripe.customers.create({ name, email: `${name}@example.com` })
  const method = await stripe.paymentMethods.attach(card, { customer: customer.id })
  await stripe.customers.update(customer.id, { invoice_settings: { default_payment_method: method.id } })
  return { customer: customer.id, method: method.id }
}

async function priceOf({ stripe }: AtAddress, amount = 1_999) {
  const product = await stripe.products.create({ name: 'pro' })
  return stripe.prices.create({ product: product.id, currency: 'usd', unit_amount: amount, recurring: { interval: 'month' } })
}

describe('the vendor’s SDK at the twin’s address', () => {
  it('makes, reads, changes, lists and deletes customers', async () => {
    const { stripe } = await atAddress()
    const made = await stripe.customers.create({
      name: 'Ada Lovelace',
      email: 'ada@example.com',
      metadata: { plan: 'pro', 'a key': 'ü & [=]' },
    })
    expect(made).toMatchObject({ object: 'customer', livemode: false, metadata: { plan: 'pro', 'a key': 'ü & [=]' } })
    expect(made.id).toMatch(/^cus_[0-9A-Za-z]{14}$/)
    expect(made.lastResponse).toMatchObject({ statusCode: 200, requestId: expect.stringMatching(/^req_/), apiVersion: Stripe.API_VERSION })
    const changed = await stripe.customers.update(made.id, { description: 'first', metadata: { plan: '' } })
    expect(changed).toMatchObject({ description: 'first', metadata: { 'a key': 'ü & [=]' } })
    expect(await stripe.customers.retrieve(made.id)).toMatchObject({ description: 'first' })
    expect((await stripe.customers.search({ query: "email:'ada@example.com'" })).data.map(({ id }) => id)).toEqual([made.id])
    expect(await stripe.customers.del(made.id)).toMatchObject({ id: made.id, deleted: true })
    expect((await stripe.customers.list()).data).toEqual([])
  })

  it('takes payments, gives them back, and says what was asked for', async () => {
    const at = await atAddress()
    const { stripe } = at
    const { customer, method } = await customerWith(at)
    const paid = await stripe.paymentIntents.create({
      amount: 2_500,
      currency: 'usd',
      customer,
      payment_method: method,
      confirm: true,
      off_session: true,
      expand: ['latest_charge.balance_transaction', 'customer'],
    })
    expect(paid).toMatchObject({
      status: 'succeeded',
      customer: { object: 'customer', id: customer },
      latest_charge: { object: 'charge', amount: 2_500, balance_transaction: { object: 'balance_transaction' } },
    })
    const refund = await stripe.refunds.create({ payment_intent: paid.id, amount: 500 })
    expect(refund).toMatchObject({ status: 'succeeded', amount: 500 })
    const [charge] = (await stripe.charges.list({ payment_intent: paid.id })).data
    expect(charge).toMatchObject({ amount_refunded: 500, refunded: false })
    await expect(stripe.refunds.create({ payment_intent: paid.id, amount: 5_000 })).rejects.toThrow(Stripe.errors.StripeInvalidRequestError)
  })

  it('subscribes, previews, invoices, credits and cancels', async () => {
    const at = await atAddress()
    const { stripe } = at
    const { customer } = await customerWith(at)
    const price = await priceOf(at)
    const coupon = await stripe.coupons.create({ percent_off: 50, duration: 'once' })
    const subscription = await stripe.subscriptions.create({
      customer,
      items: [{ price: price.id, quantity: 2 }],
      discounts: [{ coupon: coupon.id }],
      expand: ['latest_invoice.payments', 'items.data.price.product'],
    })
    expect(subscription).toMatchObject({
      status: 'active',
      items: { data: [{ quantity: 2, price: { product: { name: 'pro' } } }] },
      latest_invoice: { amount_paid: 1_999, payments: { data: [{ status: 'paid' }] } },
    })
    const preview = await stripe.invoices.createPreview({
      subscription: subscription.id,
      subscription_details: { items: [{ id: subscription.items.data[0]!.id, quantity: 3 }], proration_date: subscription.start_date },
    })
    expect(preview.lines.data.length).toBeGreaterThan(1)
    const invoice = subscription.latest_invoice as Stripe.Invoice
    const note = await stripe.creditNotes.create({
      invoice: invoice.id,
      lines: [{ type: 'invoice_line_item', invoice_line_item: invoice.lines.data[0]!.id, quantity: 1 }],
      refund_amount: 999,
    })
    expect(note).toMatchObject({ object: 'credit_note', amount: 999, refunds: [{ amount_refunded: 999 }] })
    const ended = await stripe.subscriptions.cancel(subscription.id, { prorate: true })
    expect(ended.status).toBe('canceled')
    expect((await stripe.subscriptions.list({ customer })).data).toEqual([])
    expect((await stripe.subscriptions.list({ customer, status: 'all' })).data).toHaveLength(1)
  })

  it('opens a page, which somebody at the controls fills in', async () => {
    const at = await atAddress()
    const { stripe, control } = at
    const price = await priceOf(at)
    const session = await stripe.checkout.sessions.create({
      mode: 'subscription',
      line_items: [{ price: price.id, quantity: 1 }],
      success_url: 'http://localhost/done',
      customer_email: 'cleo@example.com',
    })
    expect(session).toMatchObject({ status: 'open', url: expect.stringContaining(session.id) })
    expect((await control('POST', 'checkout', { session: session.id, card: 'card without funds' })).body).toEqual({ visit: 'declined' })
    expect((await control('POST', 'checkout', { session: session.id })).body).toEqual({ visit: 'complete' })
    const done = await stripe.checkout.sessions.retrieve(session.id, { expand: ['subscription'] })
    expect(done).toMatchObject({ status: 'complete', payment_status: 'paid', subscription: { status: 'active' } })
  })

  it('walks through pages by itself', async () => {
    const { stripe } = await atAddress()
    const made: string[] = []
    for (const name of ['ada', 'bob', 'cleo', 'dan', 'eve']) made.push((await stripe.customers.create({ name })).id)
    const walked: string[] = []
    for await (const customer of stripe.customers.list({ limit: 2 })) walked.push(customer.id)
    expect(walked.toSorted()).toEqual(made.toSorted())
    const first = await stripe.customers.list({ limit: 2 })
    expect(first).toMatchObject({ has_more: true, url: '/v1/customers' })
    const next = await stripe.customers.list({ limit: 2, starting_after: first.data[1]!.id })
    expect(await stripe.customers.list({ limit: 2, ending_before: next.data[0]!.id })).toMatchObject({ data: first.data })
    const all = await stripe.customers.list({ limit: 2 }).autoPagingToArray({ limit: 100 })
    expect(all.map(({ id }) => id)).toEqual(walked)
    const events = await stripe.events.list({ type: 'customer.created' }).autoPagingToArray({ limit: 100 })
    expect(events).toHaveLength(5)
  })

  it('repeats an answer under its key, and refuses another request under it', async () => {
    const { stripe } = await atAddress()
    const once = await stripe.customers.create({ name: 'ada' }, { idempotencyKey: 'k' })
    const again = await stripe.customers.create({ name: 'ada' }, { idempotencyKey: 'k' })
    expect(again.id).toBe(once.id)
    expect(again.lastResponse.headers).toMatchObject({ 'idempotent-replayed': 'true', 'idempotency-key': 'k' })
    await expect(stripe.customers.create({ name: 'bob' }, { idempotencyKey: 'k' })).rejects.toThrow(Stripe.errors.StripeIdempotencyError)
    expect((await stripe.customers.list()).data).toHaveLength(1)
  })

  it('meets errors of its own classes', async () => {
    const at = await atAddress()
    const { stripe } = at
    const { customer } = await customerWith(at)
    const broke = await stripe.paymentMethods.attach('pm_card_visa', { customer })
    await at.control('POST', 'faults', { fault: 'decline', code: 'lost_card', on: customer })
    await expect(
      stripe.paymentIntents.create({ amount: 100, currency: 'usd', customer, payment_method: broke.id, confirm: true }),
    ).rejects.toMatchObject({
      constructor: Stripe.errors.StripeCardError,
      code: 'card_declined',
      decline_code: 'lost_card',
      payment_intent: { status: 'requires_payment_method' },
      requestId: expect.stringMatching(/^req_/),
      statusCode: 402,
    })
    await expect(stripe.customers.retrieve('cus_nobody')).rejects.toMatchObject({
      constructor: Stripe.errors.StripeInvalidRequestError,
      code: 'resource_missing',
      param: 'id',
      statusCode: 404,
    })
    await expect(stripe.subscriptions.create({ customer })).rejects.toMatchObject({ statusCode: 400, param: expect.any(String) })
    await expect(stripe.quotes.list()).rejects.toMatchObject({
      code: 'billstorm_not_modelled',
      statusCode: 501,
      message: expect.stringContaining('/v1/quotes'),
    })
    const stranger = new Stripe('sk_live_x', { host: at.server.host, port: at.server.port, protocol: 'http', maxNetworkRetries: 0 })
    await expect(stranger.customers.list()).rejects.toThrow(Stripe.errors.StripeAuthenticationError)
  })

  it('is asked once what the twin does not model', async () => {
    const { stripe, told } = await atAddress({ sdk: { maxNetworkRetries: 2 } })
    await expect(stripe.quotes.list()).rejects.toMatchObject({ statusCode: 501 })
    expect(told).toHaveLength(1)
  })

  it('equal requests lead to equal ids and outcomes under a seed', async () => {
    const lived = async (seed: number | undefined) => {
      const at = await atAddress({ seed })
      const { customer } = await customerWith(at)
      const price = await priceOf(at)
      const subscription = await at.stripe.subscriptions.create({ customer, items: [{ price: price.id }] })
      for (let month = 0; month < 12; month++) await at.control('POST', 'clock/advance', { by: '31d' })
      const invoices = await at.stripe.invoices.list({ customer, limit: 100 })
      return {
        subscription: subscription.id,
        invoices: invoices.data.map(({ id, status, attempt_count: tries }) => `${id} ${status} ${tries}`),
      }
    }
    const [plain, seventh, again] = [await lived(undefined), await lived(7), await lived(7)]
    expect(again).toEqual(seventh)
    expect(plain.invoices.every((row) => row.endsWith(' paid 1'))).toBe(true)
    expect(seventh.invoices).not.toEqual(plain.invoices)
  })
})

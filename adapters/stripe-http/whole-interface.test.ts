import Stripe from 'stripe'
import { expect, it } from 'vitest'
import { atAddress } from './at-address.fixture.ts'

// What sdk.test.ts does not come by: each family of the interface once, over the wire and with the SDK's own types.

async function shop() {
  const at = await atAddress()
  const { stripe } = at
  const { id: customer } = await stripe.customers.create({ name: 'ada', balance: -300 })
  const { id: card } = await stripe.paymentMethods.attach('pm_card_visa', { customer })
  const product = await stripe.products.create({ name: 'pro' })
  const price = await stripe.prices.create({
    product: product.id,
    currency: 'usd',
    unit_amount: 2_000,
    recurring: { interval: 'month' },
    lookup_key: 'pro',
  })
  return { ...at, customer, card, price: price.id }
}

it('saves cards with setup intents', async () => {
  const { stripe, customer } = await shop()
  const method = await stripe.paymentMethods.create({ type: 'card', card: { token: 'tok_visa' }, billing_details: { name: 'Ada' } })
  const made = await stripe.setupIntents.create({ customer, payment_method: method.id, usage: 'off_session' })
  expect(made.status).toBe('requires_confirmation')
  expect((await stripe.setupIntents.confirm(made.id)).status).toBe('succeeded')
  expect((await stripe.paymentMethods.list({ customer, type: 'card' })).data.map(({ id }) => id)).toContain(method.id)
  expect((await stripe.paymentMethods.detach(method.id)).customer).toBeNull()
})

it('bills with items, taxes, promotion codes and a balance', async () => {
  const { stripe, customer, card } = await shop()
  const rate = await stripe.taxRates.create({ display_name: 'VAT', percentage: 20, inclusive: false })
  const coupon = await stripe.coupons.create({ amount_off: 500, currency: 'usd', duration: 'once' })
  const promotion = await stripe.promotionCodes.create({ promotion: { type: 'coupon', coupon: coupon.id }, code: 'WELCOME' })
  expect((await stripe.promotionCodes.list({ code: 'WELCOME' })).data.map(({ id }) => id)).toEqual([promotion.id])
  const draft = await stripe.invoices.create({ customer, discounts: [{ promotion_code: promotion.id }], default_tax_rates: [rate.id] })
  await stripe.invoiceItems.create({ customer, invoice: draft.id, amount: 2_500, currency: 'usd' })
  const open = await stripe.invoices.finalizeInvoice(draft.id)
  expect(open).toMatchObject({ subtotal: 2_500, total: 2_400, amount_due: 2_100, starting_balance: -300 })
  const paid = await stripe.invoices.pay(draft.id, { payment_method: card, expand: ['payments'] })
  expect(paid).toMatchObject({ status: 'paid', amount_paid: 2_100, payments: { data: [{ status: 'paid' }] } })
  expect((await stripe.customers.listBalanceTransactions(customer)).data).toHaveLength(2)
  const lines = await stripe.invoices.listLineItems(draft.id, { limit: 1 }).autoPagingToArray({ limit: 10 })
  expect(lines.map(({ amount }) => amount)).toEqual([2_500])
})

it('plans with schedules, pauses and comes back, changes and previews', async () => {
  const { stripe, customer, card, price } = await shop()
  const dearer = await stripe.prices.create({
    product_data: { name: 'max' },
    currency: 'usd',
    unit_amount: 5_000,
    recurring: { interval: 'month' },
  })
  const subscription = await stripe.subscriptions.create({ customer, items: [{ price }], default_payment_method: card })
  const [item] = subscription.items.data
  const schedule = await stripe.subscriptionSchedules.create({ from_subscription: subscription.id })
  expect(schedule.phases).toHaveLength(1)
  expect((await stripe.subscriptionSchedules.release(schedule.id)).status).toBe('released')
  const changed = await stripe.subscriptions.update(subscription.id, {
    items: [{ id: item!.id, price: dearer.id }],
    proration_behavior: 'always_invoice',
    payment_behavior: 'pending_if_incomplete',
  })
  expect(changed).toMatchObject({ pending_update: null, items: { data: [{ price: { id: dearer.id } }] } })
  expect((await stripe.subscriptions.pause(subscription.id, { type: 'subscription' })).status).toBe('paused')
  const portal = await stripe.billingPortal.sessions.create({ customer, return_url: 'http://localhost/' })
  expect(portal.url).toMatch(/^https:/)
})

it('meets disputes that a seed draws, and answers them', async () => {
  const { stripe, customer, card, control } = await shopWith(4)
  for (let round = 0; round < 120; round++)
    await stripe.paymentIntents
      .create({ amount: 1_000, currency: 'usd', customer, payment_method: card, confirm: true })
      .catch((error: unknown) => expect(error).toBeInstanceOf(Stripe.errors.StripeCardError))
  let waiting: Stripe.Dispute | undefined
  for (let days = 0; days < 130 && waiting === undefined; days += 5) {
    await control('POST', 'clock/advance', { by: '5d' })
    waiting = (await stripe.disputes.list({ limit: 100 })).data.find(({ status }) => status === 'needs_response')
  }
  expect(waiting).toMatchObject({ object: 'dispute', amount: 1_000, livemode: false })
  expect(await stripe.charges.retrieve(waiting!.charge as string)).toMatchObject({ disputed: true })
  const answered = await stripe.disputes.update(waiting!.id, { evidence: { uncategorized_text: 'they used it' }, submit: true })
  expect(answered.status).toBe('under_review')
  await control('POST', 'clock/advance', { by: '40d' })
  expect((await stripe.disputes.retrieve(waiting!.id)).status).toMatch(/^(won|lost)$/)
})

async function shopWith(seed: number) {
  const at = await atAddress({ seed })
  const { id: customer } = await at.stripe.customers.create({ name: 'ada' })
  const { id: card } = await at.stripe.paymentMethods.attach('pm_card_visa', { customer })
  return { ...at, customer, card }
}

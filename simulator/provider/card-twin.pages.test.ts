import { expect } from 'vitest'
import { days, hours } from '#machines'
import type Stripe from 'stripe'
import { type Behaviour, type Bench, proven } from './card-twin.fixture.ts'

/** Something that is sold once, for 50.00. */
const mug = async ({ stripe }: Bench): Promise<string> =>
  (await stripe.prices.create({ currency: 'usd', unit_amount: 2500, product_data: { name: 'mug' } })).id

async function page(b: Bench, params: Partial<Stripe.Checkout.SessionCreateParams> = {}): Promise<Stripe.Checkout.Session> {
  const session = await b.stripe.checkout.sessions.create({
    mode: 'payment',
    customer_email: 'ada@example.com',
    line_items: [{ price: await mug(b), quantity: 2 }],
    ...params,
  })
  b.heard()
  return session
}
const visit = (b: Bench, id: string, method: Parameters<Bench['twin']['setMethod']>[1] = 'card', authenticates?: 'fails') =>
  b.twin.completeCheckout(id, method, { now: b.now, choices: b.choices }, authenticates)
const read = (b: Bench, id: string) => b.stripe.checkout.sessions.retrieve(id)
const charges = ({ twin }: Bench) => twin.books().charges.map((each) => each.code ?? each.outcome)

const behaviours: readonly Behaviour[] = [
  {
    does: 'sells something once, to a guest, and says so last',
    source: '● SN Session.mode payment',
    async proves(b) {
      const { id } = await page(b, {
        client_reference_id: 'ada',
        metadata: { cart: '7' },
        payment_intent_data: { description: 'two mugs', metadata: { order: '42' }, receipt_email: 'ada@example.com' },
      })
      expect(await read(b, id)).toMatchObject({
        status: 'open',
        payment_intent: null,
        amount_total: 5000,
        customer_creation: 'if_required',
      })
      expect(visit(b, id)).toBe('complete')
      expect(b.heard()).toEqual(['payment_intent.created', 'charge.succeeded', 'payment_intent.succeeded', 'checkout.session.completed'])
      const done = await b.stripe.checkout.sessions.retrieve(id, { expand: ['payment_intent', 'line_items'] })
      expect(done).toMatchObject({
        status: 'complete',
        payment_status: 'paid',
        customer: null,
        customer_details: { email: 'ada@example.com' },
        client_reference_id: 'ada',
        metadata: { cart: '7' },
        url: null,
        payment_intent: { status: 'succeeded', amount: 5000, description: 'two mugs', metadata: { order: '42' } },
        line_items: { data: [{ quantity: 2, amount_total: 5000 }] },
      })
    },
  },
  {
    does: 'completes a page once: whoever presses the button again pays nothing more',
    source: '● SN Session.status complete',
    async proves(b) {
      const { id } = await page(b)
      expect([visit(b, id), visit(b, id)]).toEqual(['complete', 'closed'])
      expect(charges(b)).toEqual(['succeeded'])
      await expect(b.stripe.checkout.sessions.expire(id)).rejects.toMatchObject({ statusCode: 400 })
    },
  },
  {
    does: 'keeps one intent for a page whose first card is declined or whose bank is not answered',
    source: '○ one intent per page',
    async proves(b) {
      const { id } = await page(b)
      expect(visit(b, id, 'card without funds')).toBe('declined')
      expect(visit(b, id, 'card needing authentication', 'fails')).toBe('declined')
      expect(await read(b, id)).toMatchObject({ status: 'open', payment_intent: 'pi_ada_1' })
      expect(visit(b, id, 'card needing authentication')).toBe('complete')
      expect(await read(b, id)).toMatchObject({ status: 'complete', payment_intent: 'pi_ada_1' })
      expect(charges(b).at(-1)).toBe('succeeded')
      expect((await b.stripe.checkout.sessions.list({ payment_intent: 'pi_ada_1' })).data).toHaveLength(1)
    },
  },
  {
    does: 'keeps a page’s payment to the page: nobody confirms or cancels it, and it ends with it',
    source: '● SN Session.payment_intent',
    async proves(b) {
      const { id } = await page(b)
      visit(b, id, 'card without funds')
      await expect(b.stripe.paymentIntents.confirm('pi_ada_1', { payment_method: 'pm_card_visa' })).rejects.toMatchObject({
        code: 'payment_intent_unexpected_state',
      })
      await expect(b.stripe.paymentIntents.cancel('pi_ada_1')).rejects.toMatchObject({ code: 'payment_intent_unexpected_state' })
      b.heard()
      await b.stripe.checkout.sessions.expire(id)
      expect(b.heard()).toEqual(['payment_intent.canceled', 'checkout.session.expired'])
      expect(await b.stripe.paymentIntents.retrieve('pi_ada_1')).toMatchObject({ cancellation_reason: 'expired' })
      expect(visit(b, id)).toBe('closed')
    },
  },
  {
    does: 'makes a customer where it is asked to, or where the card is to be kept',
    source: '● SN SessionCreateParams.customer_creation; setup_future_usage ○',
    async proves(b) {
      const first = await page(b, { customer_creation: 'always' })
      visit(b, first.id)
      expect(await read(b, first.id)).toMatchObject({ customer: 'cus_ada_1' })
      expect((await b.stripe.paymentMethods.list({ customer: 'cus_ada_1' })).data).toHaveLength(0)
      const second = await page(b, { payment_intent_data: { setup_future_usage: 'off_session' } })
      visit(b, second.id, 'card without funds')
      visit(b, second.id)
      expect(await read(b, second.id)).toMatchObject({ customer: 'cus_ada_2' })
      expect((await b.stripe.paymentMethods.list({ customer: 'cus_ada_2' })).data).toHaveLength(1)
    },
  },
  {
    does: 'lets a page without a price go through without a payment',
    source: '● SN payment_status no_payment_required',
    async proves(b) {
      const free = await b.stripe.prices.create({ currency: 'usd', unit_amount: 0, product_data: { name: 'sticker' } })
      const { id } = await page(b, { line_items: [{ price: free.id, quantity: 1 }] })
      expect(visit(b, id)).toBe('complete')
      expect(await read(b, id)).toMatchObject({ payment_status: 'no_payment_required', payment_intent: null })
    },
  },
  {
    does: 'completes an order to debit an account unpaid, and tells days later that it was paid',
    source: '◐ gameserverapp/Platform#1216; ● SN async_payment_succeeded; how long ○',
    async proves(b) {
      const { id } = await page(b, { allowed_payment_method_types: ['sepa_debit'] })
      expect(visit(b, id)).toBe('complete')
      expect(b.heard()).toEqual(['payment_intent.created', 'charge.pending', 'payment_intent.processing', 'checkout.session.completed'])
      expect(await read(b, id)).toMatchObject({ status: 'complete', payment_status: 'unpaid' })
      expect(await b.stripe.paymentIntents.retrieve('pi_ada_1')).toMatchObject({ status: 'processing' })
      expect(b.twin.books().balance).toEqual([])
      b.pass(days(5))
      expect(b.heard()).toEqual(['charge.succeeded', 'payment_intent.succeeded', 'checkout.session.async_payment_succeeded'])
      expect(await read(b, id)).toMatchObject({ payment_status: 'paid' })
      expect(await b.stripe.charges.retrieve('ch_ada_1')).toMatchObject({ payment_method_details: { type: 'sepa_debit' } })
    },
  },
  {
    does: 'tells that an order could not be carried out, and stays complete and unpaid',
    source: '◐ the same; ● SN async_payment_failed',
    given: { debitSettles: days(2) },
    async proves(b) {
      const { id } = await page(b, { allowed_payment_method_types: ['us_bank_account'] })
      visit(b, id, 'card without funds')
      b.heard()
      b.pass(days(2))
      expect(b.heard()).toEqual(['charge.failed', 'payment_intent.payment_failed', 'checkout.session.async_payment_failed'])
      expect(await read(b, id)).toMatchObject({ status: 'complete', payment_status: 'unpaid' })
      expect(visit(b, id)).toBe('closed')
    },
  },
  {
    does: 'saves a card without a payment',
    source: '● SN Session.mode setup',
    async proves(b) {
      const { customer } = b.customer()
      b.heard()
      const session = await b.stripe.checkout.sessions.create({
        mode: 'setup',
        customer,
        currency: 'usd',
        setup_intent_data: { metadata: { why: 'later' } },
      })
      expect(session).toMatchObject({ amount_total: null, payment_status: 'no_payment_required', setup_intent: null })
      expect(visit(b, session.id, 'card expired')).toBe('declined')
      expect(visit(b, session.id, 'card needing authentication', 'fails')).toBe('declined')
      expect(visit(b, session.id, 'card needing authentication')).toBe('complete')
      expect(b.heard().slice(-3)).toEqual(['payment_method.attached', 'setup_intent.succeeded', 'checkout.session.completed'])
      const done = await b.stripe.checkout.sessions.retrieve(session.id, { expand: ['setup_intent'] })
      expect(done).toMatchObject({
        status: 'complete',
        setup_intent: { id: 'seti_ada_1', status: 'succeeded', metadata: { why: 'later' } },
      })
      expect((await b.stripe.paymentMethods.list({ customer })).data).toHaveLength(2)
      expect(charges(b)).toEqual([])
    },
  },
  {
    does: 'gives a setup up with its page',
    source: '○ nobody is there to end it',
    async proves(b) {
      const session = await b.stripe.checkout.sessions.create({ mode: 'setup', customer_email: 'ada@example.com', currency: 'usd' })
      visit(b, session.id, 'card expired')
      b.heard()
      b.pass(hours(24))
      expect(b.heard()).toEqual(['checkout.session.expired', 'setup_intent.canceled'].toReversed())
    },
  },
  {
    does: 'refuses what has no meaning on a page of this mode',
    source: '● SN SessionCreateParams',
    async proves(b) {
      const asked = (params: Readonly<Record<string, unknown>>) =>
        b.ask('checkout.sessions.create', { mode: 'payment', customer_email: 'ada@example.com', ...params })
      const line_items = [{ price: await mug(b), quantity: 2 }]
      const refused = (param: string) => ({ status: 400, body: { error: { param } } })
      expect(asked({})).toMatchObject(refused('line_items'))
      expect(asked({ line_items: [{ price: b.price('pro') }] })).toMatchObject(refused('line_items[0][price]'))
      expect(asked({ line_items, subscription_data: {} })).toMatchObject(refused('subscription_data'))
      expect(asked({ line_items, mode: 'setup' })).toMatchObject(refused('line_items'))
      expect(asked({ mode: 'setup', payment_intent_data: {} })).toMatchObject(refused('payment_intent_data'))
      expect(asked({ line_items, mode: 'subscription' })).toMatchObject({ status: 400 })
      expect(asked({ line_items, customer: b.customer().customer, customer_creation: 'always' })).toMatchObject(
        refused('customer_creation'),
      )
      const cent = await b.stripe.prices.create({ currency: 'usd', unit_amount: 1, product_data: { name: 'cent' } })
      expect(asked({ line_items: [{ price: cent.id }] })).toMatchObject({ status: 400, body: { error: { code: 'amount_too_small' } } })
      for (const params of [
        { line_items, payment_intent_data: { capture_method: 'manual' } },
        { line_items, payment_method_types: ['klarna'] },
        { line_items: [{ price: b.price('pro') }], mode: 'subscription', payment_method_types: ['sepa_debit'] },
      ])
        expect(asked(params)).toMatchObject({ status: 400, body: { error: { code: 'billstorm_not_modelled' } } })
    },
  },
  {
    does: 'changes the notes of a page, and nothing of what it sells',
    source: '● SN SessionUpdateParams',
    async proves(b) {
      const { id } = await page(b, { metadata: { cart: '7' } })
      expect(await b.stripe.checkout.sessions.update(id, { metadata: { seen: 'yes' } })).toMatchObject({
        metadata: { cart: '7', seen: 'yes' },
      })
      expect(b.heard()).toEqual([])
      await expect(b.stripe.checkout.sessions.update(id, { line_items: [{ id: 'li_1', quantity: 9 }] })).rejects.toMatchObject({
        code: 'billstorm_not_modelled',
      })
    },
  },
]

proven('pages', behaviours)

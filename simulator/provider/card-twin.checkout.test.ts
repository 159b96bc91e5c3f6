import { expect } from 'vitest'
import { hours } from '#machines'
import { type Behaviour, proven } from './card-twin.fixture.ts'

const behaviours: readonly Behaviour[] = [
  {
    does: 'keeps a Checkout page open until the customer completes it, then says so last',
    source: '○ SN checkout.sessions; ◐ stripe/sync-engine#268 for the order',
    async proves({ stripe, twin, now, choices, price, heard }) {
      const { id: customer } = await stripe.customers.create({ name: 'ada', email: 'ada@example.com' })
      const session = await stripe.checkout.sessions.create({
        mode: 'subscription',
        customer,
        line_items: [{ price: price('pro'), quantity: 2 }],
        success_url: 'https://example.com/done',
        client_reference_id: 'u1',
        subscription_data: { metadata: { referenceId: 'u1' } },
      })
      expect(session).toMatchObject({
        status: 'open',
        payment_status: 'unpaid',
        subscription: null,
        amount_total: 3998,
        url: expect.stringContaining(session.id),
      })
      heard()
      expect(twin.completeCheckout(session.id, 'card', { now, choices })).toBe('complete')
      const types = heard()
      expect(types.slice(0, 3)).toEqual(['payment_method.attached', 'invoice.created', 'customer.subscription.created'])
      expect(types.at(-1)).toBe('checkout.session.completed')
      const done = await stripe.checkout.sessions.retrieve(session.id, { expand: ['subscription', 'line_items'] })
      expect(done).toMatchObject({
        status: 'complete',
        payment_status: 'paid',
        subscription: { status: 'active', metadata: { referenceId: 'u1' } },
      })
      expect(done.line_items?.data).toMatchObject([{ quantity: 2, amount_total: 3998 }])
      expect((await stripe.checkout.sessions.list({ subscription: 'sub_ada_1' })).data).toHaveLength(1)
    },
  },
  {
    does: 'leaves a Checkout page open and no subscription behind when the card is declined',
    source: '○ checkout',
    async proves({ stripe, twin, now, choices, price }) {
      const session = await stripe.checkout.sessions.create({
        mode: 'subscription',
        customer_email: 'ada@example.com',
        line_items: [{ price: price('pro'), quantity: 1 }],
      })
      expect(twin.completeCheckout(session.id, 'card without funds', { now, choices })).toBe('declined')
      expect(twin.subscriptions()).toEqual([])
      expect(twin.books().charges).toMatchObject([{ outcome: 'declined', code: 'insufficient_funds', owner: 'ada' }])
      expect(twin.completeCheckout(session.id, 'card needing authentication', { now, choices })).toBe('complete')
      expect(twin.subscriptions()).toMatchObject([{ status: 'active' }])
    },
  },
  {
    does: 'refuses a Checkout page that would stay open longer than a day or shorter than half an hour',
    source: '● SN checkout.sessions expires_at',
    async proves({ stripe, price, now }) {
      for (const after of [60, 86_401])
        await expect(
          stripe.checkout.sessions.create({
            mode: 'subscription',
            customer_email: 'ada@example.com',
            line_items: [{ price: price('pro'), quantity: 1 }],
            expires_at: now / 1_000 + after,
          }),
        ).rejects.toMatchObject({ statusCode: 400, param: 'expires_at' })
    },
  },
  {
    does: 'expires a Checkout page after a day',
    source: '● SN checkout.sessions expires_at',
    async proves({ stripe, pass, price, heard, twin, now, choices }) {
      const session = await stripe.checkout.sessions.create({
        mode: 'subscription',
        customer_email: 'ada@example.com',
        line_items: [{ price: price('pro'), quantity: 1 }],
      })
      heard()
      pass(hours(24))
      expect(heard()).toEqual(['checkout.session.expired'])
      expect(twin.completeCheckout(session.id, 'card', { now, choices })).toBe('closed')
    },
  },
  {
    does: 'starts a trial from Checkout without a payment',
    source: '● SN checkout.sessions payment_status',
    async proves({ stripe, twin, now, choices, price }) {
      const session = await stripe.checkout.sessions.create({
        mode: 'subscription',
        customer_email: 'ada@example.com',
        line_items: [{ price: price('pro'), quantity: 1 }],
        subscription_data: { trial_period_days: 7 },
      })
      twin.completeCheckout(session.id, 'card', { now, choices })
      expect(await stripe.checkout.sessions.retrieve(session.id)).toMatchObject({ payment_status: 'no_payment_required' })
      expect(twin.subscriptions()).toMatchObject([{ status: 'trialing' }])
    },
  },
  {
    does: 'opens a page on which a customer manages billing',
    source: '○ SN billingPortal.sessions',
    async proves({ stripe, customer }) {
      const { customer: id } = customer()
      expect(await stripe.billingPortal.sessions.create({ customer: id, return_url: 'https://example.com' })).toMatchObject({
        customer: id,
        url: expect.any(String),
      })
    },
  },
]

proven('checkout', behaviours)

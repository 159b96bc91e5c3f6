import { expect } from 'vitest'
import { type Behaviour, proven } from './card-twin.fixture.ts'

const behaviours: readonly Behaviour[] = [
  {
    does: 'takes money with create and confirm in one call',
    source: '○ SN paymentIntents.create',
    async proves({ stripe, customer, heard, twin }) {
      const { customer: id, card } = customer()
      heard()
      const intent = await stripe.paymentIntents.create({
        amount: 1999,
        currency: 'usd',
        customer: id,
        payment_method: card,
        confirm: true,
        expand: ['latest_charge.balance_transaction'],
      })
      expect(intent).toMatchObject({
        status: 'succeeded',
        amount_received: 1999,
        latest_charge: { status: 'succeeded', paid: true, balance_transaction: { net: 1999 } },
      })
      expect(heard()).toEqual(['payment_intent.created', 'charge.succeeded', 'payment_intent.succeeded'])
      expect(twin.books()).toMatchObject({
        charges: [{ amount: 1999, outcome: 'succeeded', intent: intent.id, method: card }],
        balance: [{ amount: 1999 }],
      })
    },
  },
  {
    does: 'walks from requires_payment_method over requires_confirmation to succeeded',
    source: '○ 1.3 transitions',
    async proves({ stripe, customer }) {
      const { customer: id, card } = customer()
      const intent = await stripe.paymentIntents.create({ amount: 1999, currency: 'usd', customer: id })
      expect(intent.status).toBe('requires_payment_method')
      expect((await stripe.paymentIntents.update(intent.id, { payment_method: card })).status).toBe('requires_confirmation')
      expect((await stripe.paymentIntents.confirm(intent.id)).status).toBe('succeeded')
      await expect(stripe.paymentIntents.confirm(intent.id)).rejects.toMatchObject({
        statusCode: 400,
        code: 'payment_intent_unexpected_state',
      })
    },
  },
  {
    does: 'declines with 402, code and decline code, the intent inside, and asks for another method',
    source: '● SN Error',
    async proves({ stripe, customer, heard }) {
      const { customer: id, card } = customer('ada', 'card without funds')
      heard()
      await expect(
        stripe.paymentIntents.create({ amount: 1999, currency: 'usd', customer: id, payment_method: card, confirm: true }),
      ).rejects.toMatchObject({
        statusCode: 402,
        type: 'StripeCardError',
        code: 'card_declined',
        decline_code: 'insufficient_funds',
        payment_intent: { id: 'pi_ada_1', status: 'requires_payment_method', last_payment_error: { decline_code: 'insufficient_funds' } },
      })
      expect(heard()).toEqual(['payment_intent.created', 'charge.failed', 'payment_intent.payment_failed'])
      expect(await stripe.charges.retrieve('ch_ada_1')).toMatchObject({
        status: 'failed',
        failure_code: 'card_declined',
        balance_transaction: null,
      })
    },
  },
  {
    does: 'tells an expired card by its own code',
    source: '○ SN declines',
    async proves({ stripe, customer }) {
      const { customer: id, card } = customer('ada', 'card expired')
      await expect(
        stripe.paymentIntents.create({ amount: 1999, currency: 'usd', customer: id, payment_method: card, confirm: true }),
      ).rejects.toMatchObject({ statusCode: 402, code: 'expired_card', decline_code: 'expired_card' })
    },
  },
  {
    does: 'takes another method after a decline on the same intent',
    source: '○ 1.3 transitions',
    async proves({ stripe, customer, twin }) {
      const poor = customer('ada', 'card without funds')
      await expect(
        stripe.paymentIntents.create({ amount: 1999, currency: 'usd', customer: poor.customer, payment_method: poor.card, confirm: true }),
      ).rejects.toMatchObject({ statusCode: 402 })
      const { card } = customer('ada', 'card')
      expect((await stripe.paymentIntents.confirm('pi_ada_1', { payment_method: card })).status).toBe('succeeded')
      expect(twin.books().charges.map((each) => [each.intent, each.outcome])).toEqual([
        ['pi_ada_1', 'declined'],
        ['pi_ada_1', 'succeeded'],
      ])
    },
  },
  {
    does: 'asks the customer for authentication on-session, and succeeds when it is given',
    source: 'state ● SN, when ○: requires_action',
    async proves({ stripe, customer, twin, now, choices, heard }) {
      const { customer: id, card } = customer('ada', 'card needing authentication')
      heard()
      const intent = await stripe.paymentIntents.create({
        amount: 1999,
        currency: 'usd',
        customer: id,
        payment_method: card,
        confirm: true,
      })
      expect(intent).toMatchObject({ status: 'requires_action', next_action: { type: 'use_stripe_sdk' } })
      expect(twin.authenticate('ada', true, { now, choices })).toBe(true)
      expect(twin.authenticate('ada', true, { now, choices })).toBe(false)
      expect((await stripe.paymentIntents.retrieve(intent.id)).status).toBe('succeeded')
      expect(heard()).toEqual(['payment_intent.created', 'payment_intent.requires_action', 'charge.succeeded', 'payment_intent.succeeded'])
    },
  },
  {
    does: 'asks for another method when authentication fails',
    source: 'code ● SN, when ○: payment_intent_authentication_failure',
    async proves({ stripe, customer, twin, now, choices }) {
      const { customer: id, card } = customer('ada', 'card needing authentication')
      await stripe.paymentIntents.create({ amount: 1999, currency: 'usd', customer: id, payment_method: card, confirm: true })
      twin.authenticate('ada', false, { now, choices })
      expect(await stripe.paymentIntents.retrieve('pi_ada_1')).toMatchObject({
        status: 'requires_payment_method',
        last_payment_error: { code: 'payment_intent_authentication_failure' },
      })
      expect(twin.books().charges.map((each) => each.outcome)).toEqual(['needs action', 'declined'])
    },
  },
  {
    does: 'lets the customer’s page answer the bank by an operation of its own, once per key',
    source: 'code ● SN, when ○: payment_intent_authentication_failure',
    async proves({ ask, customer, twin }) {
      const { customer: id, card } = customer('ada', 'card needing authentication')
      const params = { amount: 1999, currency: 'usd', customer: id, payment_method: card, confirm: true }
      ask('payment_intents.create', params)
      const fails = ask('payment_intents.authenticate', { succeeds: false }, { id: 'pi_ada_1', key: 'k1' })
      expect(fails).toMatchObject({
        status: 400,
        body: { error: { code: 'payment_intent_authentication_failure', payment_intent: { status: 'requires_payment_method' } } },
      })
      expect(ask('payment_intents.authenticate', { succeeds: false }, { id: 'pi_ada_1', key: 'k1' })).toEqual(fails)
      ask('payment_intents.create', params)
      expect(ask('payment_intents.authenticate', { succeeds: true }, { id: 'pi_ada_2', key: 'k2' })).toMatchObject({
        status: 200,
        body: { status: 'succeeded' },
      })
      expect(ask('payment_intents.authenticate', { succeeds: true }, { id: 'pi_ada_2', key: 'k3' })).toMatchObject({
        status: 400,
        body: { error: { code: 'payment_intent_unexpected_state', payment_intent: { status: 'succeeded' } } },
      })
      expect(twin.books().charges.map((each) => each.outcome)).toEqual(['needs action', 'declined', 'needs action', 'succeeded'])
    },
  },
  {
    does: 'declines off-session what would need the customer',
    source: 'code ● SN, when ○: authentication_required',
    async proves({ stripe, customer }) {
      const { customer: id, card } = customer('ada', 'card needing authentication')
      await expect(
        stripe.paymentIntents.create({
          amount: 1999,
          currency: 'usd',
          customer: id,
          payment_method: card,
          confirm: true,
          off_session: true,
        }),
      ).rejects.toMatchObject({ statusCode: 402, code: 'authentication_required', decline_code: 'authentication_required' })
    },
  },
  {
    does: 'deviates by the choice named by customer, purpose and attempt, and by no other',
    source: 'architecture: choices are named',
    given: { record: new Map([['ada/renewal 2024-02-29/attempt 2/outcome', 'declined:do_not_honor']]) },
    async proves({ stripe, customer, choices }) {
      const { customer: id, card } = customer()
      const pay = (): Promise<{ readonly status: string }> =>
        stripe.paymentIntents.create({
          amount: 1999,
          currency: 'usd',
          customer: id,
          payment_method: card,
          confirm: true,
          metadata: { purpose: 'renewal 2024-02-29' },
        })
      expect((await pay()).status).toBe('succeeded')
      await expect(pay()).rejects.toMatchObject({ decline_code: 'do_not_honor' })
      expect((await pay()).status).toBe('succeeded')
      expect([...choices.record.keys()]).toEqual(['ada/renewal 2024-02-29/attempt 2/outcome'])
    },
  },
  {
    does: 'cancels an intent for good, and none that has succeeded',
    source: '● SN paymentIntents.cancel',
    async proves({ stripe, customer }) {
      const { customer: id, card } = customer()
      const intent = await stripe.paymentIntents.create({ amount: 1999, currency: 'usd', customer: id })
      expect(await stripe.paymentIntents.cancel(intent.id, { cancellation_reason: 'abandoned' })).toMatchObject({
        status: 'canceled',
        cancellation_reason: 'abandoned',
      })
      await expect(stripe.paymentIntents.confirm(intent.id, { payment_method: card })).rejects.toMatchObject({
        code: 'payment_intent_unexpected_state',
      })
      const paid = await stripe.paymentIntents.create({ amount: 1999, currency: 'usd', customer: id, payment_method: card, confirm: true })
      await expect(stripe.paymentIntents.cancel(paid.id)).rejects.toMatchObject({ code: 'payment_intent_unexpected_state' })
    },
  },
  {
    does: 'refuses an amount below the least charge, none, and one that is no integer',
    source: 'code ● SN, when ○: amount_too_small',
    async proves({ stripe, ask }) {
      await expect(stripe.paymentIntents.create({ amount: 49, currency: 'usd' })).rejects.toMatchObject({
        statusCode: 400,
        code: 'amount_too_small',
        param: 'amount',
      })
      expect(ask('payment_intents.create', { currency: 'usd' })).toMatchObject({
        status: 400,
        body: { error: { code: 'parameter_missing', param: 'amount' } },
      })
      expect(ask('payment_intents.create', { currency: 'usd', amount: '12.5' })).toMatchObject({
        status: 400,
        body: { error: { code: 'parameter_invalid_integer', param: 'amount' } },
      })
    },
  },
  {
    does: 'refuses to confirm without a method and with another customer’s',
    source: '○ SN paymentIntents.confirm',
    async proves({ stripe, customer }) {
      const { customer: id } = customer('ada')
      const { card } = customer('bob')
      const intent = await stripe.paymentIntents.create({ amount: 1999, currency: 'usd', customer: id })
      await expect(stripe.paymentIntents.confirm(intent.id)).rejects.toMatchObject({ code: 'payment_intent_unexpected_state' })
      await expect(stripe.paymentIntents.confirm(intent.id, { payment_method: card })).rejects.toMatchObject({
        statusCode: 400,
        param: 'payment_method',
      })
    },
  },
  {
    does: 'lists and searches intents',
    source: '○ SN paymentIntents.list, search',
    async proves({ stripe, customer }) {
      const { customer: id } = customer()
      await stripe.paymentIntents.create({ amount: 1999, currency: 'usd', customer: id, metadata: { order: '7' } })
      await stripe.paymentIntents.create({ amount: 2999, currency: 'usd', customer: id })
      expect((await stripe.paymentIntents.list({ customer: id })).data.map((each) => each.amount)).toEqual([2999, 1999])
      expect((await stripe.paymentIntents.search({ query: "metadata['order']:'7'" })).data).toHaveLength(1)
    },
  },
  {
    does: 'attaches the card when it is to be used again',
    source: '● SN setup_future_usage',
    async proves({ stripe, ask }) {
      const { id } = await stripe.customers.create({ name: 'ada' })
      const card = await stripe.paymentMethods.create({ type: 'card', card: { token: 'tok_visa' } })
      await stripe.paymentIntents.create({
        amount: 1999,
        currency: 'usd',
        customer: id,
        payment_method: card.id,
        confirm: true,
        setup_future_usage: 'off_session',
      })
      expect(ask('payment_methods.retrieve', {}, { id: card.id }).body).toMatchObject({ customer: id })
    },
  },
  {
    does: 'refunds in parts, never more than is left',
    source: '● SN refunds',
    async proves({ stripe, customer, heard, twin }) {
      const { customer: id, card } = customer()
      const intent = await stripe.paymentIntents.create({
        amount: 1999,
        currency: 'usd',
        customer: id,
        payment_method: card,
        confirm: true,
      })
      heard()
      const part = await stripe.refunds.create({
        charge: intent.latest_charge as string,
        amount: 999,
        reason: 'requested_by_customer',
        metadata: { why: 'late' },
      })
      expect(part).toMatchObject({ status: 'succeeded', amount: 999, payment_intent: intent.id })
      expect(heard()).toEqual(['refund.created', 'charge.refunded'])
      await expect(stripe.refunds.create({ charge: intent.latest_charge as string, amount: 1001 })).rejects.toMatchObject({
        statusCode: 400,
        param: 'amount',
      })
      await stripe.refunds.create({ payment_intent: intent.id })
      expect(await stripe.charges.retrieve(intent.latest_charge as string, { expand: ['refunds'] })).toMatchObject({
        refunded: true,
        amount_refunded: 1999,
        refunds: { data: [{}, {}] },
      })
      await expect(stripe.refunds.create({ payment_intent: intent.id })).rejects.toMatchObject({
        statusCode: 400,
        code: 'charge_already_refunded',
      })
      expect(twin.books().balance.reduce((sum, each) => sum + each.amount, 0)).toBe(0)
      expect((await stripe.refunds.list({ charge: intent.latest_charge as string })).data).toHaveLength(2)
    },
  },
  {
    does: 'refunds no charge that failed or does not exist',
    source: '● SN refunds',
    async proves({ stripe, customer }) {
      const { customer: id, card } = customer('ada', 'card without funds')
      await expect(
        stripe.paymentIntents.create({ amount: 1999, currency: 'usd', customer: id, payment_method: card, confirm: true }),
      ).rejects.toMatchObject({ statusCode: 402 })
      await expect(stripe.refunds.create({ charge: 'ch_ada_1' })).rejects.toMatchObject({ statusCode: 400 })
      await expect(stripe.refunds.create({ charge: 'ch_ada_9' })).rejects.toMatchObject({ code: 'resource_missing', param: 'charge' })
      await expect(stripe.refunds.create({})).rejects.toMatchObject({ code: 'parameter_missing' })
    },
  },
  {
    does: 'updates a refund’s metadata',
    source: '○ SN refunds.update',
    async proves({ stripe, customer, heard }) {
      const { customer: id, card } = customer()
      await stripe.paymentIntents.create({ amount: 1999, currency: 'usd', customer: id, payment_method: card, confirm: true })
      const refund = await stripe.refunds.create({ payment_intent: 'pi_ada_1' })
      heard()
      expect((await stripe.refunds.update(refund.id, { metadata: { a: '1' } })).metadata).toEqual({ a: '1' })
      expect(heard()).toEqual(['refund.updated'])
    },
  },
  {
    does: 'saves a card by a setup intent and attaches it',
    source: '● SN setupIntents',
    async proves({ stripe, heard }) {
      const { id } = await stripe.customers.create({ name: 'ada' })
      heard()
      const intent = await stripe.setupIntents.create({ customer: id, payment_method: 'pm_card_visa', confirm: true })
      expect(intent.status).toBe('succeeded')
      expect(heard()).toEqual(['setup_intent.created', 'payment_method.attached', 'setup_intent.succeeded'])
      expect((await stripe.setupIntents.list({ customer: id })).data).toHaveLength(1)
      await expect(stripe.setupIntents.cancel(intent.id)).rejects.toMatchObject({ code: 'setup_intent_unexpected_state' })
    },
  },
  {
    does: 'asks for authentication before it saves a card that needs it',
    source: '● SN setupIntents',
    async proves({ stripe, twin, now, choices }) {
      const { id } = await stripe.customers.create({ name: 'ada' })
      const intent = await stripe.setupIntents.create({ customer: id, payment_method: 'pm_card_authenticationRequired', confirm: true })
      expect(intent.status).toBe('requires_action')
      twin.authenticate('ada', true, { now, choices })
      expect((await stripe.setupIntents.retrieve(intent.id)).status).toBe('succeeded')
      await expect(
        stripe.setupIntents.create({ customer: id, payment_method: 'pm_card_chargeDeclinedExpiredCard', confirm: true }),
      ).rejects.toMatchObject({ statusCode: 402, code: 'expired_card' })
    },
  },
]

proven('payments', behaviours)

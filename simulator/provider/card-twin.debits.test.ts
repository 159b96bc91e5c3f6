import { expect } from 'vitest'
import type Stripe from 'stripe'
import { days } from '#machines'
import { type Behaviour, type Bench, proven } from './card-twin.fixture.ts'

const outcome = (option: string) => ({ record: new Map([['ada/order/attempt 1/outcome', option]]) })

/** An order of 19.99 from an account, which its bank has taken. */
async function ordered({ stripe, customer, heard }: Bench): Promise<Stripe.PaymentIntent> {
  const { customer: id } = customer()
  const account = await stripe.paymentMethods.attach('pm_usBankAccount_success', { customer: id })
  heard()
  return stripe.paymentIntents.create({
    amount: 1999,
    currency: 'usd',
    customer: id,
    payment_method: account.id,
    confirm: true,
    metadata: { purpose: 'order' },
  })
}

const moved = ({ twin }: Bench) => twin.books().balance.map((each) => (each.isFee === true ? ['fee', each.amount] : each.amount))

const behaviours: readonly Behaviour[] = [
  {
    does: 'takes an order to debit an account, and no money',
    source: 'billing.md 1.3 ●, processing and pending',
    async proves(b) {
      const intent = await ordered(b)
      expect(intent).toMatchObject({ status: 'processing', amount_received: 0, latest_charge: 'ch_ada_1' })
      expect(b.heard()).toEqual(['payment_intent.created', 'charge.pending', 'payment_intent.processing'])
      expect(await b.stripe.charges.retrieve('ch_ada_1')).toMatchObject({
        status: 'pending',
        paid: false,
        captured: false,
        payment_method_details: { type: 'us_bank_account' },
      })
      expect(moved(b)).toEqual([])
    },
  },
  {
    does: 'settles the order days later, in the same charge',
    source: 'billing.md 1.3 ●; how long ○',
    async proves(b) {
      const { id } = await ordered(b)
      b.heard()
      b.pass(days(4))
      expect(b.heard()).toEqual([])
      b.pass(days(1))
      expect(b.heard()).toEqual(['charge.succeeded', 'payment_intent.succeeded'])
      expect(await b.stripe.paymentIntents.retrieve(id)).toMatchObject({
        status: 'succeeded',
        amount_received: 1999,
        latest_charge: 'ch_ada_1',
      })
      expect(moved(b)).toEqual([1999])
      expect(b.twin.books().charges.map((each) => [each.id, each.outcome])).toEqual([
        ['ch_ada_1 ordered', 'processing'],
        ['ch_ada_1', 'succeeded'],
      ])
    },
  },
  {
    does: 'finds no money days later, and may find some another time',
    source: 'SD/payments/ach-direct-debit, failures ◐',
    given: outcome('declined:try_again_later'),
    async proves(b) {
      const { id } = await ordered(b)
      b.heard()
      b.pass(days(5))
      expect(b.heard()).toEqual(['charge.failed', 'payment_intent.payment_failed'])
      expect(await b.stripe.paymentIntents.retrieve(id)).toMatchObject({
        status: 'requires_payment_method',
        last_payment_error: { decline_code: 'insufficient_funds' },
      })
      expect(moved(b)).toEqual([])
    },
  },
  {
    does: 'finds no such account, and never will',
    source: 'SD/payments/ach-direct-debit, failures ◐',
    given: outcome('declined:stolen_card'),
    async proves(b) {
      const { id } = await ordered(b)
      b.pass(days(5))
      const { last_payment_error: error } = await b.stripe.paymentIntents.retrieve(id)
      expect(error).toMatchObject({ decline_code: 'invalid_account' })
    },
  },
  {
    does: 'does not cancel an order that its bank has taken',
    source: '○ SN PaymentIntents.cancel: only in rare cases',
    async proves(b) {
      const { id } = await ordered(b)
      await expect(b.stripe.paymentIntents.cancel(id)).rejects.toMatchObject({ code: 'payment_intent_unexpected_state' })
      await expect(b.stripe.paymentIntents.confirm(id)).rejects.toMatchObject({ code: 'payment_intent_unexpected_state' })
    },
  },
  {
    does: 'gives nothing back of an order that is not settled',
    source: 'billing.md 1.3 ●, charge_pending; that it is refused ○',
    async proves(b) {
      const { id } = await ordered(b)
      await expect(b.stripe.refunds.create({ charge: 'ch_ada_1' })).rejects.toMatchObject({ type: 'StripeInvalidRequestError' })
      await expect(b.stripe.refunds.create({ payment_intent: id })).rejects.toMatchObject({ type: 'StripeInvalidRequestError' })
    },
  },
  {
    does: 'takes back what was settled, as a dispute that is lost from the start',
    source: 'GCS/17143479940892 ●; as a dispute SD/payments/ach-direct-debit ◐',
    given: { record: new Map([['ada/order/payment 1/late settlement failure', 'a week on']]) },
    async proves(b) {
      await ordered(b)
      b.pass(days(5))
      b.heard()
      b.pass(days(7))
      expect(b.heard()).toEqual(['charge.dispute.created', 'charge.dispute.funds_withdrawn', 'charge.dispute.closed'])
      const dispute = await b.stripe.disputes.retrieve('dp_ada_1')
      expect(dispute).toMatchObject({ status: 'lost', amount: 1999, evidence_details: { due_by: null } })
      expect(dispute).not.toHaveProperty('payment_method_details')
      expect(moved(b)).toEqual([1999, -1999, ['fee', -1500]])
      b.pass(days(60))
      expect(b.heard()).toEqual([])
    },
  },
  {
    does: 'is told apart from the vendor where an invoice of the vendor’s would be debited',
    source: 'what a subscription goes through meanwhile is not modelled',
    async proves(b) {
      const { customer } = b.customer()
      const account = await b.stripe.paymentMethods.attach('pm_usBankAccount_success', { customer })
      const preferred = { invoice_settings: { default_payment_method: account.id } }
      await expect(b.stripe.customers.update(customer, preferred)).rejects.toThrow('not modelled')
      const subscription = { customer, items: [{ price: b.price('basic') }], default_payment_method: account.id }
      await expect(b.stripe.subscriptions.create(subscription)).rejects.toThrow('not modelled')
    },
  },
]

proven('debits', behaviours)

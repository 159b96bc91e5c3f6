import { expect } from 'vitest'
import { days } from '#machines'
import { type Behaviour, type Bench, proven } from './card-twin.fixture.ts'
import { disputeOptions, type DisputeCourse } from './disputes/courses.ts'

const about = (course: DisputeCourse) => ({ record: new Map([['ada/order/payment 1/dispute', `${course}: a day on`]]) })
const dispute = 'dp_ada_1'
const answer = { evidence: { uncategorized_text: 'it was used every day' } }

function paid({ ask, customer, heard }: Bench): string {
  const { customer: id, card } = customer()
  const { body } = ask('payment_intents.create', {
    amount: 1999,
    currency: 'usd',
    customer: id,
    payment_method: card,
    confirm: true,
    metadata: { purpose: 'order' },
  })
  heard()
  return (body as { readonly latest_charge: string }).latest_charge
}

const steps = ({ twin }: Bench) => twin.books().disputes.map((each) => [each.status, each.moved])
const refund = (b: Bench, charge: string, amount?: number) =>
  b.ask('refunds.create', amount === undefined ? { charge } : { charge, amount })

const behaviours: readonly Behaviour[] = [
  {
    does: 'asks before anything is taken, and closes what needs no more',
    source: '● SN Dispute.Status warning_*',
    given: about('inquiry'),
    proves(b) {
      paid(b)
      b.pass(days(1))
      expect(b.heard()).toEqual(['charge.dispute.created'])
      expect(b.ask('disputes.retrieve', {}, { id: dispute }).body).toMatchObject({
        status: 'warning_needs_response',
        is_charge_refundable: true,
        balance_transactions: [],
        payment_method_details: { card: { case_type: 'inquiry' } },
      })
      expect(b.ask('disputes.update', answer, { id: dispute }).body).toMatchObject({ status: 'warning_under_review' })
      b.heard()
      b.pass(days(14))
      expect(b.heard()).toEqual(['charge.dispute.closed'])
      expect(steps(b)).toEqual([
        ['inquiry', 0],
        ['inquiry under review', 0],
        ['inquiry closed', 0],
      ])
      expect(b.twin.books().balance).toHaveLength(1)
    },
  },
  {
    does: 'says that what closing an inquiry does is not modelled',
    source: 'the vendor’s text speaks of needs_response only',
    given: about('inquiry'),
    proves(b) {
      paid(b)
      b.pass(days(1))
      expect(b.ask('disputes.close', {}, { id: dispute })).toMatchObject({
        status: 400,
        body: { error: { code: 'billstorm_not_modelled' } },
      })
    },
  },
  {
    does: 'takes the money when an inquiry becomes a dispute, and hears the merchant once more',
    source: '● SN; ○ that the second answer counts anew',
    given: about('inquiry, then won'),
    proves(b) {
      paid(b)
      b.pass(days(1))
      b.ask('disputes.update', answer, { id: dispute })
      b.heard()
      b.pass(days(14))
      expect(b.heard()).toEqual(['charge.dispute.updated', 'charge.dispute.funds_withdrawn'])
      expect(b.ask('disputes.update', answer, { id: dispute }).body).toMatchObject({ status: 'under_review' })
      b.pass(days(14))
      expect(steps(b).slice(-3)).toEqual([
        ['needs response', -1999],
        ['under review', 0],
        ['won', 1999],
      ])
    },
  },
  {
    does: 'refuses a refund of what the bank has or had, and allows it while it only asks',
    source: '◐ getlago/lago-api#6257',
    given: about('inquiry, then lost'),
    proves(b) {
      const charge = paid(b)
      b.pass(days(1))
      expect(refund(b, charge, 100).status).toBe(200)
      b.pass(days(7))
      expect(steps(b)).toEqual([
        ['inquiry', 0],
        ['needs response', -1899],
      ])
      expect(refund(b, charge)).toMatchObject({ status: 400, body: { error: { code: 'charge_disputed' } } })
      b.pass(days(7))
      expect(steps(b).at(-1)).toEqual(['lost', 0])
      expect(refund(b, charge)).toMatchObject({ status: 400, body: { error: { code: 'charge_disputed' } } })
      expect(b.twin.books().balance.reduce((sum, each) => sum + (each.isFee === true ? 0 : each.amount), 0)).toBe(0)
    },
  },
  {
    does: 'allows the refund again once the merchant has won, and says so of what is refunded already',
    source: '◐ getlago/lago-api#6257',
    given: about('withdrawn'),
    proves(b) {
      const charge = paid(b)
      b.pass(days(8))
      expect(refund(b, charge).status).toBe(200)
      expect(refund(b, charge)).toMatchObject({ status: 400, body: { error: { code: 'charge_already_refunded' } } })
    },
  },
  {
    does: 'disputes of a payment only what was not refunded before',
    source: '● SN charge.dispute.funds_reinstated, partially refunded payments',
    given: about('lost'),
    proves(b) {
      const charge = paid(b)
      refund(b, charge, 500)
      b.pass(days(1))
      expect(b.twin.books().disputes).toMatchObject([{ amount: 1499, moved: -1499, charge, currency: 'usd' }])
    },
  },
  {
    does: 'takes nothing, not even the fee, for a payment that was refunded in full',
    source: '● SN Dispute.is_charge_refundable',
    given: about('lost'),
    proves(b) {
      const charge = paid(b)
      refund(b, charge)
      b.heard()
      b.pass(days(1))
      expect(b.heard()).toEqual(['charge.dispute.created'])
      expect(b.twin.books().disputes).toMatchObject([{ amount: 1999, moved: 0 }])
      expect(b.twin.books().balance.map((each) => each.amount)).toEqual([1999, -1999])
    },
  },
  {
    does: 'closes an inquiry about a payment that is refunded in full meanwhile',
    source: '● SN Dispute.is_charge_refundable; that it closes ○',
    given: about('inquiry, then lost'),
    proves(b) {
      const charge = paid(b)
      b.pass(days(1))
      refund(b, charge)
      b.pass(days(40))
      expect(steps(b).at(-1)).toEqual(['inquiry closed', 0])
    },
  },
  {
    does: 'warns of fraud first, until the payment is disputed',
    source: '● SN Radar.EarlyFraudWarning',
    given: about('fraud warning, then lost'),
    async proves(b) {
      const charge = paid(b)
      b.pass(days(1))
      expect(b.heard()).toEqual(['radar.early_fraud_warning.created'])
      const { data } = await b.stripe.radar.earlyFraudWarnings.list({ charge })
      expect(data).toMatchObject([{ actionable: true, payment_intent: 'pi_ada_1' }])
      b.pass(days(14))
      expect(b.heard()).toEqual(['radar.early_fraud_warning.updated', 'charge.dispute.created', 'charge.dispute.funds_withdrawn'])
      expect(await b.stripe.radar.earlyFraudWarnings.retrieve(data[0]!.id)).toMatchObject({ actionable: false })
    },
  },
  {
    does: 'takes a fraud warning for settled once everything is refunded',
    source: '● SN Radar.EarlyFraudWarning actionable',
    given: about('fraud warning'),
    proves(b) {
      const charge = paid(b)
      b.pass(days(1))
      refund(b, charge, 1000)
      expect(b.heard()).not.toContain('radar.early_fraud_warning.updated')
      refund(b, charge)
      expect(b.heard().at(-1)).toBe('radar.early_fraud_warning.updated')
      b.pass(days(200))
      expect(b.twin.books().disputes).toEqual([])
    },
  },
  {
    does: 'knows a word for every course at every distance, none with a digit, so that failures keep their class',
    source: 'identity of failures',
    proves() {
      expect(disputeOptions).toHaveLength(55)
      expect(disputeOptions.filter((each) => /[\d/]/.test(each))).toEqual([])
    },
  },
]

proven('inquiries and fraud warnings', behaviours)

import { expect } from 'vitest'
import { days, hours, minor } from '#machines'
import { type Behaviour, type Bench, proven, running } from './card-twin.fixture.ts'
import type { DisputeCourse } from './disputes/courses.ts'

const about = (course: DisputeCourse) => ({ record: new Map([['ada/order/payment 1/dispute', `${course}: a day on`]]) })

/** A payment of 19.99, about which the bank is going to do something a day later. */
async function paid({ stripe, customer, heard }: Bench): Promise<string> {
  const { customer: id, card } = customer()
  const intent = await stripe.paymentIntents.create({
    amount: 1999,
    currency: 'usd',
    customer: id,
    payment_method: card,
    confirm: true,
    metadata: { purpose: 'order' },
  })
  heard()
  return intent.latest_charge as string
}

const dispute = 'dp_ada_1'
const answer = { evidence: { uncategorized_text: 'it was used every day' } }
const steps = ({ twin }: Bench) => twin.books().disputes.map((each) => [each.status, each.moved])
const moved = ({ twin }: Bench) => twin.books().balance.map((each) => (each.isFee === true ? ['fee', each.amount] : each.amount))

const behaviours: readonly Behaviour[] = [
  {
    does: 'takes the payment and a fee out of the account when a bank opens a dispute',
    source: '● SD/disputes/how-disputes-work',
    given: about('lost'),
    async proves(b) {
      const charge = await paid(b)
      b.pass(hours(23))
      expect(b.heard()).toEqual([])
      b.pass(hours(1))
      expect(b.heard()).toEqual(['charge.dispute.created', 'charge.dispute.funds_withdrawn'])
      const found = await b.stripe.disputes.retrieve(dispute, { expand: ['charge'] })
      expect(found).toMatchObject({
        amount: 1999,
        status: 'needs_response',
        is_charge_refundable: false,
        charge: { id: charge, disputed: true },
        evidence_details: { due_by: b.now / 1_000 + 7 * 86_400, has_evidence: false, submission_count: 0 },
        balance_transactions: [{ type: 'adjustment', amount: -1999, fee: 1500, net: -3499, source: dispute }],
      })
      expect(moved(b)).toEqual([1999, -1999, ['fee', -1500]])
      expect(steps(b)).toEqual([['needs response', -1999]])
    },
  },
  {
    does: 'leaves every payment alone unless a choice says otherwise',
    source: 'the dull answer',
    async proves(b) {
      await paid(b)
      b.pass(days(200))
      expect(b.heard()).toEqual([])
      expect(b.twin.books().disputes).toEqual([])
    },
  },
  {
    does: 'loses a dispute that nobody answers in time, and keeps the money gone',
    source: '● SD/disputes/how-disputes-work; the time to answer ○',
    given: { ...about('won'), disputes: { answerWithin: days(9) } },
    async proves(b) {
      await paid(b)
      b.pass(days(9))
      b.heard()
      b.pass(days(1))
      expect(b.heard()).toEqual(['charge.dispute.closed'])
      expect(await b.stripe.disputes.retrieve(dispute)).toMatchObject({ status: 'lost' })
      expect(moved(b)).toEqual([1999, -1999, ['fee', -1500]])
    },
  },
  {
    does: 'gives the money back, though not the fee, when the bank finds for a merchant who answered',
    source: '● SN charge.dispute.funds_reinstated; the fee ○',
    given: about('won'),
    async proves(b) {
      await paid(b)
      b.pass(days(1))
      b.heard()
      expect(await b.stripe.disputes.update(dispute, answer)).toMatchObject({
        status: 'under_review',
        evidence: { uncategorized_text: 'it was used every day', receipt: null },
        evidence_details: { has_evidence: true, submission_count: 1, submission_method: 'manual' },
      })
      expect(b.events()).toMatchObject([{ type: 'charge.dispute.updated', previous: { status: 'needs_response' } }])
      b.pass(days(14))
      expect(b.heard()).toEqual(['charge.dispute.closed', 'charge.dispute.funds_reinstated'])
      expect(await b.stripe.disputes.retrieve(dispute)).toMatchObject({ status: 'won', is_charge_refundable: true })
      expect(steps(b)).toEqual([
        ['needs response', -1999],
        ['under review', 0],
        ['won', 1999],
      ])
      expect(moved(b)).toEqual([1999, -1999, ['fee', -1500], 1999])
    },
  },
  {
    does: 'gives the fee back too where the account is told so',
    source: '○ an input of policy',
    given: { ...about('withdrawn'), disputes: { fee: minor(2_000), feeReturns: 'when won' } },
    async proves(b) {
      await paid(b)
      b.pass(days(8))
      expect(moved(b)).toEqual([1999, -1999, ['fee', -2000], 1999, ['fee', 2000]])
      expect((await b.stripe.balanceTransactions.list({ source: dispute })).data.map((each) => each.net)).toEqual([3999, -3999])
    },
  },
  {
    does: 'keeps evidence for later, sends it once, and refuses it afterwards',
    source: '● SN disputes.update submit',
    given: about('lost'),
    async proves(b) {
      await paid(b)
      b.pass(days(1))
      await expect(b.stripe.disputes.update(dispute, { submit: true })).rejects.toMatchObject({ statusCode: 400, param: 'evidence' })
      const staged = await b.stripe.disputes.update(dispute, { ...answer, submit: false })
      expect(staged).toMatchObject({ status: 'needs_response', evidence_details: { has_evidence: true, submission_count: 0 } })
      expect(await b.stripe.disputes.update(dispute, { submit: true })).toMatchObject({ status: 'under_review' })
      await expect(b.stripe.disputes.update(dispute, answer)).rejects.toMatchObject({ statusCode: 400, param: 'evidence' })
      expect(await b.stripe.disputes.update(dispute, { metadata: { seen: 'yes' } })).toMatchObject({ metadata: { seen: 'yes' } })
      await expect(
        b.stripe.disputes.update(dispute, { evidence: { enhanced_evidence: { visa_compliance: { fee_acknowledged: true } } } }),
      ).rejects.toMatchObject({
        code: 'billstorm_not_modelled',
      })
      b.pass(days(14))
      expect(await b.stripe.disputes.retrieve(dispute)).toMatchObject({ status: 'lost' })
    },
  },
  {
    does: 'is lost at once when the merchant closes it, for good',
    source: '● SN disputes.close',
    given: about('lost, then won'),
    async proves(b) {
      await paid(b)
      b.pass(days(1))
      b.heard()
      expect(await b.stripe.disputes.close(dispute)).toMatchObject({ status: 'lost' })
      expect(b.heard()).toEqual(['charge.dispute.closed'])
      b.pass(days(60))
      expect(b.heard()).toEqual([])
      await expect(b.stripe.disputes.close(dispute)).rejects.toMatchObject({ statusCode: 400 })
    },
  },
  {
    does: 'may turn a lost dispute into a won one',
    source: '◐ Automattic/woocommerce-payments#4931',
    given: about('lost, then won'),
    async proves(b) {
      await paid(b)
      b.pass(days(8))
      b.heard()
      b.pass(days(14))
      expect(b.heard()).toEqual(['charge.dispute.closed', 'charge.dispute.funds_reinstated'])
      b.pass(days(60))
      expect(steps(b)).toEqual([
        ['needs response', -1999],
        ['lost', 0],
        ['won', 1999],
      ])
    },
  },
  {
    does: 'may turn a won dispute into a lost one, which takes the money again',
    source: '○ the other way round',
    given: about('won, then lost'),
    async proves(b) {
      await paid(b)
      b.pass(days(1))
      await b.stripe.disputes.update(dispute, answer)
      b.pass(days(14))
      b.heard()
      b.pass(days(14))
      expect(b.heard()).toEqual(['charge.dispute.closed', 'charge.dispute.funds_withdrawn'])
      b.pass(days(60))
      expect(steps(b)).toEqual([
        ['needs response', -1999],
        ['under review', 0],
        ['won', 1999],
        ['lost', -1999],
      ])
      expect(moved(b)).toEqual([1999, -1999, ['fee', -1500], 1999, -1999])
    },
  },
  {
    does: 'wins what the customer withdraws even unanswered',
    source: '● SD/disputes/withdrawing',
    given: about('withdrawn'),
    async proves(b) {
      await paid(b)
      b.pass(days(8))
      expect(steps(b).at(-1)).toEqual(['won', 1999])
    },
  },
  {
    does: 'takes no money for a dispute that was prevented',
    source: '● SN Dispute.Status for the state; that nothing moves ○',
    given: about('prevented'),
    async proves(b) {
      await paid(b)
      b.pass(days(60))
      expect(b.heard()).toEqual(['charge.dispute.created'])
      expect((await b.stripe.disputes.list({ charge: 'ch_ada_1' })).data).toMatchObject([{ status: 'prevented' }])
      expect((await b.stripe.disputes.list({ charge: 'ch_ada_2' })).data).toEqual([])
      expect(moved(b)).toEqual([1999])
    },
  },
  {
    does: 'ends the subscription whose payment is disputed where the account is set so',
    source: '● SN cancellation_details.reason payment_disputed; when ○',
    given: {
      record: new Map([['ada/signup/payment 1/dispute', 'lost: a day on']]),
      disputes: { subscription: 'ends when lost' },
    },
    async proves(b) {
      const { id } = await running(b)
      b.pass(days(7))
      expect(await b.stripe.subscriptions.retrieve(id)).toMatchObject({ status: 'active' })
      b.pass(days(1))
      expect(await b.stripe.subscriptions.retrieve(id)).toMatchObject({
        status: 'canceled',
        cancellation_details: { reason: 'payment_disputed' },
      })
      expect(b.heard().slice(-2)).toEqual(['charge.dispute.closed', 'customer.subscription.deleted'])
    },
  },
]

proven('disputes', behaviours)

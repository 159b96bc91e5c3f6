import { expect } from 'vitest'
import { hours } from '#machines'
import { type Behaviour, type Bench, proven, running } from './card-twin.fixture.ts'

/** A subscription that is paused on 14 February, halfway through its period of 29 days. */
async function paused(b: Bench, params: Parameters<Bench['stripe']['subscriptions']['pause']>[1] = {}): Promise<string> {
  const { id } = await running(b)
  b.passTo('2024-02-14T21:00:00Z')
  await b.stripe.subscriptions.pause(id, params)
  return id
}
const waiting = async ({ stripe }: Bench) =>
  (await stripe.invoiceItems.list({ pending: true })).data.map((each) => each.amount).toSorted((a, b) => a - b)
const noCredit = { bill_for: { unused_time_from: { type: 'none' } } } as const
const declining = (attempt: number, outcome = 'declined:insufficient_funds') =>
  [`ada/resume 2024-04-10/attempt ${attempt}/outcome`, outcome] as const

const behaviours: readonly Behaviour[] = [
  {
    does: 'pauses a subscription: it says why and since when, and time does nothing to it',
    source: '● SN subscriptions.pause, status_details',
    async proves(b) {
      const id = await paused(b)
      expect(b.heard()).toEqual(['customer.subscription.updated', 'invoiceitem.created', 'customer.subscription.paused'])
      expect(await b.stripe.subscriptions.retrieve(id)).toMatchObject({
        status: 'paused',
        status_details: { paused: { subscription: { type: 'pause_requested' }, transitioned_at: b.now / 1_000, type: 'subscription' } },
      })
      b.passTo('2024-06-01')
      expect(b.heard()).toEqual([])
    },
  },
  {
    does: 'credits time that was paid for and is not used: from now on, the whole period’s, or none',
    source: '● SN SubscriptionPauseParams.BillFor; amounts by the twin’s proration',
    async proves(b) {
      const id = await paused(b)
      expect(await waiting(b)).toEqual([-500])
      expect(await b.stripe.subscriptions.resume(id, { billing_cycle_anchor: { type: 'unchanged' } })).toMatchObject({ status: 'active' })
      expect(await waiting(b)).toEqual([-500, 500])
      await b.stripe.subscriptions.pause(id, noCredit)
      expect(await waiting(b)).toHaveLength(2)
      await b.stripe.subscriptions.resume(id, { billing_cycle_anchor: { type: 'unchanged' }, proration_behavior: 'none' })
      await b.stripe.subscriptions.pause(id, { bill_for: { unused_time_from: { type: 'item_current_period_start' } } })
      expect(await waiting(b)).toEqual([-999, -500, 500])
    },
  },
  {
    does: 'puts the credit on an invoice at once where it is asked to',
    source: '● SN invoicing_behavior; a negative total goes to the balance ○',
    async proves(b) {
      const id = await paused(b, { invoicing_behavior: 'invoice' })
      expect(await waiting(b)).toEqual([])
      expect(await b.stripe.subscriptions.retrieve(id, { expand: ['latest_invoice', 'customer'] })).toMatchObject({
        latest_invoice: { total: -500, status: 'paid' },
        customer: { balance: -500 },
      })
    },
  },
  {
    does: 'refuses to pause what is not active, and says of the rest that it is not modelled',
    source: '● SN attached schedules; source states ○',
    async proves(b) {
      const id = await paused(b)
      await expect(b.stripe.subscriptions.pause(id)).rejects.toMatchObject({ statusCode: 400, message: expect.stringContaining('paused') })
      await b.stripe.subscriptions.cancel(id)
      await expect(b.stripe.subscriptions.pause(id)).rejects.toMatchObject({ statusCode: 400 })
      const trial = await b.stripe.subscriptions.create({
        customer: b.customer().customer,
        items: [{ price: b.price('pro') }],
        trial_period_days: 7,
      })
      await expect(b.stripe.subscriptions.pause(trial.id)).rejects.toMatchObject({ code: 'billstorm_not_modelled' })
    },
  },
  {
    does: 'resumes with a new period that is paid first, less what was credited',
    source: '● SN subscriptions.resume',
    async proves(b) {
      const id = await paused(b)
      b.passTo('2024-04-10')
      b.heard()
      const resumed = await b.stripe.subscriptions.resume(id, {}, { expand: ['latest_invoice'] } as never)
      expect(resumed).toMatchObject({ status: 'active', status_details: null, billing_cycle_anchor: b.now / 1_000 })
      expect(b.heard().slice(-5)).toEqual([
        'invoice_payment.paid',
        'invoice.paid',
        'invoice.payment_succeeded',
        'customer.subscription.updated',
        'customer.subscription.resumed',
      ])
      expect(b.twin.books().charges.at(-1)).toMatchObject({ amount: 499, outcome: 'succeeded' })
      b.passTo('2024-05-10T02:00:00Z')
      expect(b.twin.books().charges.at(-1)).toMatchObject({ amount: 999 })
    },
  },
  {
    does: 'resumes on its old anchor: what is left of the running period is billed as asked',
    source: '● SN billing_cycle_anchor unchanged',
    async proves(b) {
      const id = await paused(b, noCredit)
      b.passTo('2024-04-15T09:00:00Z')
      await b.stripe.subscriptions.resume(id, { billing_cycle_anchor: { type: 'unchanged' }, proration_behavior: 'always_invoice' })
      expect(b.twin.subscriptions()).toMatchObject([{ status: 'active', periodEnd: Date.parse('2024-04-30T09:00:00Z') }])
      expect(b.twin.books().charges.at(-1)).toMatchObject({ amount: 500 })
      b.passTo('2024-04-30T11:00:00Z')
      expect(b.twin.books().charges.at(-1)).toMatchObject({ amount: 999 })
    },
  },
  {
    does: 'stays paused until it is paid where it resumes on success, and for good when nobody pays in time',
    source: '● SN resume_on_payment_success, 23 hours; that a failed try counts as none ○',
    given: { record: new Map([declining(1), declining(2)]) },
    async proves(b) {
      const id = await paused(b, noCredit)
      b.passTo('2024-04-10')
      const resume = () => b.stripe.subscriptions.resume(id, { payment_behavior: 'resume_on_payment_success' })
      expect(await resume()).toMatchObject({ status: 'paused', latest_invoice: 'in_ada_2' })
      b.pass(hours(22))
      expect(await b.stripe.invoices.retrieve('in_ada_2')).toMatchObject({ status: 'open' })
      b.pass(hours(1))
      expect(await b.stripe.invoices.retrieve('in_ada_2')).toMatchObject({ status: 'void' })
      expect(b.twin.subscriptions()).toMatchObject([{ status: 'paused' }])
      b.now = (b.now - hours(1)) as typeof b.now
      expect(await resume()).toMatchObject({ status: 'paused', latest_invoice: 'in_ada_3' })
      await b.stripe.invoices.pay('in_ada_3')
      expect(b.twin.subscriptions()).toMatchObject([{ status: 'active' }])
      b.pass(hours(30))
      expect(b.twin.subscriptions()).toMatchObject([{ status: 'active' }])
    },
  },
  {
    does: 'is past due after a failed try where it resumes on the try, and is retried like any other',
    source: '○ SN resume_on_payment_attempt',
    given: { record: new Map([declining(1)]) },
    async proves(b) {
      const id = await paused(b, noCredit)
      b.passTo('2024-04-10')
      expect(await b.stripe.subscriptions.resume(id)).toMatchObject({ status: 'past_due' })
      expect(b.heard()).toContain('customer.subscription.resumed')
      b.passTo('2024-04-14')
      expect(b.twin.subscriptions()).toMatchObject([{ status: 'active' }])
    },
  },
  {
    does: 'goes on when its invoice is marked uncollectible, and stays paused when that is voided by hand',
    source: '● SN subscriptions.resume',
    given: { record: new Map([declining(1), declining(2)]) },
    async proves(b) {
      const id = await paused(b, noCredit)
      b.passTo('2024-04-10')
      const resume = () => b.stripe.subscriptions.resume(id, { payment_behavior: 'resume_on_payment_success' })
      await resume()
      await b.stripe.invoices.voidInvoice('in_ada_2')
      expect(b.twin.subscriptions()).toMatchObject([{ status: 'paused' }])
      await resume()
      await b.stripe.invoices.markUncollectible('in_ada_3')
      expect(b.twin.subscriptions()).toMatchObject([{ status: 'active' }])
    },
  },
  {
    does: 'reads the anchor of a resumption as a word before endive, and as an object since',
    source: '● SN CHANGELOG 2026-09-30.endive',
    async proves(b) {
      const id = await paused(b, noCredit)
      const resume = (billing_cycle_anchor: unknown, version: string) =>
        b.ask('subscriptions.resume', { billing_cycle_anchor, proration_behavior: 'none' }, { id, version })
      expect(resume('unchanged', '2026-10-28.endive')).toMatchObject({ status: 400, body: { error: { param: 'billing_cycle_anchor' } } })
      expect(resume('unchanged', '2026-08-26.dahlia')).toMatchObject({ status: 200, body: { status: 'active' } })
      expect(resume({ type: 'unchanged' }, '2026-10-28.endive')).toMatchObject({ status: 400 })
    },
  },
  {
    does: 'resumes what a trial without a card left paused, once there is one',
    source: '● SN trial_settings.end_behavior pause',
    async proves(b) {
      const { id: customer } = await b.stripe.customers.create({ name: 'ada' })
      const { id } = await b.stripe.subscriptions.create({
        customer,
        items: [{ price: b.price('basic') }],
        trial_period_days: 7,
        trial_settings: { end_behavior: { missing_payment_method: 'pause' } },
      })
      b.passTo('2024-02-10')
      expect(await b.stripe.subscriptions.retrieve(id)).toMatchObject({
        status: 'paused',
        status_details: { paused: { subscription: { type: 'trial_end_without_payment_method' } } },
      })
      expect(await b.stripe.subscriptions.resume(id)).toMatchObject({ status: 'paused' })
      b.customer()
      expect(await b.stripe.subscriptions.resume(id)).toMatchObject({ status: 'active' })
      expect(b.twin.books().charges).toMatchObject([{ outcome: 'succeeded', amount: 999 }])
      expect((await b.stripe.invoices.list({ status: 'void' })).data).toHaveLength(1)
    },
  },
]

proven('pauses', behaviours)

import { expect } from 'vitest'
import { days, later, seconds } from '#machines'
import { type Behaviour, declined, running, proven } from './card-twin.fixture.ts'

const behaviours: readonly Behaviour[] = [
  {
    does: 'renews from the anchor: 31 January, 29 February, 31 March, 30 April',
    source: '● SD/billing/subscriptions/billing-cycle',
    async proves(b) {
      const { id } = await running(b)
      const ends: string[] = []
      for (let count = 0; count < 4; count++) {
        const subscription = await b.stripe.subscriptions.retrieve(id)
        const end = subscription.items.data[0]!.current_period_end
        ends.push(new Date(end * 1_000).toISOString().slice(0, 10))
        b.pass(seconds(end - b.now / 1_000))
      }
      expect(ends).toEqual(['2024-02-29', '2024-03-31', '2024-04-30', '2024-05-31'])
    },
  },
  {
    does: 'renews with a draft, an hour, and then the attempt',
    source: '● SD workflow-transitions',
    async proves(b) {
      await running(b)
      b.passTo('2024-02-29T09:59:59Z')
      expect(b.heard()).toEqual(['invoice.created', 'customer.subscription.updated'])
      const draft = await b.stripe.invoices.retrieve('in_ada_2')
      expect(draft).toMatchObject({
        status: 'draft',
        billing_reason: 'subscription_cycle',
        number: null,
        automatically_finalizes_at: 1709200800,
      })
      b.pass(seconds(1))
      expect(b.heard()).toEqual([
        'payment_intent.created',
        'invoice.finalized',
        'charge.succeeded',
        'payment_intent.succeeded',
        'invoice_payment.paid',
        'invoice.paid',
        'invoice.payment_succeeded',
      ])
      expect(await b.stripe.invoices.retrieve('in_ada_2')).toMatchObject({ status: 'paid', number: 'ADA1-0002', attempt_count: 1 })
    },
  },
  {
    does: 'is past due when the renewal is declined, and tries again by the account’s gaps',
    source: '● SN 1.1; gaps ○',
    given: { record: declined },
    async proves(b) {
      const { id } = await running(b)
      b.passTo('2024-02-29T10:00:00Z')
      expect(b.heard().slice(-4)).toEqual([
        'payment_intent.payment_failed',
        'invoice.payment_failed',
        'customer.subscription.updated',
        'invoice.updated',
      ])
      expect(await b.stripe.subscriptions.retrieve(id, { expand: ['latest_invoice'] })).toMatchObject({
        status: 'past_due',
        latest_invoice: { status: 'open', attempt_count: 1, next_payment_attempt: 1709200800 + 3 * 86_400 },
      })
      b.pass(days(3))
      expect(await b.stripe.subscriptions.retrieve(id, { expand: ['latest_invoice'] })).toMatchObject({
        status: 'active',
        latest_invoice: { status: 'paid', attempt_count: 2 },
      })
      expect(b.twin.books().charges.map((each) => each.outcome)).toEqual(['succeeded', 'declined', 'succeeded'])
    },
  },
  {
    does: 'ends after the last retry; the invoice stays open and is left alone',
    source: '● SN 1.1',
    async proves(b) {
      const { id } = await running(b)
      b.customer('ada', 'card without funds')
      b.passTo('2024-03-16T10:00:00Z')
      expect(await b.stripe.subscriptions.retrieve(id, { expand: ['latest_invoice'] })).toMatchObject({
        status: 'canceled',
        cancellation_details: { reason: 'payment_failed' },
        latest_invoice: { status: 'open', auto_advance: false, next_payment_attempt: null, attempt_count: 4 },
      })
      b.heard()
      b.pass(days(90))
      expect(b.heard()).toEqual([])
    },
  },
  {
    does: 'becomes unpaid where the account says so; later invoices stay drafts, and paying the latest revives it',
    source: '● SN / ◐ help.memberstack.com',
    given: { endAction: 'unpaid' },
    async proves(b) {
      const { id } = await running(b)
      b.customer('ada', 'card without funds')
      b.passTo('2024-03-16T10:00:00Z')
      expect((await b.stripe.subscriptions.retrieve(id)).status).toBe('unpaid')
      b.passTo('2024-04-02T00:00:00Z')
      const latest = (await b.stripe.subscriptions.retrieve(id)).latest_invoice as string
      expect(await b.stripe.invoices.retrieve(latest)).toMatchObject({ status: 'draft', auto_advance: false })
      b.customer('ada', 'card')
      await b.stripe.invoices.pay(latest)
      expect((await b.stripe.subscriptions.retrieve(id)).status).toBe('active')
    },
  },
  {
    does: 'does not send a hard decline again without another method',
    source: '● SN attempt_count; SD smart-retries',
    given: { record: new Map([['ada/renewal 2024-02-29/attempt 1/outcome', 'declined:expired_card']]) },
    async proves(b) {
      const { id } = await running(b)
      b.passTo('2024-03-04T00:00:00Z')
      expect(b.twin.books().charges).toHaveLength(2)
      b.customer('ada', 'card')
      b.pass(days(5))
      expect(b.twin.books().charges.map((each) => each.outcome)).toEqual(['succeeded', 'declined', 'succeeded'])
      expect((await b.stripe.subscriptions.retrieve(id)).status).toBe('active')
    },
  },
  {
    does: 'waits for its customer when a renewal needs authentication, and is past due meanwhile',
    source: '● SN 1.1',
    given: { record: new Map([['ada/renewal 2024-02-29/attempt 1/outcome', 'needs action']]) },
    async proves(b) {
      const { id } = await running(b)
      b.passTo('2024-02-29T10:00:00Z')
      expect(b.heard()).toContain('invoice.payment_action_required')
      expect(await b.stripe.subscriptions.retrieve(id)).toMatchObject({ status: 'past_due' })
      expect(b.twin.authenticate('ada', true, { now: b.now, choices: b.choices })).toBe(true)
      expect(await b.stripe.subscriptions.retrieve(id)).toMatchObject({ status: 'active' })
      expect(b.twin.books().charges.map((each) => each.outcome)).toEqual(['succeeded', 'needs action', 'succeeded'])
    },
  },
  {
    does: 'is active again when its latest invoice is void or uncollectible',
    source: '○ 1.1, other ways',
    given: { record: declined },
    async proves(b) {
      const { id } = await running(b)
      b.passTo('2024-02-29T10:00:00Z')
      await b.stripe.invoices.markUncollectible('in_ada_2')
      expect((await b.stripe.subscriptions.retrieve(id)).status).toBe('active')
      b.pass(days(20))
      expect(b.twin.books().charges.filter((each) => each.outcome === 'declined')).toHaveLength(1)
    },
  },
  {
    does: 'counts weeks from the anchor’s day',
    source: '● SN anchor',
    async proves(b) {
      await running(b, 'weekly')
      b.pass(days(28))
      expect(b.twin.subscriptions()).toMatchObject([{ periodStart: b.now, periodEnd: b.now + days(7) }])
    },
  },
  {
    does: 'uses the subscription’s own method before the customer’s',
    source: '● SD smart-retries, method order',
    async proves({ stripe, customer, price, twin }) {
      const { customer: id, card } = customer('ada', 'card')
      const poor = await stripe.paymentMethods.attach('pm_card_chargeDeclinedInsufficientFunds', { customer: id })
      const created = await stripe.subscriptions.create({
        customer: id,
        items: [{ price: price('basic') }],
        default_payment_method: poor.id,
      })
      expect(created.status).toBe('incomplete')
      expect(card).not.toBe(poor.id)
      expect(twin.books().charges).toMatchObject([{ outcome: 'declined' }])
    },
  },
  {
    does: 'may run on a planted calendar',
    source: 'oracle 5: parts are passed in',
    given: { parts: { calendar: { boundary: (anchor, _every, index) => later(anchor, days(30 * index)) } } },
    async proves(b) {
      await running(b)
      expect(b.twin.subscriptions()).toMatchObject([{ periodEnd: b.now + days(30) }])
    },
  },
]

proven('renewals', behaviours)

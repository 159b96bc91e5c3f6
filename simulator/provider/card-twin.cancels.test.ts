import { expect } from 'vitest'
import { days, seconds } from '#machines'
import { type Behaviour, declined, running, proven } from './card-twin.fixture.ts'

const behaviours: readonly Behaviour[] = [
  {
    does: 'ends at once by DELETE; what is open of its invoices is asked for no more',
    source: '● SN 1.1',
    given: { record: declined },
    async proves(b) {
      const { id } = await running(b)
      b.passTo('2024-02-29T10:00:00Z')
      b.heard()
      const canceled = await b.stripe.subscriptions.cancel(id, { cancellation_details: { comment: 'too dear' } })
      expect(canceled).toMatchObject({
        status: 'canceled',
        cancellation_details: { comment: 'too dear', reason: 'cancellation_requested' },
        ended_at: canceled.canceled_at,
      })
      expect(b.heard()).toEqual(['customer.subscription.deleted', 'invoice.updated'])
      await expect(b.stripe.subscriptions.cancel(id)).rejects.toMatchObject({ statusCode: 404, code: 'resource_missing' })
      await expect(b.stripe.subscriptions.update(id, { cancel_at_period_end: true })).rejects.toMatchObject({
        code: 'invalid_canceled_subscription_fields',
      })
    },
  },
  {
    does: 'stays ended though its old invoice is paid later',
    source: '◐ smartnora#337',
    given: { record: declined },
    async proves(b) {
      const { id } = await running(b)
      b.passTo('2024-02-29T10:00:00Z')
      await b.stripe.subscriptions.cancel(id)
      expect((await b.stripe.invoices.pay('in_ada_2')).status).toBe('paid')
      expect((await b.stripe.subscriptions.retrieve(id)).status).toBe('canceled')
    },
  },
  {
    does: 'credits unused time and bills what waits when a cancel asks for it',
    source: '● SN subscriptions.cancel',
    async proves(b) {
      const { id } = await running(b)
      b.pass(seconds((29 * 86_400) / 2))
      await b.stripe.subscriptions.cancel(id, { prorate: true, invoice_now: true })
      expect(await b.stripe.invoices.retrieve('in_ada_2')).toMatchObject({ total: -500, status: 'paid', amount_due: 0 })
      expect(await b.stripe.customers.retrieve('cus_ada_1')).toMatchObject({ balance: -500 })
    },
  },
  {
    does: 'removes prorations that wait when it is canceled at once without credit or last invoice',
    source: '● SN subscriptions.cancel',
    async proves(b) {
      const { id, item } = await running(b)
      b.pass(days(3))
      await b.stripe.subscriptions.update(id, { items: [{ id: item, price: b.price('pro') }] })
      b.heard()
      await b.stripe.subscriptions.cancel(id)
      expect(b.heard()).toEqual(['customer.subscription.deleted', 'invoiceitem.deleted', 'invoiceitem.deleted'])
      expect((await b.stripe.invoiceItems.list()).data).toEqual([])
    },
  },
  {
    does: 'collects prorations that wait when it ends with its period',
    source: '● SN subscriptions.cancel',
    async proves(b) {
      const { id, item } = await running(b)
      b.pass(seconds((29 * 86_400) / 2))
      await b.stripe.subscriptions.update(id, { items: [{ id: item, price: b.price('pro') }], cancel_at_period_end: true })
      b.passTo('2024-02-29T09:00:00Z')
      expect((await b.stripe.invoices.list({ limit: 1 })).data).toMatchObject([{ total: 500, status: 'paid' }])
    },
  },
  {
    does: 'stops the collection of all finalized invoices of its customer',
    source: '● SN subscriptions.cancel',
    given: { record: declined },
    async proves(b) {
      const first = await running(b)
      const other = await b.stripe.subscriptions.create({ customer: first.customer, items: [{ price: b.price('yearly') }] })
      b.passTo('2024-02-29T10:00:00Z')
      expect((await b.stripe.invoices.list({ status: 'open' })).data).toMatchObject([{ auto_advance: true }])
      await b.stripe.subscriptions.cancel(other.id)
      expect((await b.stripe.invoices.list({ status: 'open' })).data).toMatchObject([{ auto_advance: false, next_payment_attempt: null }])
    },
  },
  {
    does: 'ends at the period’s end when told to, and can be told otherwise before',
    source: '● SN cancel_at_period_end',
    async proves(b) {
      const { id } = await running(b)
      const asked = await b.stripe.subscriptions.update(id, { cancel_at_period_end: true })
      expect(asked).toMatchObject({ status: 'active', cancel_at_period_end: true, cancel_at: 1709197200, canceled_at: asked.created })
      expect(await b.stripe.subscriptions.update(id, { cancel_at_period_end: false })).toMatchObject({ cancel_at: null, canceled_at: null })
      await b.stripe.subscriptions.update(id, { cancel_at_period_end: true })
      b.heard()
      b.passTo('2024-02-29T09:00:00Z')
      expect(b.heard()).toEqual(['customer.subscription.deleted'])
      expect(b.twin.subscriptions()).toMatchObject([{ status: 'canceled' }])
    },
  },
  {
    does: 'ends at a time of its own by cancel_at',
    source: '● SN two cancel encodings',
    async proves(b) {
      const { id } = await running(b)
      const at = b.now / 1_000 + 10 * 86_400
      expect(await b.stripe.subscriptions.update(id, { cancel_at: at })).toMatchObject({ cancel_at: at, cancel_at_period_end: false })
      b.pass(days(10))
      expect((await b.stripe.subscriptions.retrieve(id)).status).toBe('canceled')
    },
  },
  {
    does: 'leaves canceled ones out of a list unless all are asked for',
    source: '● SN; stripe/sync-engine-fork#399',
    async proves(b) {
      const { id, customer } = await running(b)
      await b.stripe.subscriptions.cancel(id)
      expect((await b.stripe.subscriptions.list({ customer })).data).toEqual([])
      expect((await b.stripe.subscriptions.list({ customer, status: 'all' })).data).toHaveLength(1)
      expect((await b.stripe.subscriptions.list({ customer, status: 'ended' })).data).toHaveLength(1)
    },
  },
]

proven('cancels', behaviours)

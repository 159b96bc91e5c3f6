import { expect } from 'vitest'
import { utc } from '#machines'
import { type Behaviour, type Bench, proven, running } from './card-twin.fixture.ts'

const second = (date: string): number => utc(date) / 1_000

/** A running subscription with a schedule of one phase, until 29 February. */
async function scheduled(
  b: Bench,
): Promise<{ readonly id: string; readonly subscription: string; readonly start: number; readonly end: number }> {
  const { id: subscription } = await running(b)
  const schedule = await b.stripe.subscriptionSchedules.create({ from_subscription: subscription })
  b.heard()
  const { start_date: start, end_date: end } = schedule.phases[0]!
  return { id: schedule.id, subscription, start, end }
}

const behaviours: readonly Behaviour[] = [
  {
    does: 'schedules a plan that costs less for the next period',
    source: '● SN subscriptionSchedules.update',
    async proves(b) {
      const { customer } = b.customer()
      const subscription = await b.stripe.subscriptions.create({ customer, items: [{ price: b.price('pro') }] })
      const schedule = await b.stripe.subscriptionSchedules.create({ from_subscription: subscription.id })
      const { start_date, end_date } = schedule.phases[0]!
      await b.stripe.subscriptionSchedules.update(schedule.id, {
        phases: [
          { items: [{ price: b.price('pro') }], start_date, end_date },
          { items: [{ price: b.price('basic') }], duration: { interval: 'month' } },
        ],
      })
      expect(b.twin.subscriptions()).toMatchObject([{ items: [{ plan: 'pro' }] }])
      b.passTo('2024-03-01')
      expect(b.twin.subscriptions()).toMatchObject([{ items: [{ plan: 'basic' }] }])
      expect(b.twin.books().charges.map((each) => each.amount)).toEqual([1999, 999])
    },
  },
  {
    does: 'changes the subscription at once when the running phase is said differently',
    source: '● SN proration_behavior of the request',
    async proves(b) {
      const { id, start, end } = await scheduled(b)
      b.passTo('2024-02-14T21:00:00Z')
      await b.stripe.subscriptionSchedules.update(id, {
        phases: [{ items: [{ price: b.price('basic'), quantity: 3 }], start_date: start, end_date: end }],
        proration_behavior: 'always_invoice',
      })
      expect(b.twin.subscriptions()).toMatchObject([{ items: [{ quantity: 3 }] }])
      expect(b.twin.books().charges.map((each) => each.amount)).toEqual([999, 999])
      expect(b.heard()).toContain('subscription_schedule.updated')
    },
  },
  {
    does: 'refuses phases that leave the running one out, overlap, have a hole, or are in two currencies',
    source: '● SN SubscriptionScheduleUpdateParams.Phase',
    async proves(b) {
      const { id, start, end } = await scheduled(b)
      const items = [{ price: b.price('basic') }]
      const asked = (phases: unknown) => b.ask('subscription_schedules.update', { phases }, { id })
      const refused = (param: string) => ({ status: 400, body: { error: { param } } })
      expect(asked([{ items }])).toMatchObject(refused('phases[0][start_date]'))
      expect(asked([{ items, start_date: end }])).toMatchObject(refused('phases[0][start_date]'))
      expect(asked([{ items, start_date: start, end_date: start }])).toMatchObject(refused('phases[0][end_date]'))
      const first = { items, start_date: start, end_date: end }
      expect(asked([first, { items, start_date: end + 1 }])).toMatchObject(refused('phases[1][start_date]'))
      expect(asked([first, { items, end_date: end + 9, duration: { interval: 'day' } }])).toMatchObject(refused('phases[1][duration]'))
      expect(asked([{ ...first, currency: 'eur' }])).toMatchObject(refused('phases[0][currency]'))
      expect(asked([])).toMatchObject(refused('phases[0][start_date]'))
      expect(asked([first, { items, trial: true }])).toMatchObject({ status: 400, body: { error: { code: 'billstorm_not_modelled' } } })
      expect(b.heard()).toEqual([])
    },
  },
  {
    does: 'moves the start of a schedule that has not begun',
    source: '● SN subscriptionSchedules.update',
    async proves(b) {
      const { customer } = b.customer()
      const items = [{ price: b.price('basic') }]
      const { id } = await b.stripe.subscriptionSchedules.create({ customer, start_date: second('2024-03-01'), phases: [{ items }] })
      await b.stripe.subscriptionSchedules.update(id, { phases: [{ items, start_date: second('2024-02-05') }], end_behavior: 'cancel' })
      b.passTo('2024-02-06')
      expect(b.twin.subscriptions()).toMatchObject([{ periodStart: utc('2024-02-05') }])
      b.passTo('2024-03-06')
      expect(b.twin.subscriptions()).toMatchObject([{ status: 'canceled' }])
      await expect(b.stripe.subscriptionSchedules.update(id, { metadata: { late: 'yes' } })).rejects.toMatchObject({ statusCode: 400 })
    },
  },
  {
    does: 'releases a subscription, which goes on with what it has',
    source: '● SN subscriptionSchedules.release',
    async proves(b) {
      const { id, subscription } = await scheduled(b)
      expect(await b.stripe.subscriptionSchedules.release(id)).toMatchObject({
        status: 'released',
        subscription: null,
        released_subscription: subscription,
      })
      expect(b.heard()).toEqual(['customer.subscription.updated', 'subscription_schedule.released'])
      expect(await b.stripe.subscriptions.retrieve(subscription)).toMatchObject({ schedule: null, status: 'active' })
      await expect(b.stripe.subscriptionSchedules.release(id)).rejects.toMatchObject({ statusCode: 400 })
      b.passTo('2024-03-01')
      expect(b.twin.books().charges).toHaveLength(2)
    },
  },
  {
    does: 'cancels the subscription with the schedule, with a last invoice for what is not used',
    source: '● SN subscriptionSchedules.cancel: invoice_now and prorate by default',
    async proves(b) {
      const { id, subscription } = await scheduled(b)
      b.passTo('2024-02-14T21:00:00Z')
      expect(await b.stripe.subscriptionSchedules.cancel(id)).toMatchObject({ status: 'canceled' })
      expect(b.twin.subscriptions()).toMatchObject([{ id: subscription, status: 'canceled' }])
      expect((await b.stripe.invoices.list({ limit: 1 })).data).toMatchObject([{ total: -500, status: 'paid' }])
      await expect(b.stripe.subscriptionSchedules.cancel(id)).rejects.toMatchObject({ statusCode: 400 })
    },
  },
  {
    does: 'is canceled with a subscription that somebody cancels',
    source: '○ the schedule has nothing left to do',
    async proves(b) {
      const { id, subscription } = await scheduled(b)
      await b.stripe.subscriptions.cancel(subscription)
      expect(await b.stripe.subscriptionSchedules.retrieve(id)).toMatchObject({ status: 'canceled' })
      expect(b.heard().slice(-2)).toEqual(['customer.subscription.deleted', 'subscription_schedule.canceled'])
    },
  },
  {
    does: 'keeps the end of a scheduled subscription to the schedule, and its pause out',
    source: '● SN cannot pause with a schedule; the end ○',
    async proves(b) {
      const { id, subscription } = await scheduled(b)
      const update = (params: Readonly<Record<string, unknown>>) => b.ask('subscriptions.update', params, { id: subscription })
      expect(update({ cancel_at_period_end: true })).toMatchObject({ status: 400, body: { error: { param: 'cancel_at_period_end' } } })
      expect(update({ pause_collection: { behavior: 'void' } })).toMatchObject({
        status: 400,
        body: { error: { code: 'billstorm_not_modelled' } },
      })
      await expect(b.stripe.subscriptions.pause(subscription)).rejects.toMatchObject({ statusCode: 400 })
      await expect(b.stripe.subscriptionSchedules.create({ from_subscription: subscription })).rejects.toMatchObject({
        param: 'from_subscription',
      })
      expect(await b.stripe.subscriptionSchedules.retrieve(id, { expand: ['subscription'] })).toMatchObject({
        subscription: { id: subscription, cancel_at: null },
      })
    },
  },
  {
    does: 'shows ids of the vendor’s look',
    source: '○ sub_sched_…',
    given: { shell: { ids: 'opaque' } },
    async proves(b) {
      const { id: subscription } = await running(b)
      const { id } = await b.stripe.subscriptionSchedules.create({ from_subscription: subscription })
      expect(id).toMatch(/^sub_sched_[A-Za-z0-9]{24}$/)
      expect((await b.stripe.subscriptions.retrieve(subscription)).schedule).toBe(id)
      expect((await b.stripe.subscriptionSchedules.retrieve(id)).subscription).toBe(subscription)
    },
  },
]

proven('schedules that change', behaviours)

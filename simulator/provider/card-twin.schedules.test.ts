import { expect } from 'vitest'
import { days, hours, utc } from '#machines'
import { type Behaviour, type Bench, proven, running } from './card-twin.fixture.ts'

const second = (date: string): number => utc(date) / 1_000
/** Basic for two months, then two of pro for a month. */
const growing = (price: Bench['price']) => [
  { items: [{ price: price('basic') }], duration: { interval: 'month' as const, interval_count: 2 } },
  { items: [{ price: price('pro'), quantity: 2 }], duration: { interval: 'month' as const } },
]
const amounts = ({ twin }: Bench) => twin.books().charges.map((each) => each.amount)

const behaviours: readonly Behaviour[] = [
  {
    does: 'begins a subscription at once, with a first invoice that is a draft for an hour',
    source: '● SN subscriptionSchedules.create; first invoice ● billing.md 1.2',
    async proves(b) {
      const { customer } = b.customer()
      b.heard()
      const schedule = await b.stripe.subscriptionSchedules.create({ customer, start_date: 'now', phases: growing(b.price) })
      expect(schedule).toMatchObject({
        status: 'active',
        subscription: 'sub_ada_1',
        end_behavior: 'release',
        current_phase: { start_date: b.now / 1_000, end_date: second('2024-03-31T09:00:00Z') },
        phases: [{ end_date: second('2024-03-31T09:00:00Z') }, { start_date: second('2024-03-31T09:00:00Z') }],
      })
      expect(b.heard()).toEqual([
        'subscription_schedule.created',
        'invoice.created',
        'customer.subscription.created',
        'subscription_schedule.updated',
      ])
      expect(await b.stripe.subscriptions.retrieve('sub_ada_1', { expand: ['latest_invoice'] })).toMatchObject({
        status: 'active',
        schedule: schedule.id,
        latest_invoice: { status: 'draft' },
      })
      b.pass(hours(1))
      expect(amounts(b)).toEqual([999])
    },
  },
  {
    does: 'waits for its start, and begins by itself',
    source: '● SN subscription schedule not_started',
    async proves(b) {
      const { customer } = b.customer()
      const { id } = await b.stripe.subscriptionSchedules.create({
        customer,
        start_date: second('2024-02-10'),
        phases: growing(b.price),
      })
      expect((await b.stripe.subscriptionSchedules.list({ scheduled: true })).data).toMatchObject([{ id, status: 'not_started' }])
      b.passTo('2024-02-09')
      expect(b.twin.subscriptions()).toEqual([])
      b.passTo('2024-02-10T02:00:00Z')
      expect(b.twin.subscriptions()).toMatchObject([{ status: 'active', periodStart: utc('2024-02-10') }])
      expect((await b.stripe.subscriptionSchedules.list({ scheduled: true })).data).toEqual([])
    },
  },
  {
    does: 'changes the subscription when a phase ends, without a proration at the end of a period',
    source: '● SN SubscriptionSchedule.Phase',
    async proves(b) {
      const { customer } = b.customer()
      await b.stripe.subscriptionSchedules.create({ customer, start_date: 'now', phases: growing(b.price) })
      b.passTo('2024-03-31T09:30:00Z')
      expect(b.twin.subscriptions()).toMatchObject([{ items: [{ id: 'si_ada_1', plan: 'pro', quantity: 2 }] }])
      expect((await b.stripe.invoiceItems.list({})).data).toEqual([])
      b.pass(hours(1))
      expect(amounts(b)).toEqual([999, 999, 3998])
      expect((await b.stripe.subscriptionSchedules.retrieve('sched_ada_1')).current_phase).toEqual({
        start_date: second('2024-03-31T09:00:00Z'),
        end_date: second('2024-04-30T09:00:00Z'),
      })
    },
  },
  {
    does: 'prorates a phase that begins within a period, as the phase says',
    source: '● SN Phase.proration_behavior',
    async proves(b) {
      for (const [who, proration_behavior] of [
        ['ada', 'create_prorations'],
        ['bob', 'none'],
      ] as const) {
        const { customer } = b.customer(who)
        await b.stripe.subscriptionSchedules.create({
          customer,
          start_date: 'now',
          phases: [
            { items: [{ price: b.price('basic') }], end_date: second('2024-02-14T09:00:00Z') },
            { items: [{ price: b.price('pro') }], duration: { interval: 'year' }, proration_behavior },
          ],
        })
      }
      b.passTo('2024-02-15')
      const pending = async (who: string) =>
        (await b.stripe.invoiceItems.list({ customer: `cus_${who}_1`, pending: true })).data.map((each) => each.amount)
      expect(await pending('ada')).toEqual([1034, -517])
      expect(await pending('bob')).toEqual([])
    },
  },
  {
    does: 'sets the anchor to the start of a phase that asks for it, and bills at once',
    source: '● SN Phase.billing_cycle_anchor',
    async proves(b) {
      const { customer } = b.customer()
      await b.stripe.subscriptionSchedules.create({
        customer,
        start_date: 'now',
        phases: [
          { items: [{ price: b.price('basic') }], end_date: second('2024-02-14T09:00:00Z') },
          {
            items: [{ price: b.price('basic') }],
            duration: { interval: 'month' },
            billing_cycle_anchor: 'phase_start',
            proration_behavior: 'none',
          },
        ],
      })
      b.passTo('2024-02-15')
      expect(b.twin.subscriptions()).toMatchObject([{ periodStart: utc('2024-02-14T09:00:00Z'), periodEnd: utc('2024-03-14T09:00:00Z') }])
      expect(amounts(b)).toEqual([999, 999])
    },
  },
  {
    does: 'announces its end a week before, and lets the subscription go on',
    source: '● SN subscription_schedule.expiring; released ○',
    async proves(b) {
      const { customer } = b.customer()
      await b.stripe.subscriptionSchedules.create({ customer, start_date: 'now', phases: growing(b.price) })
      b.passTo('2024-04-23T08:00:00Z')
      b.heard()
      b.pass(hours(1))
      expect(b.heard()).toEqual(['subscription_schedule.expiring'])
      b.pass(days(7))
      expect(b.heard().slice(0, 2)).toEqual(['customer.subscription.updated', 'subscription_schedule.released'])
      expect(await b.stripe.subscriptionSchedules.retrieve('sched_ada_1')).toMatchObject({
        status: 'released',
        subscription: null,
        released_subscription: 'sub_ada_1',
        current_phase: null,
      })
      b.pass(hours(2))
      expect(b.twin.subscriptions()).toMatchObject([{ status: 'active', items: [{ plan: 'pro' }] }])
      expect(amounts(b)).toEqual([999, 999, 3998, 3998])
    },
  },
  {
    does: 'ends the subscription with itself where it is told to, and bills no period more',
    source: '● SN end_behavior cancel',
    async proves(b) {
      const { customer } = b.customer()
      await b.stripe.subscriptionSchedules.create({
        customer,
        start_date: 'now',
        end_behavior: 'cancel',
        phases: growing(b.price),
      })
      b.passTo('2024-05-15')
      expect(await b.stripe.subscriptionSchedules.retrieve('sched_ada_1')).toMatchObject({ status: 'completed' })
      expect(b.twin.subscriptions()).toMatchObject([{ status: 'canceled' }])
      expect(b.heard().slice(-2)).toEqual(['subscription_schedule.completed', 'customer.subscription.deleted'])
      expect(amounts(b)).toEqual([999, 999, 3998])
    },
  },
  {
    does: 'begins with a trial where its first phase says so',
    source: '● SN Phase.trial',
    async proves(b) {
      const { customer } = b.customer()
      const phases = [
        { items: [{ price: b.price('basic') }], end_date: second('2024-02-07T09:00:00Z'), trial: true },
        { items: [{ price: b.price('basic') }], duration: { interval: 'month' as const } },
      ]
      await b.stripe.subscriptionSchedules.create({ customer, start_date: 'now', phases })
      expect(b.twin.subscriptions()).toMatchObject([{ status: 'trialing', periodEnd: utc('2024-02-07T09:00:00Z') }])
      b.passTo('2024-02-08')
      expect(b.twin.subscriptions()).toMatchObject([{ status: 'active' }])
      expect(amounts(b)).toEqual([999])
      await expect(
        b.stripe.subscriptionSchedules.create({ customer, start_date: 'now', phases: phases.toReversed() }),
      ).rejects.toMatchObject({ statusCode: 400 })
    },
  },
  {
    does: 'does without a customer who was deleted before it began',
    source: '○ nobody is left to be charged',
    async proves(b) {
      const { customer } = b.customer()
      await b.stripe.subscriptionSchedules.create({ customer, start_date: second('2024-02-10'), phases: growing(b.price) })
      await b.stripe.customers.del(customer)
      b.passTo('2024-02-11')
      expect(b.heard().at(-1)).toBe('subscription_schedule.canceled')
      expect(b.twin.subscriptions()).toEqual([])
    },
  },
  {
    does: 'takes over a subscription that runs, and aborts when that ends for want of payment',
    source: '● SN from_subscription, subscription_schedule.aborted',
    given: { retries: [], record: new Map([['ada/renewal 2024-02-29/attempt 1/outcome', 'declined:do_not_honor']]) },
    async proves(b) {
      const { id } = await running(b)
      const schedule = await b.stripe.subscriptionSchedules.create({ from_subscription: id })
      expect(schedule).toMatchObject({ status: 'active', subscription: id, phases: [{ end_date: second('2024-02-29T09:00:00Z') }] })
      await b.stripe.subscriptionSchedules.update(schedule.id, {
        phases: [
          { items: [{ price: b.price('basic') }], start_date: schedule.phases[0]!.start_date, end_date: schedule.phases[0]!.end_date },
          { items: [{ price: b.price('pro') }], duration: { interval: 'year' } },
        ],
      })
      b.heard()
      b.passTo('2024-03-01')
      expect(b.heard().slice(-3)).toEqual(['invoice.updated', 'customer.subscription.deleted', 'subscription_schedule.aborted'])
      expect(await b.stripe.subscriptionSchedules.retrieve(schedule.id)).toMatchObject({ status: 'canceled' })
    },
  },
]

proven('schedules', behaviours)

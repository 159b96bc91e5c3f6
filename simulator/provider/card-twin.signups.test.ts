import { expect } from 'vitest'
import { days, hours } from '#machines'
import { type Behaviour, proven } from './card-twin.fixture.ts'

const behaviours: readonly Behaviour[] = [
  {
    does: 'is active once its first invoice is paid, which is finalized within the create',
    source: '● SN 1.1, 1.2',
    async proves({ stripe, customer, price, heard }) {
      const { customer: id } = customer()
      heard()
      const created = await stripe.subscriptions.create({ customer: id, items: [{ price: price('basic') }], expand: ['latest_invoice'] })
      expect(created).toMatchObject({
        status: 'active',
        latest_invoice: { status: 'paid', billing_reason: 'subscription_create', attempt_count: 1, total: 999 },
      })
      expect(heard()).toEqual([
        'invoice.created',
        'customer.subscription.created',
        'payment_intent.created',
        'invoice.finalized',
        'charge.succeeded',
        'payment_intent.succeeded',
        'invoice_payment.paid',
        'invoice.paid',
        'invoice.payment_succeeded',
        'customer.subscription.updated',
      ])
    },
  },
  {
    does: 'sends `created` incomplete and `updated` active in one second',
    source: '◐ stripe/sync-engine#268',
    async proves({ stripe, customer, price, events }) {
      const { customer: id } = customer()
      await stripe.subscriptions.create({ customer: id, items: [{ price: price('basic') }] })
      const mine = events().filter((event) => event.type.startsWith('customer.subscription.'))
      expect(mine.map((event) => [event.type, event.object['status'], event.previous?.['status']])).toEqual([
        ['customer.subscription.created', 'incomplete', undefined],
        ['customer.subscription.updated', 'active', 'incomplete'],
      ])
      expect(mine[0]!.at).toBe(mine[1]!.at)
    },
  },
  {
    does: 'is incomplete when the first payment is declined, and active when it is paid within 23 hours',
    source: '● SN 1.1',
    async proves({ stripe, customer, price, pass }) {
      const { customer: id } = customer('ada', 'card without funds')
      const created = await stripe.subscriptions.create({ customer: id, items: [{ price: price('basic') }] })
      expect(created.status).toBe('incomplete')
      pass(hours(22))
      customer('ada', 'card')
      await stripe.invoices.pay(created.latest_invoice as string)
      expect((await stripe.subscriptions.retrieve(created.id)).status).toBe('active')
      pass(hours(2))
      expect((await stripe.subscriptions.retrieve(created.id)).status).toBe('active')
    },
  },
  {
    does: 'expires after 23 hours without a payment; its invoice is void and its intent canceled',
    source: '● SN 1.1',
    async proves({ stripe, customer, price, pass, heard }) {
      const { customer: id } = customer('ada', 'card without funds')
      const created = await stripe.subscriptions.create({ customer: id, items: [{ price: price('basic') }] })
      heard()
      pass(hours(23))
      expect(await stripe.subscriptions.retrieve(created.id, { expand: ['latest_invoice'] })).toMatchObject({
        status: 'incomplete_expired',
        latest_invoice: { status: 'void' },
      })
      expect(heard()).toEqual(['customer.subscription.updated', 'payment_intent.canceled', 'invoice.voided'])
      await expect(stripe.invoices.pay(created.latest_invoice as string)).rejects.toMatchObject({ statusCode: 400 })
    },
  },
  {
    does: 'refuses changes while incomplete except metadata and method',
    source: '● SN 1.1',
    async proves({ stripe, customer, price }) {
      const { customer: id } = customer('ada', 'card without funds')
      const created = await stripe.subscriptions.create({ customer: id, items: [{ price: price('basic') }] })
      await expect(stripe.subscriptions.update(created.id, { cancel_at_period_end: true })).rejects.toMatchObject({
        statusCode: 400,
        param: 'cancel_at_period_end',
      })
      expect((await stripe.subscriptions.update(created.id, { metadata: { a: 'b' } })).metadata).toEqual({ a: 'b' })
    },
  },
  {
    does: 'becomes incomplete_expired when canceled while incomplete',
    source: '◐ paper_tiger',
    async proves({ stripe, customer, price }) {
      const { customer: id } = customer('ada', 'card without funds')
      const created = await stripe.subscriptions.create({ customer: id, items: [{ price: price('basic') }] })
      expect((await stripe.subscriptions.cancel(created.id)).status).toBe('incomplete_expired')
    },
  },
  {
    does: 'leaves the first intent to be confirmed with default_incomplete',
    source: '● SN payment_behavior',
    async proves({ stripe, customer, price }) {
      const { customer: id, card } = customer()
      const created = await stripe.subscriptions.create({
        customer: id,
        items: [{ price: price('basic') }],
        payment_behavior: 'default_incomplete',
        payment_settings: { save_default_payment_method: 'on_subscription' },
        expand: ['latest_invoice.confirmation_secret', 'latest_invoice.payments.data.payment.payment_intent'],
      })
      expect(created).toMatchObject({
        status: 'incomplete',
        latest_invoice: { status: 'open', attempted: false, confirmation_secret: { type: 'payment_intent' } },
      })
      await stripe.paymentIntents.confirm('pi_ada_1', { payment_method: card })
      expect(await stripe.subscriptions.retrieve(created.id)).toMatchObject({ status: 'active', default_payment_method: card })
    },
  },
  {
    does: 'is refused with 402 by error_if_incomplete and leaves nothing behind but the attempt',
    source: '◐ docs.rs mirror',
    async proves({ stripe, customer, price, twin, heard }) {
      const { customer: id } = customer('ada', 'card without funds')
      heard()
      await expect(
        stripe.subscriptions.create({ customer: id, items: [{ price: price('basic') }], payment_behavior: 'error_if_incomplete' }),
      ).rejects.toMatchObject({ statusCode: 402, type: 'StripeCardError', code: 'card_declined', decline_code: 'insufficient_funds' })
      expect((await stripe.subscriptions.list({ status: 'all' })).data).toEqual([])
      expect(twin.books().charges).toMatchObject([{ outcome: 'declined' }])
      expect(heard()).toEqual([])
    },
  },
  {
    does: 'refuses a subscription without any method, and asks for the right parameters',
    source: '○ SN subscriptions.create',
    async proves({ stripe, price }) {
      const { id } = await stripe.customers.create({ name: 'ada' })
      await expect(stripe.subscriptions.create({ customer: id, items: [{ price: price('basic') }] })).rejects.toMatchObject({
        statusCode: 400,
        code: 'resource_missing',
      })
      await expect(stripe.subscriptions.create({ customer: id, items: [] })).rejects.toMatchObject({
        code: 'parameter_missing',
        param: 'items',
      })
      await expect(stripe.subscriptions.create({ customer: 'cus_x_1', items: [{ price: price('basic') }] })).rejects.toMatchObject({
        code: 'resource_missing',
        param: 'customer',
      })
      await expect(stripe.subscriptions.create({ customer: id, items: [{ price: 'price_none' }] })).rejects.toMatchObject({
        code: 'resource_missing',
        param: 'items[0][price]',
      })
    },
  },
  {
    does: 'is active at once when nothing is due',
    source: '● SN 1.1',
    async proves({ stripe, price }) {
      const { id } = await stripe.customers.create({ name: 'ada' })
      const created = await stripe.subscriptions.create({ customer: id, items: [{ price: price('free') }], expand: ['latest_invoice'] })
      expect(created).toMatchObject({ status: 'active', latest_invoice: { status: 'paid', amount_due: 0 } })
    },
  },
  {
    does: 'is active at once when invoices are sent, whatever the first one says; that waits an hour as a draft',
    source: '● SN payment_behavior; billing.md 1.2: finalized at once is what is charged',
    async proves({ stripe, customer, price, pass, heard }) {
      const { customer: id } = customer()
      const created = await stripe.subscriptions.create({
        customer: id,
        items: [{ price: price('basic') }],
        collection_method: 'send_invoice',
        days_until_due: 30,
        expand: ['latest_invoice'],
      })
      expect(created).toMatchObject({ status: 'active', latest_invoice: { status: 'draft', due_date: 1706691600 + 30 * 86_400 } })
      heard()
      pass(hours(1))
      expect(heard()).toEqual(['invoice.finalized', 'invoice.sent'])
    },
  },
  {
    does: 'begins with a trial whose invoice is zero and paid',
    source: '● SN 1.1',
    async proves({ stripe, customer, price }) {
      const { customer: id } = customer()
      const created = await stripe.subscriptions.create({
        customer: id,
        items: [{ price: price('basic') }],
        trial_period_days: 14,
        expand: ['latest_invoice'],
      })
      expect(created).toMatchObject({
        status: 'trialing',
        trial_end: created.created + 14 * 86_400,
        latest_invoice: { status: 'paid', total: 0 },
      })
    },
  },
  {
    does: 'turns active at the trial’s end before the first real invoice is paid, and announces the end three days ahead',
    source: '● SN; ordering ◐ elie222/inbox-zero#3709',
    async proves({ stripe, customer, price, pass, heard }) {
      const { customer: id } = customer()
      const { id: subscription } = await stripe.subscriptions.create({
        customer: id,
        items: [{ price: price('basic') }],
        trial_period_days: 14,
      })
      heard()
      pass(days(11))
      expect(heard()).toEqual(['customer.subscription.trial_will_end'])
      pass(days(3))
      expect(heard()).toEqual(['invoice.created', 'customer.subscription.updated'])
      expect(await stripe.subscriptions.retrieve(subscription, { expand: ['latest_invoice'] })).toMatchObject({
        status: 'active',
        latest_invoice: { status: 'draft', total: 999 },
      })
      pass(hours(1))
      expect(heard()).toContain('invoice.paid')
    },
  },
  {
    does: 'ends a trial without a method as its settings say: cancel',
    source: '● SN trial_settings',
    async proves({ stripe, price, pass }) {
      const { id: customer } = await stripe.customers.create({ name: 'ada' })
      const { id } = await stripe.subscriptions.create({
        customer,
        items: [{ price: price('basic') }],
        trial_period_days: 1,
        trial_settings: { end_behavior: { missing_payment_method: 'cancel' } },
      })
      pass(days(1))
      expect((await stripe.subscriptions.retrieve(id)).status).toBe('canceled')
    },
  },
  {
    does: 'ends a trial without a method as its settings say: pause',
    source: '● SN trial_settings',
    async proves({ stripe, price, pass, heard }) {
      const { id: customer } = await stripe.customers.create({ name: 'ada' })
      const { id } = await stripe.subscriptions.create({
        customer,
        items: [{ price: price('basic') }],
        trial_period_days: 1,
        trial_settings: { end_behavior: { missing_payment_method: 'pause' } },
      })
      heard()
      pass(days(1))
      expect((await stripe.subscriptions.retrieve(id)).status).toBe('paused')
      expect(heard()).toEqual(['customer.subscription.updated', 'customer.subscription.paused'])
    },
  },
  {
    does: 'ends a trial now and bills from now',
    source: '● SN 1.4',
    async proves({ stripe, customer, price }) {
      const { customer: id } = customer()
      const { id: subscription } = await stripe.subscriptions.create({
        customer: id,
        items: [{ price: price('basic') }],
        trial_period_days: 14,
      })
      const ended = await stripe.subscriptions.update(subscription, { trial_end: 'now', expand: ['latest_invoice'] })
      expect(ended).toMatchObject({ status: 'active', trial_end: ended.created, latest_invoice: { status: 'paid', total: 999 } })
    },
  },
]

proven('signups', behaviours)

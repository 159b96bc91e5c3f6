import { describe, expect, test } from 'vitest'
import { days, hours, later, minor, seconds } from '#machines'
import { bench, type Behaviour, type Bench } from './card-twin.fixture.ts'

/** A subscription that runs, made in silence. */
async function running(
  { stripe, customer, price, heard }: Bench,
  plan = 'basic',
  quantity = 1,
): Promise<{ readonly id: string; readonly item: string; readonly customer: string; readonly card: string }> {
  const made = customer()
  const subscription = await stripe.subscriptions.create({ customer: made.customer, items: [{ price: price(plan), quantity }] })
  heard()
  return { id: subscription.id, item: subscription.items.data[0]!.id, ...made }
}

const declined = new Map([['ada/renewal 2024-02-29/attempt 1/outcome', 'declined:insufficient_funds']])

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
    does: 'is active at once when invoices are sent, whatever the first one says',
    source: '● SN payment_behavior',
    async proves({ stripe, customer, price }) {
      const { customer: id } = customer()
      const created = await stripe.subscriptions.create({
        customer: id,
        items: [{ price: price('basic') }],
        collection_method: 'send_invoice',
        days_until_due: 30,
        expand: ['latest_invoice'],
      })
      expect(created).toMatchObject({ status: 'active', latest_invoice: { status: 'open', due_date: 1706691600 + 30 * 86_400 } })
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
  {
    does: 'applies an upgrade at once and bills the difference with the next invoice',
    source: '● SN proration_behavior create_prorations',
    async proves(b) {
      const { id, item } = await running(b)
      b.pass(seconds((29 * 86_400) / 2))
      const changed = await b.stripe.subscriptions.update(id, { items: [{ id: item, price: b.price('pro') }] })
      expect(changed.items.data).toMatchObject([{ id: item, price: { lookup_key: 'pro' }, quantity: 1 }])
      const waiting = await b.stripe.invoiceItems.list({ pending: true })
      expect(waiting.data.map((each) => [each.amount, each.proration])).toEqual([
        [1000, true],
        [-500, true],
      ])
      b.passTo('2024-02-29T10:00:00Z')
      expect(await b.stripe.invoices.retrieve('in_ada_2')).toMatchObject({ status: 'paid', total: 2_499 })
    },
  },
  {
    does: 'bills an upgrade now with always_invoice',
    source: '● SN proration_behavior',
    async proves(b) {
      const { id, item } = await running(b)
      b.pass(seconds((29 * 86_400) / 2))
      const changed = await b.stripe.subscriptions.update(id, {
        items: [{ id: item, quantity: 3 }],
        proration_behavior: 'always_invoice',
        expand: ['latest_invoice'],
      })
      expect(changed).toMatchObject({
        latest_invoice: { status: 'paid', billing_reason: 'subscription_update', total: 999, amount_paid: 999 },
      })
      expect(b.heard().filter((type) => type.startsWith('customer.subscription'))).toEqual([
        'customer.subscription.updated',
        'customer.subscription.updated',
      ])
    },
  },
  {
    does: 'bills nothing for a change with proration none',
    source: '● SN proration_behavior',
    async proves(b) {
      const { id, item } = await running(b)
      await b.stripe.subscriptions.update(id, { items: [{ id: item, price: b.price('pro') }], proration_behavior: 'none' })
      expect((await b.stripe.invoiceItems.list()).data).toEqual([])
    },
  },
  {
    does: 'commits before payment by default: a declined upgrade is applied and past due',
    source: '◐ docs.rs mirror',
    async proves(b) {
      const { id, item } = await running(b)
      b.customer('ada', 'card without funds')
      const changed = await b.stripe.subscriptions.update(id, {
        items: [{ id: item, price: b.price('pro') }],
        proration_behavior: 'always_invoice',
      })
      expect(changed).toMatchObject({ status: 'past_due', items: { data: [{ price: { lookup_key: 'pro' } }] } })
    },
  },
  {
    does: 'refuses a declined upgrade with 402 under error_if_incomplete and keeps the old plan',
    source: '◐ docs.rs mirror; formbricks#8370',
    async proves(b) {
      const { id, item } = await running(b)
      b.customer('ada', 'card needing authentication')
      await expect(
        b.stripe.subscriptions.update(id, {
          items: [{ id: item, price: b.price('pro') }],
          proration_behavior: 'always_invoice',
          payment_behavior: 'error_if_incomplete',
        }),
      ).rejects.toMatchObject({ statusCode: 402, code: 'subscription_payment_intent_requires_action' })
      expect(b.twin.subscriptions()).toMatchObject([{ status: 'active', items: [{ plan: 'basic' }] }])
    },
  },
  {
    does: 'applies an upgrade under default_incomplete and is past due until the intent is confirmed',
    source: '◐ docs.rs mirror',
    async proves(b) {
      const { id, item, card } = await running(b)
      const changed = await b.stripe.subscriptions.update(id, {
        items: [{ id: item, price: b.price('pro') }],
        proration_behavior: 'always_invoice',
        payment_behavior: 'default_incomplete',
      })
      expect(changed.status).toBe('past_due')
      await b.stripe.paymentIntents.confirm('pi_ada_2', { payment_method: card })
      expect((await b.stripe.subscriptions.retrieve(id)).status).toBe('active')
    },
  },
  {
    does: 'pays before commit under pending_if_incomplete: new terms wait, and take effect when paid',
    source: '● SD pending-updates-reference',
    async proves(b) {
      const { id, item } = await running(b)
      b.customer('ada', 'card without funds')
      b.heard()
      const pending = await b.stripe.subscriptions.update(id, {
        items: [{ id: item, price: b.price('pro') }],
        proration_behavior: 'always_invoice',
        payment_behavior: 'pending_if_incomplete',
      })
      expect(pending).toMatchObject({
        status: 'active',
        items: { data: [{ price: { lookup_key: 'basic' } }] },
        pending_update: { expires_at: b.now / 1_000 + 23 * 3_600, subscription_items: [{ price: { lookup_key: 'pro' } }] },
      })
      expect(b.heard().at(-1)).toBe('customer.subscription.updated')
      b.customer('ada', 'card')
      b.heard()
      await b.stripe.invoices.pay(pending.latest_invoice as string)
      expect(b.heard().slice(-2)).toEqual(['customer.subscription.updated', 'customer.subscription.pending_update_applied'])
      expect(await b.stripe.subscriptions.retrieve(id)).toMatchObject({
        pending_update: null,
        items: { data: [{ price: { lookup_key: 'pro' } }] },
      })
    },
  },
  {
    does: 'applies at once what is paid at once under pending_if_incomplete',
    source: '● SD pending-updates-reference',
    async proves(b) {
      const { id, item } = await running(b)
      const changed = await b.stripe.subscriptions.update(id, {
        items: [{ id: item, price: b.price('pro') }],
        proration_behavior: 'always_invoice',
        payment_behavior: 'pending_if_incomplete',
      })
      expect(changed).toMatchObject({ pending_update: null, items: { data: [{ price: { lookup_key: 'pro' } }] } })
      expect(b.heard().filter((type) => type.includes('pending'))).toEqual([])
    },
  },
  {
    does: 'drops a pending update after 23 hours and voids its invoice',
    source: '● SD pending-updates-reference',
    async proves(b) {
      const { id, item } = await running(b)
      b.customer('ada', 'card without funds')
      await b.stripe.subscriptions.update(id, {
        items: [{ id: item, price: b.price('pro') }],
        proration_behavior: 'always_invoice',
        payment_behavior: 'pending_if_incomplete',
      })
      b.heard()
      b.pass(hours(23))
      expect(b.heard()).toEqual([
        'payment_intent.canceled',
        'invoice.voided',
        'customer.subscription.pending_update_expired',
        'customer.subscription.updated',
      ])
      expect(await b.stripe.subscriptions.retrieve(id)).toMatchObject({
        status: 'active',
        pending_update: null,
        items: { data: [{ price: { lookup_key: 'basic' } }] },
      })
    },
  },
  {
    does: 'drops a pending update at the period’s end, before the renewal, and renews on the old terms',
    source: '● SD pending-updates-reference',
    async proves(b) {
      const { id, item } = await running(b, 'pro')
      b.passTo('2024-02-28T20:00:00Z')
      b.customer('ada', 'card without funds')
      const { pending_update } = await b.stripe.subscriptions.update(id, {
        items: [{ id: item, quantity: 9 }],
        proration_behavior: 'always_invoice',
        payment_behavior: 'pending_if_incomplete',
      })
      expect(pending_update?.expires_at).toBe(1709197200)
      b.customer('ada', 'card')
      b.passTo('2024-02-29T10:00:00Z')
      expect(b.twin.subscriptions()).toMatchObject([{ items: [{ quantity: 1 }] }])
      expect(await b.stripe.invoices.retrieve((await b.stripe.subscriptions.retrieve(id)).latest_invoice as string)).toMatchObject({
        total: 1_999,
      })
    },
  },
  {
    does: 'keeps the first expiry when a pending update’s payment is tried again',
    source: '● SD pending-updates-reference',
    async proves(b) {
      const { id, item } = await running(b)
      b.customer('ada', 'card without funds')
      const asked = await b.stripe.subscriptions.update(id, {
        items: [{ id: item, price: b.price('pro') }],
        proration_behavior: 'always_invoice',
        payment_behavior: 'pending_if_incomplete',
      })
      b.pass(hours(5))
      await expect(b.stripe.invoices.pay(asked.latest_invoice as string)).rejects.toMatchObject({ statusCode: 402 })
      expect((await b.stripe.subscriptions.retrieve(id)).pending_update?.expires_at).toBe(asked.pending_update?.expires_at)
    },
  },
  {
    does: 'refuses under pending_if_incomplete what cannot wait',
    source: '● SD pending-updates-reference',
    async proves(b) {
      const { id } = await running(b)
      await expect(
        b.stripe.subscriptions.update(id, { description: 'x', payment_behavior: 'pending_if_incomplete' }),
      ).rejects.toMatchObject({ statusCode: 400, param: 'description' })
    },
  },
  {
    does: 'starts over on another interval: credit, full price, new anchor, billed now',
    source: '● SN 1.4',
    async proves(b) {
      const { id, item } = await running(b)
      b.pass(seconds((29 * 86_400) / 2))
      const changed = await b.stripe.subscriptions.update(id, {
        items: [{ id: item, price: b.price('yearly') }],
        expand: ['latest_invoice'],
      })
      expect(changed).toMatchObject({ billing_cycle_anchor: b.now / 1_000, latest_invoice: { total: 19_900 - 500, status: 'paid' } })
      expect(changed.items.data[0]).toMatchObject({ current_period_start: b.now / 1_000 })
    },
  },
  {
    does: 'adds and removes items, and keeps at least one',
    source: '○ SN subscription items',
    async proves(b) {
      const { id, item } = await running(b)
      const two = await b.stripe.subscriptions.update(id, { items: [{ price: b.price('pro'), quantity: 2 }] })
      expect(two.items.data.map((each) => each.quantity)).toEqual([1, 2])
      const one = await b.stripe.subscriptions.update(id, { items: [{ id: item, deleted: true }] })
      expect(one.items.data).toHaveLength(1)
      await expect(b.stripe.subscriptions.update(id, { items: [{ id: one.items.data[0]!.id, deleted: true }] })).rejects.toMatchObject({
        statusCode: 400,
      })
      expect((await b.stripe.subscriptionItems.list({ subscription: id })).data).toHaveLength(1)
    },
  },
  {
    does: 'changes an item by the item’s own route',
    source: '○ SN subscriptionItems.update',
    async proves(b) {
      const { item } = await running(b)
      expect(await b.stripe.subscriptionItems.update(item, { quantity: 4, proration_behavior: 'none' })).toMatchObject({
        id: item,
        quantity: 4,
      })
      expect(await b.stripe.subscriptionItems.retrieve(item)).toMatchObject({ quantity: 4 })
    },
  },
  {
    does: 'previews what the same change bills at the same moment',
    source: '● SN create_preview',
    async proves(b) {
      const { id, item } = await running(b)
      b.pass(days(10))
      const change = { items: [{ id: item, price: b.price('pro') }], proration_behavior: 'always_invoice' as const }
      const before = JSON.stringify(b.twin.subscriptions())
      const preview = await b.stripe.invoices.createPreview({ subscription: id, subscription_details: change })
      expect(JSON.stringify(b.twin.subscriptions())).toBe(before)
      const changed = await b.stripe.subscriptions.update(id, { ...change, expand: ['latest_invoice'] })
      expect((changed.latest_invoice as { total: number }).total).toBe(preview.total)
      expect((await b.stripe.invoices.createPreview({ subscription: id })).total).toBe(1_999)
    },
  },
  {
    does: 'credits a downgrade to the customer’s balance, which the next invoice takes up',
    source: '● SN customer balance',
    async proves(b) {
      const { id, item } = await running(b, 'pro')
      b.pass(seconds((29 * 86_400) / 2))
      await b.stripe.subscriptions.update(id, { items: [{ id: item, price: b.price('basic') }], proration_behavior: 'always_invoice' })
      expect(await b.stripe.customers.retrieve('cus_ada_1')).toMatchObject({ balance: -500 })
      b.passTo('2024-02-29T10:00:00Z')
      const { data } = await b.stripe.invoices.list({ limit: 1 })
      expect(data).toMatchObject([{ total: 999, starting_balance: -500, ending_balance: 0, amount_due: 499, status: 'paid' }])
    },
  },
  {
    does: 'carries less than the least charge over to the next invoice',
    source: '◐ stripe-java Invoice',
    async proves(b) {
      const { id, item } = await running(b)
      b.passTo('2024-02-29T08:00:00Z')
      await b.stripe.subscriptions.update(id, { items: [{ id: item, price: b.price('pro') }], proration_behavior: 'always_invoice' })
      expect(await b.stripe.invoices.retrieve('in_ada_2')).toMatchObject({ total: 2, amount_due: 0, status: 'paid', ending_balance: 2 })
      expect(b.twin.books().charges).toHaveLength(1)
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
    does: 'refuses a trial end or cancel time that is past',
    source: '○ SN',
    async proves(b) {
      const { id } = await running(b)
      await expect(b.stripe.subscriptions.update(id, { cancel_at: 5 })).rejects.toMatchObject({ statusCode: 400, param: 'cancel_at' })
      await expect(
        b.stripe.subscriptions.create({ customer: 'cus_ada_1', items: [{ price: b.price('basic') }], trial_end: 5 }),
      ).rejects.toMatchObject({ param: 'trial_end' })
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
  {
    does: 'takes other minimum amounts from the account',
    source: 'option of the twin',
    given: { minimumCharge: minor(0) },
    async proves(b) {
      const { id, item } = await running(b)
      b.passTo('2024-02-29T08:00:00Z')
      await b.stripe.subscriptions.update(id, { items: [{ id: item, price: b.price('pro') }], proration_behavior: 'always_invoice' })
      expect(await b.stripe.invoices.retrieve('in_ada_2')).toMatchObject({ amount_due: 2, amount_paid: 2, status: 'paid' })
    },
  },
]

describe('subscriptions', () => {
  for (const each of behaviours)
    test(`${each.does} (${each.source})`, async () => {
      expect.hasAssertions()
      await each.proves(bench(each.given))
    })
})

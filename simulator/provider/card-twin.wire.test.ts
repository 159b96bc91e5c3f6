import { createHmac } from 'node:crypto'
import Stripe from 'stripe'
import { describe, expect, test } from 'vitest'
import { days, hours, later, minutes, type Instant } from '#machines'
import { bench, type Behaviour } from './card-twin.fixture.ts'
import type { ProviderAnswer } from './provider.ts'
import { createShellCodec, createShellFetch } from './shell.ts'
import { signatureHeader } from './signature.ts'

const hmac = (secret: string, text: string): string => createHmac('sha256', secret).update(text).digest('hex')

const behaviours: readonly Behaviour[] = [
  {
    does: 'answers the same to the same key and parameters, and does it once',
    source: '● SD/api/idempotent_requests',
    async proves({ stripe, twin }) {
      const once = await stripe.customers.create({ name: 'ada' }, { idempotencyKey: 'k1' })
      const again = await stripe.customers.create({ name: 'ada' }, { idempotencyKey: 'k1' })
      expect(again.id).toBe(once.id)
      expect(twin.takeEvents()).toHaveLength(1)
    },
  },
  {
    does: 'says by a header that an answer is a repetition',
    source: '● SD/api/idempotent_requests',
    proves({ codec, twin, now, choices }) {
      const decoded = codec.decode('https://api.stripe.com/v1/customers', {
        method: 'POST',
        body: 'name=ada',
        headers: { Authorization: 'Bearer sk_test_twin', 'Idempotency-Key': 'k1' },
      })
      if (decoded.kind !== 'request') throw new Error('the shell answered by itself')
      const [first, again] = [1, 2].map(
        () => twin.handle(decoded.request, { now, choices }) as ProviderAnswer & { readonly kind: 'response' },
      )
      expect(codec.encode(first!, decoded.request).headers.get('idempotent-replayed')).toBeNull()
      expect(codec.encode(again!, decoded.request).headers.get('idempotent-replayed')).toBe('true')
    },
  },
  {
    does: 'refuses a key with other parameters or for another route',
    source: '● SD/api/idempotent_requests; code ○',
    async proves({ stripe }) {
      await stripe.customers.create({ name: 'ada' }, { idempotencyKey: 'k1' })
      await expect(stripe.customers.create({ name: 'bob' }, { idempotencyKey: 'k1' })).rejects.toMatchObject({
        statusCode: 400,
        type: 'StripeIdempotencyError',
      })
      await expect(stripe.products.create({ name: 'ada' }, { idempotencyKey: 'k1' })).rejects.toMatchObject({
        statusCode: 400,
        type: 'StripeIdempotencyError',
      })
    },
  },
  {
    does: 'forgets a key after a day',
    source: '● SD/api/idempotent_requests',
    async proves({ stripe, pass }) {
      const once = await stripe.customers.create({ name: 'ada' }, { idempotencyKey: 'k1' })
      pass(hours(24))
      expect((await stripe.customers.create({ name: 'ada' }, { idempotencyKey: 'k1' })).id).not.toBe(once.id)
    },
  },
  {
    does: 'keeps a decline under its key: only a new key tries again',
    source: '● SD/api/idempotent_requests',
    async proves({ stripe, customer, twin }) {
      const { customer: id, card } = customer('ada', 'card without funds')
      const pay = (key: string): Promise<unknown> =>
        stripe.paymentIntents.create(
          { amount: 1999, currency: 'usd', customer: id, payment_method: card, confirm: true },
          { idempotencyKey: key },
        )
      await expect(pay('k1')).rejects.toMatchObject({ statusCode: 402 })
      await expect(pay('k1')).rejects.toMatchObject({ statusCode: 402 })
      expect(twin.books().charges).toHaveLength(1)
      await expect(pay('k2')).rejects.toMatchObject({ statusCode: 402 })
      expect(twin.books().charges).toHaveLength(2)
    },
  },
  {
    does: 'keeps no validation error: the same key may succeed later',
    source: '● SD/error-low-level',
    async proves({ ask }) {
      expect(ask('prices.create', { currency: 'usd', unit_amount: 1, product: 'prod_account_9' }, { key: 'k1' }).status).toBe(400)
      expect(ask('prices.create', { currency: 'usd', unit_amount: 1, product: 'prod_account_1' }, { key: 'k1' }).status).toBe(200)
    },
  },
  {
    does: 'keeps a 500 under its key, whether it took effect or not',
    source: '● SD/api/idempotent_requests',
    async proves({ twin, ask, now, choices }) {
      const request = { operation: 'customers.create', params: { name: 'ada' }, key: 'k1' }
      expect(twin.failWith500(request, { now, choices }, 'executed')).toMatchObject({ status: 500 })
      expect(ask('customers.create', { name: 'ada' }, { key: 'k1' }).status).toBe(500)
      expect(ask('customers.list').body).toMatchObject({ data: [{ id: 'cus_ada_1' }] })
      twin.failWith500({ ...request, key: 'k2' }, { now, choices }, 'not executed')
      expect(ask('customers.create', { name: 'ada' }, { key: 'k2' }).status).toBe(500)
      expect((ask('customers.list').body as { data: unknown[] }).data).toHaveLength(1)
    },
  },
  {
    does: 'repeats the first answer though the object has moved on',
    source: '● SD/api/idempotent_requests',
    async proves({ stripe, customer, price }) {
      const { customer: id } = customer()
      const create = (): Promise<Stripe.Subscription> =>
        stripe.subscriptions.create({ customer: id, items: [{ price: price('basic') }] }, { idempotencyKey: 'k1' })
      const { id: subscription } = await create()
      await stripe.subscriptions.cancel(subscription)
      expect((await create()).status).toBe('active')
    },
  },
  {
    does: 'tells a parameter that nobody knows from one it does not model',
    source: 'architecture: a twin never guesses',
    async proves({ stripe, twin, customer, price }) {
      const { customer: id } = customer()
      await expect(stripe.customers.create({ nome: 'ada' } as never)).rejects.toMatchObject({
        statusCode: 400,
        code: 'parameter_unknown',
        param: 'nome',
      })
      await expect(
        stripe.subscriptions.create({ customer: id, items: [{ price: price('basic'), colour: 'red' } as never] }),
      ).rejects.toMatchObject({ code: 'parameter_unknown', param: 'items[0][colour]' })
      expect(twin.notModelled()).toEqual([])
      await expect(
        stripe.subscriptions.create({ customer: id, items: [{ price: price('basic') }], on_behalf_of: 'acct_1' }),
      ).rejects.toMatchObject({ statusCode: 400, code: 'billstorm_not_modelled', param: 'on_behalf_of' })
      await expect(
        stripe.subscriptions.create({
          customer: id,
          items: [{ price: price('basic') }],
          trial_settings: { end_behavior: { missing_payment_method: 'cancel' } },
          tax_percent: 20,
        } as never),
      ).rejects.toMatchObject({ code: 'billstorm_not_modelled', param: 'tax_percent' })
      expect(twin.notModelled()).toEqual(['subscriptions.create on_behalf_of', 'subscriptions.create tax_percent'])
    },
  },
  {
    does: 'takes automatic tax only when it is off',
    source: 'option of the twin',
    async proves({ stripe, customer, price }) {
      const { customer: id } = customer()
      await stripe.subscriptions.create({ customer: id, items: [{ price: price('basic') }], automatic_tax: { enabled: false } })
      await expect(
        stripe.subscriptions.create({ customer: id, items: [{ price: price('basic') }], automatic_tax: { enabled: true } }),
      ).rejects.toMatchObject({ code: 'billstorm_not_modelled', param: 'automatic_tax' })
    },
  },
  {
    does: 'names an operation it does not model, and refuses an address that does not exist',
    source: 'architecture: a twin never guesses',
    async proves({ stripe, twin }) {
      await expect(stripe.quotes.create({ customer: 'cus_ada_1' })).rejects.toMatchObject({
        statusCode: 400,
        code: 'billstorm_not_modelled',
      })
      await expect(stripe.subscriptions.migrate('sub_ada_1', { billing_mode: { type: 'flexible' } })).rejects.toMatchObject({
        code: 'billstorm_not_modelled',
      })
      expect(twin.notModelled()).toEqual(['POST /v1/quotes', 'POST /v1/subscriptions/sub_ada_1/migrate'])
      await expect(stripe.rawRequest('GET', '/v1/unicorns')).rejects.toMatchObject({ statusCode: 404 })
    },
  },
  {
    does: 'refuses an id that names nothing with 404 and `id`',
    source: '○ SN resource_missing',
    async proves({ stripe }) {
      for (const read of [
        stripe.subscriptions.retrieve('sub_none'),
        stripe.invoices.retrieve('in_ada_1'),
        stripe.paymentIntents.retrieve('pi_x'),
        stripe.charges.retrieve('ch_x'),
        stripe.prices.retrieve('price_x'),
        stripe.events.retrieve('evt_ada_1'),
        stripe.checkout.sessions.retrieve('cs_x'),
        stripe.paymentMethods.retrieve('pm_x'),
        stripe.refunds.retrieve('re_x'),
        stripe.setupIntents.retrieve('seti_x'),
        stripe.balanceTransactions.retrieve('txn_x'),
        stripe.customers.retrieve('cus_x'),
      ])
        await expect(read).rejects.toMatchObject({ statusCode: 404, code: 'resource_missing', param: 'id' })
    },
  },
  {
    does: 'reads events back as they were, and lists them newest first by type',
    source: '● SN events',
    async proves({ stripe, customer, price, pass }) {
      const { customer: id } = customer()
      const subscription = await stripe.subscriptions.create({ customer: id, items: [{ price: price('basic') }] })
      pass(minutes(1))
      await stripe.subscriptions.update(subscription.id, { metadata: { a: '1' } })
      const { data } = await stripe.events.list({ type: 'customer.subscription.*' })
      expect(data.map((each) => each.type)).toEqual([
        'customer.subscription.updated',
        'customer.subscription.updated',
        'customer.subscription.created',
      ])
      expect(data[0]!.data).toMatchObject({ object: { metadata: { a: '1' } }, previous_attributes: { metadata: {} } })
      expect((await stripe.events.retrieve(data[2]!.id)).data.object).toMatchObject({ status: 'incomplete', metadata: {} })
      expect((await stripe.events.list({ types: ['invoice.paid'] })).data).toHaveLength(1)
    },
  },
  {
    does: 'renders an event in the endpoint’s version, whatever the code speaks',
    source: '● SN Events; CHANGELOG basil',
    async proves({ stripe, customer, price, events, twin }) {
      const { customer: id } = customer()
      await stripe.subscriptions.create({ customer: id, items: [{ price: price('basic') }] })
      const all = events()
      const created = all.find((event) => event.type === 'customer.subscription.created')!
      const paid = all.find((event) => event.type === 'invoice.paid')!
      expect(twin.render(created, '2026-10-28.endive')).toMatchObject({
        api_version: '2026-10-28.endive',
        data: { object: { items: { data: [{ current_period_end: 1709197200 }] } } },
      })
      const older = twin.render(created, '2024-06-20') as { data: { object: { items: { data: readonly object[] } } } }
      expect(older.data.object).toMatchObject({ current_period_start: 1706691600, current_period_end: 1709197200 })
      expect(older.data.object.items.data[0]).not.toHaveProperty('current_period_end')
      expect(twin.render(paid, '2024-06-20')).toMatchObject({
        data: { object: { subscription: 'sub_ada_1', payment_intent: 'pi_ada_1', charge: 'ch_ada_1', paid: true } },
      })
      expect(twin.render(paid, '2025-03-31.basil')).toMatchObject({
        data: { object: { parent: { subscription_details: { subscription: 'sub_ada_1' } } } },
      })
      expect((twin.render(paid, '2025-03-31.basil') as { data: { object: object } }).data.object).not.toHaveProperty('subscription')
    },
  },
  {
    does: 'shows whole seconds though things happen between them',
    source: '● SN; stripe/sync-engine#268',
    async proves(b) {
      b.now = later(b.now, 250 as never)
      await b.stripe.customers.create({ name: 'ada' })
      b.now = later(b.now, 500 as never)
      await b.stripe.customers.create({ name: 'ada' })
      const [first, second] = b.events()
      expect(second!.at - first!.at).toBe(500)
      expect(b.twin.render(first!, '2026-10-28.endive')['created']).toBe(b.twin.render(second!, '2026-10-28.endive')['created'])
    },
  },
  {
    does: 'names the key of the request in the events it caused',
    source: '○ SN Event.request',
    async proves({ stripe, events, twin }) {
      await stripe.customers.create({ name: 'ada' }, { idempotencyKey: 'k1' })
      expect(twin.render(events()[0]!, '2026-10-28.endive')).toMatchObject({ request: { idempotency_key: 'k1' } })
    },
  },
  {
    does: 'signs webhooks so that the vendor’s SDK accepts them, also during a roll of secrets',
    source: '● SN Webhooks',
    async proves({ stripe, customer, events, twin, now }) {
      customer()
      const [event] = events()
      const body = JSON.stringify(twin.render(event!, '2026-10-28.endive'))
      const header = signatureHeader(body, ['whsec_new', 'whsec_old'], now, hmac)
      for (const secret of ['whsec_new', 'whsec_old'])
        expect(stripe.webhooks.constructEvent(body, header, secret, 300, undefined, now).id).toBe('evt_ada_1')
      expect(() => stripe.webhooks.constructEvent(body, header, 'whsec_other', 300, undefined, now)).toThrow(/signature/)
      expect(() => stripe.webhooks.constructEvent(body, header, 'whsec_new', 300, undefined, later(now, minutes(6)))).toThrow(/tolerance/)
    },
  },
  {
    does: 'shows opaque ids of the vendor’s look and takes them back',
    source: 'architecture: ids toward a system',
    given: { shell: { ids: 'opaque' } },
    async proves({ stripe, customer, price, codec, twin, now, choices }) {
      const { customer: id, card } = customer()
      expect(id).toMatch(/^cus_[0-9A-Za-z]{14}$/)
      const subscription = await stripe.subscriptions.create({
        customer: id,
        items: [{ price: price('basic') }],
        default_payment_method: card,
        expand: ['latest_invoice.confirmation_secret'],
      })
      expect(subscription.id).toMatch(/^sub_[0-9A-Za-z]{24}$/)
      expect(subscription.customer).toBe(id)
      expect(codec.take(subscription.id)).toBe('sub_ada_1')
      expect((subscription.latest_invoice as Stripe.Invoice).confirmation_secret?.client_secret).toMatch(/^pi_[0-9A-Za-z]{24}_secret_/)
      expect((await stripe.subscriptions.retrieve(subscription.id)).id).toBe(subscription.id)
      expect((await stripe.subscriptions.list({ customer: id, starting_after: subscription.id })).data).toEqual([])
      expect(JSON.stringify(subscription)).not.toContain('_ada_')
      const event = twin.takeEvents().find((each) => each.type === 'customer.subscription.created')!
      expect(codec.show(twin.render(event, '2026-10-28.endive'))).toMatchObject({ data: { object: { id: subscription.id } } })
      const session = await stripe.checkout.sessions.create({
        mode: 'subscription',
        customer: id,
        line_items: [{ price: price('basic'), quantity: 1 }],
      })
      expect(session.url).toContain(session.id)
      expect(twin.completeCheckout(codec.take(session.id) as string, 'card', { now, choices })).toBe('complete')
    },
  },
  {
    does: 'breaks the connection on a reset, and keeps silent until the caller gives up',
    source: '● SN: retried once on ECONNRESET',
    async proves() {
      let asked = 0
      const codec = createShellCodec()
      const reset = new Stripe('sk_test_twin', {
        httpClient: Stripe.createFetchHttpClient(createShellFetch(codec, () => ({ kind: asked++ < 9 ? 'reset' : 'timeout' })) as never),
        maxNetworkRetries: 0,
        telemetry: false,
      })
      await expect(reset.customers.create({ name: 'ada' })).rejects.toMatchObject({ type: 'StripeConnectionError' })
      // Whether the SDK asks twice is its own affair; the same key goes along.
      expect(asked).toBeGreaterThan(0)
      const silent = new Stripe('sk_test_twin', {
        httpClient: Stripe.createFetchHttpClient(createShellFetch(codec, () => ({ kind: 'timeout' })) as never),
        maxNetworkRetries: 0,
        telemetry: false,
        timeout: 20,
      })
      await expect(silent.customers.create({ name: 'ada' })).rejects.toMatchObject({ type: 'StripeConnectionError' })
    },
  },
  {
    does: 'refuses a request without a key of the account',
    source: '○ SN 401',
    async proves({ codec }) {
      expect(codec.decode('https://api.stripe.com/v1/customers', {})).toMatchObject({ kind: 'answer', answer: { status: 401 } })
    },
  },
  {
    does: 'is put back by a snapshot: the same things happen again under the same ids',
    source: 'architecture: a quiet world is plain data',
    async proves(b) {
      const { customer: id } = b.customer()
      b.heard()
      const before = b.twin.snapshot()
      const books = b.twin.books()
      // The same names come up again; a run would have its own choices for each.
      b.choices.active = false
      const play = (): string => {
        b.now = 1706691600000 as Instant
        const { body } = b.ask('subscriptions.create', { customer: id, items: [{ price: b.price('basic') }] })
        b.pass(days(40))
        return JSON.stringify([body, b.twin.subscriptions(), b.twin.books(), b.events()])
      }
      const first = play()
      b.twin.restore(before)
      expect(b.twin.subscriptions()).toEqual([])
      expect(books).toEqual(b.twin.books())
      expect(play()).toBe(first)
    },
  },
  {
    does: 'hands out books that never change under their reader',
    source: 'truth is append-only',
    async proves({ stripe, customer, twin }) {
      const { customer: id, card } = customer()
      const pay = (): Promise<unknown> =>
        stripe.paymentIntents.create({ amount: 1999, currency: 'usd', customer: id, payment_method: card, confirm: true })
      await pay()
      const then = twin.books()
      await pay()
      expect(then.charges).toHaveLength(1)
      expect(twin.books().charges).toHaveLength(2)
    },
  },
  {
    does: 'lets each owner’s timers fire by themselves',
    source: 'architecture: timelines',
    async proves(b) {
      for (const who of ['ada', 'bob'])
        await b.stripe.subscriptions.create({ customer: b.customer(who).customer, items: [{ price: b.price('basic') }] })
      const due = b.twin.due()!
      expect(due.owner).toBe('ada')
      b.twin.fire('ada', { now: due.at, choices: b.choices })
      expect(b.twin.due()).toEqual({ owner: 'bob', at: due.at })
      expect(
        b
          .events()
          .filter((event) => event.type === 'invoice.created' && event.at === due.at)
          .map((event) => event.owner),
      ).toEqual(['ada'])
    },
  },
]

describe('the wire', () => {
  for (const each of behaviours)
    test(`${each.does} (${each.source})`, async () => {
      expect.hasAssertions()
      await each.proves(bench(each.given))
    })
})

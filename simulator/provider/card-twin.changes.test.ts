import { expect } from 'vitest'
import { days, hours, minor, seconds } from '#machines'
import { type Behaviour, running, proven } from './card-twin.fixture.ts'

const behaviours: readonly Behaviour[] = [
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

proven('changes', behaviours)

import { expect } from 'vitest'
import { hours, minor } from '#machines'
import { type Behaviour, proven } from './card-twin.fixture.ts'

const first = { expand: ['latest_invoice'] }

const behaviours: readonly Behaviour[] = [
  {
    does: 'creates, reads and changes a customer; metadata is merged and an empty value unsets its key',
    source: '● SN CustomerUpdateParams.metadata',
    async proves({ stripe }) {
      const made = await stripe.customers.create({ name: 'ada', email: 'ada@example.com', metadata: { plan: 'a', seat: '1' } })
      expect(made).toMatchObject({ id: 'cus_ada_1', object: 'customer', email: 'ada@example.com', balance: 0, livemode: false })
      const changed = await stripe.customers.update(made.id, { email: 'a@example.com', metadata: { seat: '', extra: 'x' } })
      expect(changed.metadata).toEqual({ plan: 'a', extra: 'x' })
      expect(await stripe.customers.retrieve(made.id)).toMatchObject({ email: 'a@example.com', name: 'ada' })
    },
  },
  {
    does: 'reads a deleted customer as deleted, refuses a second delete with 404 and leaves it out of lists',
    source: '● SN customers.del; third-party-systems 4',
    async proves({ stripe }) {
      const { id } = await stripe.customers.create({ name: 'ada' })
      expect(await stripe.customers.del(id)).toMatchObject({ id, object: 'customer', deleted: true })
      expect(await stripe.customers.retrieve(id)).toMatchObject({ id, deleted: true })
      await expect(stripe.customers.del(id)).rejects.toMatchObject({ statusCode: 404, code: 'resource_missing', param: 'id' })
      expect((await stripe.customers.list()).data).toEqual([])
    },
  },
  {
    does: 'ends the subscriptions of a customer who is deleted',
    source: '● SN customers.del',
    async proves({ stripe, customer, price }) {
      const made = customer()
      const { id } = await stripe.subscriptions.create({ customer: made.customer, items: [{ price: price('basic') }] })
      await stripe.customers.del(made.customer)
      expect(await stripe.subscriptions.retrieve(id)).toMatchObject({ status: 'canceled', ended_at: expect.any(Number) })
    },
  },
  {
    does: 'attaches a test card as a fresh payment method of the customer',
    source: '○ SN paymentMethods.attach',
    async proves({ stripe }) {
      const { id } = await stripe.customers.create({ name: 'ada' })
      const card = await stripe.paymentMethods.attach('pm_card_visa', { customer: id })
      expect(card).toMatchObject({ object: 'payment_method', customer: id, type: 'card', card: { last4: '4242' } })
      const updated = await stripe.customers.update(id, {
        invoice_settings: { default_payment_method: card.id },
        expand: ['invoice_settings.default_payment_method'],
      })
      expect(updated.invoice_settings.default_payment_method).toMatchObject({ id: card.id, customer: id })
      expect((await stripe.customers.listPaymentMethods(id)).data.map((each) => each.id)).toEqual([card.id])
    },
  },
  {
    does: 'refuses to attach a method of another customer',
    source: '○ SN paymentMethods.attach',
    async proves({ stripe, customer }) {
      const { card } = customer('ada')
      const bob = await stripe.customers.create({ name: 'bob' })
      await expect(stripe.paymentMethods.attach(card, { customer: bob.id })).rejects.toMatchObject({
        statusCode: 400,
        type: 'StripeInvalidRequestError',
      })
    },
  },
  {
    does: 'detaches a method for good: it cannot be detached again, attached again, or pay',
    source: '● SN paymentMethods.detach',
    async proves({ stripe, customer, heard }) {
      const { card } = customer('ada')
      heard()
      expect((await stripe.paymentMethods.detach(card)).customer).toBeNull()
      expect(heard()).toEqual(['payment_method.detached', 'customer.updated'])
      await expect(stripe.paymentMethods.detach(card)).rejects.toMatchObject({ statusCode: 400 })
      await expect(stripe.paymentMethods.attach(card, { customer: 'cus_ada_1' })).rejects.toMatchObject({
        code: 'payment_method_unexpected_state',
      })
      await expect(
        stripe.paymentIntents.create({ amount: 1999, currency: 'usd', customer: 'cus_ada_1', payment_method: card, confirm: true }),
      ).rejects.toMatchObject({ statusCode: 400, code: 'payment_method_unexpected_state' })
    },
  },
  {
    does: 'makes a card from a token',
    source: '○ SN paymentMethods.create',
    async proves({ stripe }) {
      expect(await stripe.paymentMethods.create({ type: 'card', card: { token: 'tok_chargeDeclinedInsufficientFunds' } })).toMatchObject({
        customer: null,
        card: { last4: '9995' },
      })
    },
  },
  {
    does: 'has the catalogue as products with a price each, found by its lookup key',
    source: '○ SN prices.list',
    async proves({ stripe }) {
      const { data } = await stripe.prices.list({ lookup_keys: ['pro'], expand: ['data.product'] })
      expect(data).toMatchObject([
        {
          id: 'price_account_2',
          unit_amount: 1999,
          recurring: { interval: 'month', interval_count: 1 },
          product: { id: 'prod_account_2', name: 'pro' },
        },
      ])
    },
  },
  {
    does: 'creates, changes and lists products and prices',
    source: '○ SN products, prices',
    async proves({ stripe, heard }) {
      const product = await stripe.products.create({ name: 'gold' })
      const price = await stripe.prices.create({
        product: product.id,
        currency: 'usd',
        unit_amount: 5000,
        recurring: { interval: 'year' },
        lookup_key: 'gold',
      })
      expect(price).toMatchObject({ type: 'recurring', unit_amount_decimal: expect.anything(), active: true })
      expect(await stripe.prices.update(price.id, { active: false, nickname: 'old gold' })).toMatchObject({
        active: false,
        nickname: 'old gold',
      })
      expect((await stripe.products.update(product.id, { name: 'Gold' })).name).toBe('Gold')
      expect((await stripe.prices.list({ product: product.id })).data).toHaveLength(1)
      expect(heard()).toEqual(['product.created', 'price.created', 'price.updated', 'product.updated'])
    },
  },
  {
    does: 'reads a deleted product as 404, and deletes none that has prices',
    source: '◐ third-party-systems 4',
    async proves({ stripe }) {
      const { id } = await stripe.products.create({ name: 'empty' })
      await stripe.products.del(id)
      await expect(stripe.products.retrieve(id)).rejects.toMatchObject({ statusCode: 404, code: 'resource_missing' })
      await expect(stripe.products.del('prod_account_1')).rejects.toMatchObject({ statusCode: 400 })
    },
  },
  {
    does: 'refuses a price under a lookup key that is taken',
    source: '○ SN prices.create',
    async proves({ stripe }) {
      await expect(
        stripe.prices.create({ product: 'prod_account_1', currency: 'usd', unit_amount: 1, lookup_key: 'pro' }),
      ).rejects.toMatchObject({ statusCode: 400, code: 'resource_already_exists', param: 'lookup_key' })
    },
  },
  {
    does: 'pages through lists newest first, forwards and back',
    source: '○ SN pagination',
    async proves({ stripe, pass }) {
      for (let count = 0; count < 12; count++) {
        await stripe.customers.create({ name: 'ada' })
        pass(hours(1))
      }
      const page = await stripe.customers.list({ limit: 5 })
      expect(page.data.map((each) => each.id)).toEqual(['cus_ada_12', 'cus_ada_11', 'cus_ada_10', 'cus_ada_9', 'cus_ada_8'])
      expect(page.has_more).toBe(true)
      const next = await stripe.customers.list({ limit: 5, starting_after: 'cus_ada_8' })
      expect(next.data.map((each) => each.id)).toEqual(['cus_ada_7', 'cus_ada_6', 'cus_ada_5', 'cus_ada_4', 'cus_ada_3'])
      expect((await stripe.customers.list({ limit: 2, ending_before: 'cus_ada_7' })).data.map((each) => each.id)).toEqual([
        'cus_ada_9',
        'cus_ada_8',
      ])
      const all: string[] = []
      for await (const each of stripe.customers.list({ limit: 5 })) all.push(each.id)
      expect(all).toHaveLength(12)
    },
  },
  {
    does: 'refuses a page size out of range and a cursor that names nothing',
    source: '○ SN pagination',
    async proves({ stripe }) {
      await expect(stripe.customers.list({ limit: 101 })).rejects.toMatchObject({ statusCode: 400, param: 'limit' })
      await expect(stripe.customers.list({ starting_after: 'cus_ada_9' })).rejects.toMatchObject({
        code: 'resource_missing',
        param: 'starting_after',
      })
    },
  },
  {
    does: 'narrows a list by the second of creation',
    source: '○ SN list filters',
    async proves({ stripe, pass }) {
      const early = await stripe.customers.create({ name: 'ada' })
      pass(hours(1))
      const late = await stripe.customers.create({ name: 'bob' })
      expect((await stripe.customers.list({ created: { gt: early.created } })).data.map((each) => each.id)).toEqual([late.id])
      expect((await stripe.customers.list({ created: { lte: early.created } })).data.map((each) => each.id)).toEqual([early.id])
    },
  },
  {
    does: 'finds customers by search, on fields and metadata',
    source: '● SN customers.search',
    async proves({ stripe }) {
      await stripe.customers.create({ name: 'ada', email: 'ada@example.com', metadata: { team: 'blue' } })
      await stripe.customers.create({ name: 'bob', email: 'bob@example.com', metadata: { team: 'red' } })
      const names = async (query: string): Promise<readonly (string | null | undefined)[]> =>
        (await stripe.customers.search({ query })).data.map((each) => each.name)
      expect(await names("email:'bob@example.com'")).toEqual(['bob'])
      expect(await names("metadata['team']:'blue' AND email~'ada'")).toEqual(['ada'])
      expect(await names("metadata['team']:'blue' OR metadata['team']:'red'")).toHaveLength(2)
      await expect(stripe.customers.search({ query: 'who knows' })).rejects.toMatchObject({ statusCode: 400, param: 'query' })
    },
  },
  {
    does: 'leaves out of search what is younger than the lag',
    source: '● SN search: eventually consistent',
    given: { searchLag: hours(1) },
    async proves({ stripe, pass }) {
      await stripe.customers.create({ name: 'ada' })
      const query = "name:'ada'"
      expect((await stripe.customers.search({ query })).data).toEqual([])
      pass(hours(1))
      expect((await stripe.customers.search({ query })).data).toHaveLength(1)
    },
  },
  {
    does: 'expands through lists, four levels deep, and refuses what cannot be expanded',
    source: '○ SN expand',
    async proves({ stripe, customer, price }) {
      const made = customer()
      await stripe.subscriptions.create({ customer: made.customer, items: [{ price: price('basic') }] })
      const { data } = await stripe.subscriptions.list({
        expand: ['data.customer', 'data.latest_invoice.payments', 'data.items.data.price.product'],
      })
      expect(data[0]).toMatchObject({
        customer: { id: made.customer, object: 'customer' },
        latest_invoice: { payments: { data: [{ status: 'paid' }] } },
      })
      expect(data[0]!.items.data[0]!.price.product).toMatchObject({ object: 'product', name: 'basic' })
      await expect(stripe.subscriptions.list({ expand: ['data.nothing'] })).rejects.toMatchObject({ statusCode: 400, param: 'expand' })
      await expect(stripe.subscriptions.list({ expand: ['data.a.b.c.d.e'] })).rejects.toMatchObject({ statusCode: 400, param: 'expand' })
    },
  },
  {
    does: 'shows the newest shape without the intent on the invoice, so that expanding it is an error',
    source: '● SN CHANGELOG 2025-03-31.basil',
    async proves({ stripe, customer, price }) {
      const made = customer()
      await expect(
        stripe.subscriptions.create({
          customer: made.customer,
          items: [{ price: price('basic') }],
          expand: ['latest_invoice.payment_intent'],
        }),
      ).rejects.toMatchObject({ statusCode: 400, param: 'expand' })
    },
  },
  {
    does: 'answers a request of an older version in the older shape, expanded as of old',
    source: '● SN CHANGELOG 2025-03-31.basil',
    async proves({ ask, customer, price }) {
      const made = customer()
      const { body } = ask(
        'subscriptions.create',
        { customer: made.customer, items: [{ price: price('basic') }], expand: ['latest_invoice.payment_intent'] },
        { version: '2024-06-20' },
      )
      expect(body).toMatchObject({
        current_period_end: 1709197200,
        latest_invoice: {
          paid: true,
          charge: 'ch_ada_1',
          subscription: 'sub_ada_1',
          payment_intent: { id: 'pi_ada_1', invoice: 'in_ada_1' },
        },
      })
      expect(JSON.stringify(body)).not.toContain('"parent"')
    },
  },
  {
    does: 'books every movement of money as a balance transaction of its charge or refund',
    source: '○ SN balanceTransactions',
    async proves({ stripe, customer }) {
      const { customer: id, card } = customer()
      const intent = await stripe.paymentIntents.create({
        amount: 1999,
        currency: 'usd',
        customer: id,
        payment_method: card,
        confirm: true,
      })
      const refund = await stripe.refunds.create({ payment_intent: intent.id, amount: 500 })
      const { data } = await stripe.balanceTransactions.list()
      expect(data.map((each) => [each.type, each.amount, each.source])).toEqual([
        ['refund', -500, refund.id],
        ['charge', 1999, intent.latest_charge],
      ])
      expect(await stripe.balanceTransactions.retrieve(data[0]!.id)).toMatchObject({ net: -500 })
    },
  },
  {
    does: 'keeps a pending invoice item for the next invoice, and deletes it until that is finalized',
    source: '● SN invoiceItems',
    async proves({ stripe, customer, heard }) {
      const { customer: id } = customer()
      heard()
      const item = await stripe.invoiceItems.create({ customer: id, amount: 700, currency: 'usd', description: 'setup' })
      expect((await stripe.invoiceItems.list({ customer: id, pending: true })).data).toHaveLength(1)
      const invoice = await stripe.invoices.create({ customer: id, pending_invoice_items_behavior: 'include' })
      expect(invoice).toMatchObject({ status: 'draft', total: 700, auto_advance: false, lines: { data: [{ amount: 700 }] } })
      expect(heard()).toEqual(['invoiceitem.created', 'invoice.created'])
      expect(await stripe.invoiceItems.del(item.id)).toMatchObject({ deleted: true })
      expect(await stripe.invoices.retrieve(invoice.id)).toMatchObject({ total: 0, lines: { data: [] } })
      const second = await stripe.invoiceItems.create({ customer: id, amount: 700, currency: 'usd', invoice: invoice.id })
      await stripe.invoices.finalizeInvoice(invoice.id)
      await expect(stripe.invoiceItems.del(second.id)).rejects.toMatchObject({ statusCode: 400, code: 'invoice_not_editable' })
    },
  },
  {
    does: 'lists the payments of an invoice',
    source: '○ SN invoicePayments',
    async proves({ stripe, customer, price }) {
      const made = customer()
      const { latest_invoice } = await stripe.subscriptions.create({ customer: made.customer, items: [{ price: price('basic') }] })
      const { data } = await stripe.invoicePayments.list({ invoice: latest_invoice as string })
      expect(data).toMatchObject([{ status: 'paid', amount_paid: 999, payment: { type: 'payment_intent', payment_intent: 'pi_ada_1' } }])
    },
  },
  {
    does: 'keeps customers apart: their ids do not depend on each other',
    source: 'architecture: ids by owner and ordinal',
    async proves({ stripe, customer, price }) {
      customer('bob')
      const { customer: id } = customer('ada')
      const created = await stripe.subscriptions.create({ customer: id, items: [{ price: price('basic') }], ...first })
      expect([created.id, (created.latest_invoice as { id: string }).id]).toEqual(['sub_ada_1', 'in_ada_1'])
    },
  },
  {
    does: 'refuses a one-time price on a subscription and an inactive one',
    source: '○ SN subscriptions.create',
    async proves({ stripe, customer }) {
      const { customer: id } = customer()
      const once = await stripe.prices.create({ product: 'prod_account_1', currency: 'usd', unit_amount: 100 })
      await expect(stripe.subscriptions.create({ customer: id, items: [{ price: once.id }] })).rejects.toMatchObject({
        statusCode: 400,
        param: 'items[0][price]',
      })
      await stripe.prices.update('price_account_1', { active: false })
      await expect(stripe.subscriptions.create({ customer: id, items: [{ price: 'price_account_1' }] })).rejects.toMatchObject({
        code: 'price_inactive',
      })
    },
  },
  {
    does: 'bills a currency without decimals in whole units',
    source: '● SN currencies',
    given: { currency: 'jpy', plans: [{ key: 'basic', price: minor(1_500), interval: 'month' }] },
    async proves({ stripe, customer, price, twin }) {
      const { customer: id } = customer()
      await stripe.subscriptions.create({ customer: id, items: [{ price: price('basic') }] })
      expect(twin.books().charges).toMatchObject([{ amount: 1500, currency: 'jpy' }])
    },
  },
]

proven('resources', behaviours)

import { expect } from 'vitest'
import { days } from '#machines'
import { type Behaviour, proven, running } from './card-twin.fixture.ts'

const behaviours: readonly Behaviour[] = [
  {
    does: 'refuses to go over to a price that is paid once, in a trial too, where nothing is reckoned yet',
    source: '○ what has no period cannot be subscribed to',
    async proves(bench) {
      const { stripe, customer, price, pass } = bench
      const product = await stripe.products.create({ name: 'mug' })
      const once = await stripe.prices.create({ product: product.id, currency: 'usd', unit_amount: 900 })
      const subscription = await stripe.subscriptions.create({
        customer: customer().customer,
        items: [{ price: price('basic') }],
        trial_period_days: 3,
      })
      const [item] = subscription.items.data
      await expect(stripe.subscriptions.update(subscription.id, { items: [{ id: item!.id, price: once.id }] })).rejects.toMatchObject({
        statusCode: 400,
        param: 'items[0][price]',
      })
      pass(days(40))
      expect((await stripe.subscriptions.retrieve(subscription.id)).status).toBe('active')
    },
  },
  {
    does: 'refuses to go over to a price that is out of use',
    source: '○ as a new subscription to it is',
    async proves(bench) {
      const { stripe, price } = bench
      const { id, item } = await running(bench)
      await stripe.prices.update(price('pro'), { active: false })
      await expect(stripe.subscriptions.update(id, { items: [{ id: item, price: price('pro') }] })).rejects.toMatchObject({
        code: 'price_inactive',
      })
      // The one that is held may stay.
      await stripe.prices.update(price('basic'), { active: false })
      expect(
        (await stripe.subscriptions.update(id, { items: [{ id: item, price: price('basic'), quantity: 2 }] })).items.data[0]?.quantity,
      ).toBe(2)
    },
  },
  {
    does: 'knows no card by a word that every object has',
    source: 'architecture: a twin never guesses',
    async proves({ stripe, customer }) {
      const { customer: id } = customer()
      for (const payment_method of ['constructor', '__proto__', 'toString'])
        await expect(
          stripe.paymentIntents.create({ amount: 500, currency: 'usd', customer: id, payment_method, confirm: true }),
        ).rejects.toMatchObject({ statusCode: 400, param: 'payment_method' })
      for (const token of ['constructor', 'toString'])
        await expect(stripe.paymentMethods.create({ type: 'card', card: { token } })).rejects.toMatchObject({ statusCode: 400 })
    },
  },
  {
    does: 'shows what was deleted to earlier versions too',
    source: '● SN `DeletedInvoice`',
    async proves({ ask, customer }) {
      const { id } = ask('invoices.create', { customer: customer().customer }).body as { readonly id: string }
      expect(ask('invoices.delete', {}, { id, version: '2024-06-20' })).toMatchObject({ status: 200, body: { id, deleted: true } })
    },
  },
]

proven('answers to strange requests', behaviours)

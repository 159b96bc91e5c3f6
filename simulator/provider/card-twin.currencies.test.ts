import { expect } from 'vitest'
import { days, minor } from '#machines'
import { type Behaviour, proven, running } from './card-twin.fixture.ts'

const inDinars = {
  currency: 'kwd',
  plans: [
    { key: 'basic', price: minor(3_000), interval: 'month' },
    { key: 'pro', price: minor(14_900), interval: 'month' },
  ],
} as const

const behaviours: readonly Behaviour[] = [
  {
    does: 'takes dinars in whole tens of fils, and refuses other amounts before anything happens',
    source: '● SD/currencies, three-decimal currencies',
    given: inDinars,
    async proves({ stripe, customer, twin }) {
      const { customer: id, card } = customer()
      const asked = { currency: 'kwd', customer: id, payment_method: card, confirm: true } as const
      await expect(stripe.paymentIntents.create({ ...asked, amount: 5_124 })).rejects.toMatchObject({ statusCode: 400, param: 'amount' })
      expect(twin.books().charges).toEqual([])
      expect((await stripe.paymentIntents.create({ ...asked, amount: 5_120 })).status).toBe('succeeded')
      const open = await stripe.paymentIntents.create({ currency: 'kwd', amount: 5_120, customer: id })
      await expect(stripe.paymentIntents.update(open.id, { amount: 5_125 })).rejects.toMatchObject({ statusCode: 400, param: 'amount' })
    },
  },
  {
    does: 'gives dinars back in whole tens of fils',
    source: '● SD/currencies, three-decimal currencies: refunds too',
    given: inDinars,
    async proves({ stripe, customer }) {
      const { customer: id, card } = customer()
      const intent = await stripe.paymentIntents.create({
        amount: 5_120,
        currency: 'kwd',
        customer: id,
        payment_method: card,
        confirm: true,
      })
      await expect(stripe.refunds.create({ payment_intent: intent.id, amount: 1_001 })).rejects.toMatchObject({ statusCode: 400 })
      expect((await stripe.refunds.create({ payment_intent: intent.id, amount: 1_010 })).amount).toBe(1_010)
      expect((await stripe.refunds.create({ payment_intent: intent.id })).amount).toBe(4_110)
    },
  },
  {
    does: 'prorates dinars to what it can charge, rounded once',
    source: '○ how the vendor rounds there is not told; that it can be charged ● SD/currencies',
    given: { ...inDinars, starts: '2024-01-31T00:00:00Z' },
    async proves(bench) {
      const { stripe, price, twin } = bench
      const { id, item } = await running(bench)
      bench.pass(days(10))
      await stripe.subscriptions.update(id, { items: [{ id: item, price: price('pro') }], proration_behavior: 'always_invoice' })
      // 14.900 × 19/29 = 9.762… and 3.000 × 19/29 = 1.965…
      expect(twin.books().charges.at(-1)).toMatchObject({ amount: 9_760 - 1_970, outcome: 'succeeded' })
    },
  },
  {
    does: 'takes any whole yen or cent, unless the account is told otherwise',
    source: '● SN: amounts in the smallest unit',
    async proves({ stripe }) {
      expect((await stripe.paymentIntents.create({ amount: 5_127, currency: 'jpy' })).amount).toBe(5_127)
      expect((await stripe.paymentIntents.create({ amount: 5_127, currency: 'usd' })).amount).toBe(5_127)
    },
  },
  {
    does: 'charges in the unit that the account is told',
    source: '○ an input, for networks with rules of their own',
    given: { chargeUnit: minor(100) },
    async proves({ stripe }) {
      await expect(stripe.paymentIntents.create({ amount: 5_127, currency: 'usd' })).rejects.toMatchObject({ param: 'amount' })
      expect((await stripe.paymentIntents.create({ amount: 5_100, currency: 'usd' })).amount).toBe(5_100)
    },
  },
]

proven('currencies', behaviours)

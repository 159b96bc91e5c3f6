import { expect } from 'vitest'
import { days, hours } from '#machines'
import { type Behaviour, proven, running } from './card-twin.fixture.ts'

const expired = { record: new Map([[`ada/pm_ada_2/decline 1/card update`, 'a day on']]) }

const cards: readonly Behaviour[] = [
  {
    does: 'hears of a replaced card from the network, and retries with it under its old id',
    source: '● SN payment_method.automatically_updated; that retries go on ○',
    given: expired,
    async proves(b) {
      await running(b)
      const { card } = b.customer('ada', 'card expired')
      b.passTo('2024-03-01T08:00:00Z')
      expect(b.twin.books().charges.at(-1)).toMatchObject({ outcome: 'declined', code: 'expired_card', method: card })
      b.heard()
      b.pass(days(1))
      expect(b.events()).toMatchObject([
        {
          type: 'payment_method.automatically_updated',
          object: { id: card, card: { exp_year: 2027 } },
          previous: { card: { exp_year: 2023 } },
        },
      ])
      expect(b.twin.books().cardUpdates).toMatchObject([{ method: card, owner: 'ada' }])
      b.pass(days(3))
      expect(b.twin.books().charges.at(-1)).toMatchObject({ outcome: 'succeeded', method: card })
    },
  },
  {
    does: 'leaves an expired card expired unless a choice says otherwise, and one that was detached for ever',
    source: 'the dull answer',
    given: expired,
    async proves(b) {
      await running(b)
      const { card } = b.customer('ada', 'card expired')
      b.passTo('2024-03-01T08:00:00Z')
      await b.stripe.paymentMethods.detach(card)
      b.heard()
      b.pass(days(1))
      expect(b.heard()).toEqual([])
      expect(b.twin.books().cardUpdates).toEqual([])
    },
  },
  {
    does: 'takes the new date of a card from its customer',
    source: '● SN paymentMethods.update card; that it then works ○',
    async proves({ stripe, customer, ask, heard }) {
      const { customer: id, card } = customer('ada', 'card expired')
      heard()
      expect(await stripe.paymentMethods.update(card, { card: { exp_month: 3, exp_year: 2030 } })).toMatchObject({
        card: { exp_month: 3, exp_year: 2030 },
      })
      expect(heard()).toEqual(['payment_method.updated'])
      await expect(stripe.paymentMethods.update(card, { card: { exp_month: 13 } })).rejects.toMatchObject({ code: 'invalid_expiry_month' })
      await expect(stripe.paymentMethods.update(card, { card: { exp_year: 2023 } })).rejects.toMatchObject({ code: 'invalid_expiry_year' })
      const paid = ask('payment_intents.create', { amount: 999, currency: 'usd', customer: id, payment_method: card, confirm: true })
      expect(paid.body).toMatchObject({ status: 'succeeded' })
    },
  },
  {
    does: 'lists an account’s cards by who holds them and how they may be shown again',
    source: '● SN paymentMethods.list',
    async proves({ stripe, customer }) {
      const { customer: id, card } = customer()
      const second = await stripe.paymentMethods.attach('pm_card_visa', { customer: id })
      await stripe.paymentMethods.update(second.id, { allow_redisplay: 'always' })
      expect((await stripe.paymentMethods.list({ customer: id })).data.map((each) => each.id)).toEqual([second.id, card])
      expect((await stripe.paymentMethods.list({ customer: id, allow_redisplay: 'always' })).data).toMatchObject([{ id: second.id }])
    },
  },
  {
    does: 'takes a detached card from its customer’s invoices, for good',
    source: '● SN paymentMethods.detach; that the default goes ○',
    async proves(b) {
      const { customer: id, card } = await running(b)
      await b.stripe.paymentMethods.detach(card)
      expect(b.heard()).toEqual(['payment_method.detached', 'customer.updated'])
      expect(await b.stripe.customers.retrieve(id)).toMatchObject({ invoice_settings: { default_payment_method: null } })
      await expect(b.stripe.paymentMethods.attach(card, { customer: id })).rejects.toMatchObject({
        code: 'payment_method_unexpected_state',
      })
      b.passTo('2024-02-29T10:30:00Z')
      expect(b.twin.subscriptions()).toMatchObject([{ status: 'past_due' }])
      b.customer()
      b.pass(days(3))
      b.pass(hours(1))
      expect(b.twin.subscriptions()).toMatchObject([{ status: 'active' }])
    },
  },
]

proven('cards', cards)

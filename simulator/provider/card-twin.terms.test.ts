import { expect } from 'vitest'
import { days, hours } from '#machines'
import { proven, running, type Behaviour, type Bench } from './card-twin.fixture.ts'

const include = { pending_invoice_items_behavior: 'include' } as const
const send = { collection_method: 'send_invoice', days_until_due: 14 } as const

/** A subscription whose invoices are sent, an hour old. */
async function sent({ stripe, customer, price, pass, heard }: Bench) {
  const { customer: id } = customer()
  const made = await stripe.subscriptions.create({ customer: id, items: [{ price: price('basic') }], ...send })
  pass(hours(1))
  heard()
  return { id: made.id, customer: id, invoice: made.latest_invoice as string }
}

const behaviours: readonly Behaviour[] = [
  {
    does: 'is past due when the day of an invoice has passed unpaid, and active again when that is paid',
    source: '● SN active → past_due of send_invoice',
    async proves(b) {
      const { id, invoice } = await sent(b)
      b.pass(days(13))
      expect((await b.stripe.subscriptions.retrieve(id)).status).toBe('active')
      b.pass(days(1))
      expect(b.heard()).toEqual(['customer.subscription.updated'])
      expect((await b.stripe.subscriptions.retrieve(id)).status).toBe('past_due')
      expect(await b.stripe.invoices.retrieve(invoice)).toMatchObject({ status: 'open', attempt_count: 0, next_payment_attempt: null })
      expect(await b.stripe.invoices.pay(invoice)).toMatchObject({ status: 'paid', amount_paid: 999 })
      expect((await b.stripe.subscriptions.retrieve(id)).status).toBe('active')
    },
  },
  {
    does: 'stays active when it is paid in time, by card or otherwise',
    source: '● SN',
    async proves(b) {
      const { id, invoice } = await sent(b)
      await b.stripe.invoices.pay(invoice, { paid_out_of_band: true })
      b.passTo('2024-02-20T00:00:00Z')
      expect((await b.stripe.subscriptions.retrieve(id)).status).toBe('active')
      expect(b.twin.books().charges).toEqual([])
    },
  },
  {
    does: 'sends each renewal, and tries no card by itself',
    source: '● SN Invoice.next_payment_attempt: null for invoices that are sent',
    async proves(b) {
      const { id } = await sent(b)
      b.passTo('2024-02-29T12:00:00Z')
      expect(b.heard().filter((type) => type === 'invoice.sent')).toHaveLength(1)
      const [renewal] = (await b.stripe.invoices.list({ subscription: id })).data
      expect(renewal).toMatchObject({ status: 'open', due_date: renewal!.created + 14 * 86_400, attempted: false })
      b.passTo('2024-03-20T00:00:00Z')
      expect(b.twin.books().charges).toEqual([])
    },
  },
  {
    does: 'makes no second attempt by itself after somebody’s card failed',
    source: '● SN Invoice.next_payment_attempt',
    async proves(b) {
      const { id, customer, invoice } = await sent(b)
      b.customer('ada', 'card without funds')
      await expect(b.stripe.invoices.pay(invoice)).rejects.toMatchObject({ statusCode: 402 })
      expect((await b.stripe.subscriptions.retrieve(id)).status).toBe('active')
      b.pass(days(10))
      expect(b.twin.books().charges).toHaveLength(1)
      expect((await b.stripe.invoices.list({ customer })).data[0]).toMatchObject({ status: 'open', next_payment_attempt: null })
    },
  },
  {
    does: 'tells of a day that comes and of one that has passed where the account asks for it',
    source: '● SN invoice.will_be_due, invoice.overdue; how long before and after ○, policy input',
    given: { dueNotices: { willBeDue: days(3), overdue: days(2) } },
    async proves(b) {
      const { invoice } = await sent(b)
      b.passTo('2024-02-11T10:00:00Z')
      expect(b.heard()).toEqual(['invoice.will_be_due'])
      b.passTo('2024-02-16T10:00:00Z')
      expect(b.heard()).toEqual(['customer.subscription.updated', 'invoice.overdue'])
      await b.stripe.invoices.voidInvoice(invoice)
      expect(b.twin.due()?.at).toBe(Date.parse('2024-02-29T09:00:00Z'))
    },
  },
  {
    does: 'sends an invoice by request, a draft on the way to open, and again',
    source: '● SN invoices.sendInvoice',
    async proves({ stripe, customer, heard }) {
      const { customer: id } = customer()
      await stripe.invoiceItems.create({ customer: id, amount: 700, currency: 'usd' })
      const draft = await stripe.invoices.create({ customer: id, ...include, ...send })
      expect(draft.due_date).toBe(draft.created + 14 * 86_400)
      heard()
      expect(await stripe.invoices.sendInvoice(draft.id)).toMatchObject({ status: 'open', amount_due: 700 })
      await stripe.invoices.sendInvoice(draft.id)
      expect(heard()).toEqual(['invoice.finalized', 'invoice.sent', 'invoice.sent'])
      const charged = await stripe.invoices.create({ customer: id })
      await expect(stripe.invoices.sendInvoice(charged.id)).rejects.toMatchObject({ statusCode: 400 })
    },
  },
  {
    does: 'takes a day or a number of days, for invoices that are sent, and changes them while it is a draft',
    source: '● SN InvoiceCreateParams.due_date, days_until_due',
    async proves({ stripe, customer }) {
      const { customer: id } = customer()
      const due = 1_706_691_600 + 5 * 86_400
      for (const [params, param] of [
        [{ days_until_due: 5 }, 'days_until_due'],
        [{ due_date: due }, 'due_date'],
        [{ collection_method: 'send_invoice' }, 'days_until_due'],
        [{ collection_method: 'send_invoice', days_until_due: 5, due_date: due }, 'due_date'],
        [{ collection_method: 'send_invoice', due_date: 1 }, 'due_date'],
      ] as const)
        await expect(stripe.invoices.create({ customer: id, ...params })).rejects.toMatchObject({ statusCode: 400, param })
      const draft = await stripe.invoices.create({ customer: id, collection_method: 'send_invoice', due_date: due })
      expect(draft).toMatchObject({ due_date: due, collection_method: 'send_invoice' })
      expect((await stripe.invoices.update(draft.id, { days_until_due: 30 })).due_date).toBe(draft.created + 30 * 86_400)
      expect(await stripe.invoices.update(draft.id, { collection_method: 'charge_automatically' })).toMatchObject({ due_date: null })
    },
  },
  {
    does: 'changes how a subscription is paid from its next invoice on',
    source: '● SN SubscriptionUpdateParams.collection_method',
    async proves(b) {
      const { id } = await running(b)
      await expect(b.stripe.subscriptions.update(id, { collection_method: 'send_invoice' })).rejects.toMatchObject({
        param: 'days_until_due',
      })
      await expect(b.stripe.subscriptions.update(id, { days_until_due: 3 })).rejects.toMatchObject({ param: 'days_until_due' })
      expect(await b.stripe.subscriptions.update(id, send)).toMatchObject({ collection_method: 'send_invoice', days_until_due: 14 })
      b.passTo('2024-02-29T12:00:00Z')
      expect((await b.stripe.invoices.list({ subscription: id })).data[0]).toMatchObject({
        status: 'open',
        collection_method: 'send_invoice',
      })
      expect(await b.stripe.subscriptions.update(id, { collection_method: 'charge_automatically' })).toMatchObject({ days_until_due: null })
      b.passTo('2024-03-31T12:00:00Z')
      expect((await b.stripe.invoices.list({ subscription: id })).data[0]).toMatchObject({ status: 'paid' })
    },
  },
  {
    does: 'begins with a trial whose invoice has what waited for it, and nobody tries a card',
    source: '● SN',
    async proves({ stripe, customer, price, twin }) {
      const { customer: id } = customer()
      await stripe.invoiceItems.create({ customer: id, amount: 700, currency: 'usd' })
      const made = await stripe.subscriptions.create({
        customer: id,
        items: [{ price: price('basic') }],
        trial_period_days: 7,
        ...send,
        expand: ['latest_invoice'],
      })
      expect(made).toMatchObject({ status: 'trialing', latest_invoice: { status: 'open', amount_due: 700 } })
      expect(twin.books().charges).toEqual([])
    },
  },
  {
    does: 'does not guess how a change waits for an invoice that is sent',
    source: 'a twin never guesses',
    async proves(b) {
      const { id } = await sent(b)
      await expect(
        b.stripe.subscriptions.update(id, { payment_behavior: 'pending_if_incomplete', items: [{ price: b.price('pro') }] }),
      ).rejects.toMatchObject({ code: 'billstorm_not_modelled', param: 'payment_behavior' })
    },
  },
]

proven('payment terms', behaviours)

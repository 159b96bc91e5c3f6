import { expect } from 'vitest'
import { hours } from '#machines'
import { type Behaviour, proven } from './card-twin.fixture.ts'

const behaviours: readonly Behaviour[] = [
  {
    does: 'pays an invoice of its own by request, once',
    source: '○ SN invoices.pay',
    async proves({ stripe, customer, heard }) {
      const { customer: id } = customer()
      await stripe.invoiceItems.create({ customer: id, amount: 700, currency: 'usd' })
      const draft = await stripe.invoices.create({ customer: id, pending_invoice_items_behavior: 'include' })
      const open = await stripe.invoices.finalizeInvoice(draft.id)
      expect(open).toMatchObject({ status: 'open', number: 'ADA1-0001', amount_due: 700 })
      heard()
      expect(await stripe.invoices.pay(draft.id)).toMatchObject({ status: 'paid', amount_paid: 700, amount_remaining: 0, attempt_count: 1 })
      expect(heard()).toEqual([
        'charge.succeeded',
        'payment_intent.succeeded',
        'invoice_payment.paid',
        'invoice.paid',
        'invoice.payment_succeeded',
      ])
      await expect(stripe.invoices.pay(draft.id)).rejects.toMatchObject({ statusCode: 400, message: 'the invoice is paid' })
      await expect(stripe.invoices.finalizeInvoice(draft.id)).rejects.toMatchObject({ statusCode: 400, code: 'invoice_not_editable' })
    },
  },
  {
    does: 'answers 402 for an invoice that cannot be paid, and leaves it open',
    source: '● SD workflow-transitions',
    async proves({ stripe, customer, heard }) {
      const { customer: id } = customer('ada', 'card without funds')
      await stripe.invoiceItems.create({ customer: id, amount: 700, currency: 'usd' })
      const draft = await stripe.invoices.create({ customer: id, pending_invoice_items_behavior: 'include' })
      await stripe.invoices.finalizeInvoice(draft.id)
      heard()
      await expect(stripe.invoices.pay(draft.id)).rejects.toMatchObject({ statusCode: 402, code: 'card_declined' })
      expect(heard()).toEqual(['charge.failed', 'payment_intent.payment_failed', 'invoice.payment_failed'])
      expect((await stripe.invoices.retrieve(draft.id)).status).toBe('open')
    },
  },
  {
    does: 'tells that an invoice waits for its customer',
    source: 'code ● SN, when ○: invoice_payment_intent_requires_action',
    async proves({ stripe, customer }) {
      const { customer: id } = customer('ada', 'card needing authentication')
      await stripe.invoiceItems.create({ customer: id, amount: 700, currency: 'usd' })
      const draft = await stripe.invoices.create({ customer: id, pending_invoice_items_behavior: 'include' })
      await expect(stripe.invoices.pay(draft.id)).rejects.toMatchObject({ statusCode: 402, code: 'invoice_payment_intent_requires_action' })
    },
  },
  {
    does: 'leaves a draft a draft when there is nothing to pay it with, and an empty one too',
    source: '○ SN invoices.pay',
    async proves({ stripe, heard }) {
      const { id } = await stripe.customers.create({ name: 'ada' })
      const draft = await stripe.invoices.create({ customer: id })
      await expect(stripe.invoices.pay(draft.id)).rejects.toMatchObject({ code: 'invoice_no_customer_line_items' })
      await stripe.invoiceItems.create({ customer: id, invoice: draft.id, amount: 700, currency: 'usd' })
      heard()
      await expect(stripe.invoices.pay(draft.id)).rejects.toMatchObject({ statusCode: 400, code: 'resource_missing' })
      expect((await stripe.invoices.retrieve(draft.id)).status).toBe('draft')
      expect(heard()).toEqual([])
    },
  },
  {
    does: 'voids for good, also what was uncollectible, and cancels the intent',
    source: '● SD workflow-transitions',
    async proves({ stripe, customer, heard }) {
      const { customer: id } = customer()
      await stripe.invoiceItems.create({ customer: id, amount: 700, currency: 'usd' })
      const draft = await stripe.invoices.create({ customer: id, pending_invoice_items_behavior: 'include' })
      await expect(stripe.invoices.voidInvoice(draft.id)).rejects.toMatchObject({ statusCode: 400 })
      await stripe.invoices.finalizeInvoice(draft.id)
      heard()
      expect((await stripe.invoices.markUncollectible(draft.id)).status).toBe('uncollectible')
      expect((await stripe.invoices.voidInvoice(draft.id)).status).toBe('void')
      expect(heard()).toEqual(['invoice.marked_uncollectible', 'payment_intent.canceled', 'invoice.voided'])
      await expect(stripe.invoices.pay(draft.id)).rejects.toMatchObject({ statusCode: 400 })
    },
  },
  {
    does: 'can still be paid when uncollectible',
    source: '● SD workflow-transitions',
    async proves({ stripe, customer }) {
      const { customer: id } = customer()
      await stripe.invoiceItems.create({ customer: id, amount: 700, currency: 'usd' })
      const draft = await stripe.invoices.create({ customer: id, pending_invoice_items_behavior: 'include' })
      await stripe.invoices.finalizeInvoice(draft.id)
      await stripe.invoices.markUncollectible(draft.id)
      expect((await stripe.invoices.pay(draft.id)).status).toBe('paid')
    },
  },
  {
    does: 'is paid out of band without a charge',
    source: '● SN paid_out_of_band',
    async proves({ stripe, customer, twin, ask }) {
      const { customer: id } = customer()
      await stripe.invoiceItems.create({ customer: id, amount: 700, currency: 'usd' })
      const draft = await stripe.invoices.create({ customer: id, pending_invoice_items_behavior: 'include' })
      await stripe.invoices.finalizeInvoice(draft.id)
      expect(await stripe.invoices.pay(draft.id, { paid_out_of_band: true })).toMatchObject({ status: 'paid', amount_paid: 0 })
      expect(ask('invoices.retrieve', {}, { id: draft.id, version: '2024-06-20' }).body).toMatchObject({
        paid: true,
        paid_out_of_band: true,
        charge: null,
      })
      expect(twin.books().charges).toEqual([])
    },
  },
  {
    does: 'deletes a draft of no subscription',
    source: '● SN invoices.del',
    async proves({ stripe, customer, heard }) {
      const { customer: id } = customer()
      const draft = await stripe.invoices.create({ customer: id })
      heard()
      expect(await stripe.invoices.del(draft.id)).toMatchObject({ deleted: true })
      expect(heard()).toEqual(['invoice.deleted'])
      await expect(stripe.invoices.retrieve(draft.id)).rejects.toMatchObject({ statusCode: 404 })
    },
  },
  {
    does: 'advances by itself when auto_advance is set, an hour later',
    source: '● SN auto_advance',
    async proves({ stripe, customer, pass }) {
      const { customer: id } = customer()
      await stripe.invoiceItems.create({ customer: id, amount: 700, currency: 'usd' })
      const draft = await stripe.invoices.create({ customer: id, pending_invoice_items_behavior: 'include', auto_advance: true })
      pass(hours(1))
      expect(await stripe.invoices.retrieve(draft.id)).toMatchObject({ status: 'paid' })
    },
  },
  {
    does: 'lists the lines of an invoice, and adds an item to a draft by name',
    source: '○ SN invoices.listLineItems',
    async proves({ stripe, customer }) {
      const { customer: id } = customer()
      const draft = await stripe.invoices.create({ customer: id })
      await stripe.invoiceItems.create({ customer: id, invoice: draft.id, amount: 300, currency: 'usd' })
      await stripe.invoiceItems.create({ customer: id, invoice: draft.id, pricing: { price: 'price_account_1' }, quantity: 2 })
      expect((await stripe.invoices.listLineItems(draft.id)).data.map((each) => each.amount)).toEqual([300, 1998])
      expect((await stripe.invoices.retrieve(draft.id)).total).toBe(2298)
    },
  },
]

proven('invoices', behaviours)

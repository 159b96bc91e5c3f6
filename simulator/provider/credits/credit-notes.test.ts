import { expect } from 'vitest'
import { proven, type Behaviour, type Bench } from '../card-twin.fixture.ts'

const include = { pending_invoice_items_behavior: 'include' } as const

/** A one-off invoice of these lines, finalized; nobody has paid it yet. */
async function bill({ stripe, customer, heard }: Bench, amounts: readonly number[], params: object = {}) {
  const { customer: id } = customer()
  for (const amount of amounts) await stripe.invoiceItems.create({ customer: id, amount, currency: 'usd' })
  const draft = await stripe.invoices.create({ customer: id, ...include, ...params })
  const open = await stripe.invoices.finalizeInvoice(draft.id)
  heard()
  return open
}
/** The same, paid by the card. */
async function paid(b: Bench, amounts: readonly number[], params: object = {}) {
  const open = await bill(b, amounts, params)
  const invoice = await b.stripe.invoices.pay(open.id)
  b.heard()
  return invoice
}

const behaviours: readonly Behaviour[] = [
  {
    does: 'makes less due on an open invoice, and its intent asks for less',
    source: '● SN creditNotes.create, pre_payment_amount',
    async proves(b) {
      const open = await bill(b, [1_000])
      const note = await b.stripe.creditNotes.create({ invoice: open.id, amount: 300, reason: 'order_change', memo: 'less' })
      expect(note).toMatchObject({
        id: 'cn_ada_1',
        number: 'ADA1-0001-CN-01',
        status: 'issued',
        type: 'pre_payment',
        amount: 300,
        total: 300,
        pre_payment_amount: 300,
        post_payment_amount: 0,
        reason: 'order_change',
        memo: 'less',
        refunds: [],
        customer_balance_transaction: null,
      })
      expect(b.heard()).toEqual(['credit_note.created', 'invoice.updated'])
      expect(await b.stripe.invoices.retrieve(open.id)).toMatchObject({
        status: 'open',
        total: 1_000,
        amount_due: 700,
        amount_remaining: 700,
        pre_payment_credit_notes_amount: 300,
      })
      expect(await b.stripe.invoices.pay(open.id)).toMatchObject({ amount_paid: 700 })
      expect(b.twin.books().charges.map((charge) => charge.amount)).toEqual([700])
    },
  },
  {
    does: 'pays an open invoice of which it leaves nothing, and nobody is charged',
    source: '◐ SD/invoicing/dashboard/credit-notes',
    async proves(b) {
      const open = await bill(b, [1_000])
      await b.stripe.creditNotes.create({ invoice: open.id, amount: 1_000 })
      expect(b.heard()).toEqual([
        'credit_note.created',
        'invoice.updated',
        'payment_intent.canceled',
        'invoice.paid',
        'invoice.payment_succeeded',
      ])
      expect(await b.stripe.invoices.retrieve(open.id)).toMatchObject({
        status: 'paid',
        amount_due: 0,
        amount_paid: 0,
        amount_remaining: 0,
      })
      expect(b.twin.books().charges).toEqual([])
    },
  },
  {
    does: 'gives money of a paid invoice back: to the card, to the balance, and elsewhere',
    source: '● SN CreditNoteCreateParams: the three sum to what was paid',
    async proves(b) {
      const invoice = await paid(b, [1_000])
      const note = await b.stripe.creditNotes.create({
        invoice: invoice.id,
        amount: 600,
        refund_amount: 300,
        credit_amount: 200,
        out_of_band_amount: 100,
      })
      expect(note).toMatchObject({
        type: 'post_payment',
        pre_payment_amount: 0,
        post_payment_amount: 600,
        out_of_band_amount: 100,
        refunds: [{ refund: 're_ada_1', amount_refunded: 300, type: 'refund' }],
        customer_balance_transaction: 'cbtxn_ada_1',
      })
      expect(b.heard()).toEqual(['refund.created', 'charge.refunded', 'customer.updated', 'credit_note.created', 'invoice.updated'])
      expect(await b.stripe.invoices.retrieve(invoice.id)).toMatchObject({
        status: 'paid',
        amount_paid: 1_000,
        amount_due: 1_000,
        post_payment_credit_notes_amount: 600,
      })
      expect(b.twin.books().refunds).toMatchObject([{ amount: 300, status: 'succeeded' }])
      const [move] = (await b.stripe.customers.listBalanceTransactions(note.customer as string)).data
      expect(move).toMatchObject({ type: 'credit_note', amount: -200, credit_note: note.id, invoice: invoice.id, ending_balance: -200 })
    },
  },
  {
    does: 'splits between what is due and what credit had paid',
    source: '● SN CreditNote.type mixed',
    async proves(b) {
      const { customer: id } = b.customer()
      await b.stripe.customers.createBalanceTransaction(id, { amount: -300, currency: 'usd' })
      const open = await bill(b, [1_000])
      const note = await b.stripe.creditNotes.create({ invoice: open.id, amount: 800, credit_amount: 100 })
      expect(note).toMatchObject({ type: 'mixed', pre_payment_amount: 700, post_payment_amount: 100 })
      expect(await b.stripe.invoices.retrieve(open.id)).toMatchObject({ status: 'paid', amount_due: 0 })
      expect(await b.stripe.customers.retrieve(id)).toMatchObject({ balance: -100 })
    },
  },
  {
    does: 'refuses what does not add up or is more than is left, and changes nothing',
    source: '● SN CreditNoteCreateParams; messages ○',
    async proves(b) {
      const invoice = await paid(b, [1_000])
      for (const params of [
        { amount: 500 },
        { amount: 500, refund_amount: 400 },
        { amount: 500, refund_amount: 600 },
        { amount: 1_001, refund_amount: 1_001 },
        { amount: 0 },
        { amount: 500, credit_amount: 600, out_of_band_amount: -100 },
        {},
      ])
        await expect(b.stripe.creditNotes.create({ invoice: invoice.id, ...params })).rejects.toMatchObject({ statusCode: 400 })
      expect(b.heard()).toEqual([])
      await b.stripe.creditNotes.create({ invoice: invoice.id, amount: 700, credit_amount: 700 })
      await expect(b.stripe.creditNotes.create({ invoice: invoice.id, amount: 301, credit_amount: 301 })).rejects.toMatchObject({
        statusCode: 400,
        param: 'amount',
      })
      expect((await b.stripe.creditNotes.list({ invoice: invoice.id })).data).toHaveLength(1)
    },
  },
  {
    does: 'counts refunds made beside it against what is left, and can link them',
    source: '● SN creditNotes.create: refunds made by the refund interface',
    async proves(b) {
      const invoice = await paid(b, [1_000])
      const charge = b.twin.books().charges[0]!.id
      const refund = await b.stripe.refunds.create({ charge, amount: 400 })
      await expect(b.stripe.creditNotes.create({ invoice: invoice.id, amount: 700, credit_amount: 700 })).rejects.toMatchObject({
        statusCode: 400,
      })
      const note = await b.stripe.creditNotes.create({ invoice: invoice.id, amount: 400, refunds: [{ refund: refund.id }] })
      expect(note.refunds).toMatchObject([{ refund: refund.id, amount_refunded: 400 }])
      expect(b.twin.books().refunds).toHaveLength(1)
      await expect(
        b.stripe.creditNotes.create({ invoice: invoice.id, amount: 1, refunds: [{ refund: refund.id, amount_refunded: 1 }] }),
      ).rejects.toMatchObject({ param: 'refunds[0][amount_refunded]' })
      await b.stripe.creditNotes.create({ invoice: invoice.id, amount: 600, refund_amount: 600 })
      expect(await b.stripe.charges.retrieve(charge)).toMatchObject({ refunded: true, amount_refunded: 1_000 })
    },
  },
  {
    does: 'refunds nothing of an invoice that no charge paid',
    source: '○ SN refund_amount: the charge associated with the invoice',
    async proves(b) {
      const open = await bill(b, [1_000])
      await b.stripe.invoices.pay(open.id, { paid_out_of_band: true })
      await expect(b.stripe.creditNotes.create({ invoice: open.id, amount: 500, refund_amount: 500 })).rejects.toMatchObject({
        param: 'refund_amount',
      })
      expect(await b.stripe.creditNotes.create({ invoice: open.id, amount: 500, out_of_band_amount: 500 })).toMatchObject({ total: 500 })
    },
  },
  {
    does: 'becomes void while its invoice is open, which asks for the money again; not once that is paid',
    source: '◐ vendor’s text quoted in async-stripe',
    async proves(b) {
      const open = await bill(b, [1_000])
      const note = await b.stripe.creditNotes.create({ invoice: open.id, amount: 300 })
      b.heard()
      expect(await b.stripe.creditNotes.voidCreditNote(note.id)).toMatchObject({ status: 'void', voided_at: 1_706_691_600 })
      expect(b.heard()).toEqual(['credit_note.voided', 'invoice.updated'])
      expect(await b.stripe.invoices.retrieve(open.id)).toMatchObject({ amount_due: 1_000, pre_payment_credit_notes_amount: 0 })
      await expect(b.stripe.creditNotes.voidCreditNote(note.id)).rejects.toMatchObject({ statusCode: 400 })
      const second = await b.stripe.creditNotes.create({ invoice: open.id, amount: 400 })
      expect(second.number).toBe('ADA1-0001-CN-02')
      expect(await b.stripe.invoices.pay(open.id)).toMatchObject({ amount_paid: 600 })
      await expect(b.stripe.creditNotes.voidCreditNote(second.id)).rejects.toMatchObject({ statusCode: 400 })
    },
  },
  {
    does: 'is of open and paid invoices only, and keeps its invoice from becoming void unseen',
    source: '● SD/invoicing/dashboard/credit-notes: open or paid',
    async proves(b) {
      const open = await bill(b, [1_000])
      const draft = await b.stripe.invoices.create({ customer: open.customer as string })
      await expect(b.stripe.creditNotes.create({ invoice: draft.id, amount: 1 })).rejects.toMatchObject({ param: 'invoice' })
      await expect(b.stripe.creditNotes.create({ invoice: 'in_ada_9', amount: 1 })).rejects.toMatchObject({ code: 'resource_missing' })
      await b.stripe.creditNotes.create({ invoice: open.id, amount: 300 })
      await expect(b.stripe.invoices.voidInvoice(open.id)).rejects.toMatchObject({ code: 'billstorm_not_modelled' })
      await b.stripe.invoices.markUncollectible(open.id)
      await expect(b.stripe.creditNotes.create({ invoice: open.id, amount: 1 })).rejects.toMatchObject({ statusCode: 400 })
    },
  },
  {
    does: 'previews what the same request makes, and leaves nothing of it behind',
    source: '● SN creditNotes.preview',
    async proves(b) {
      const invoice = await paid(b, [1_000])
      const asked = { invoice: invoice.id, amount: 600, refund_amount: 600 }
      const preview = await b.stripe.creditNotes.preview(asked)
      expect((await b.stripe.creditNotes.listPreviewLineItems({ ...asked, limit: 5 })).data).toMatchObject([{ amount: 600 }])
      expect(b.heard()).toEqual([])
      expect(b.twin.books().refunds).toEqual([])
      const note = await b.stripe.creditNotes.create(asked)
      expect(JSON.stringify(note)).toBe(JSON.stringify(preview))
    },
  },
  {
    does: 'is read, changed in what stands beside it, and listed by invoice and customer',
    source: '● SN creditNotes',
    async proves(b) {
      const open = await bill(b, [1_000])
      const note = await b.stripe.creditNotes.create({ invoice: open.id, amount: 300, metadata: { a: 'b' } })
      b.heard()
      expect(await b.stripe.creditNotes.update(note.id, { memo: 'sorry', metadata: { c: 'd' } })).toMatchObject({
        memo: 'sorry',
        metadata: { a: 'b', c: 'd' },
      })
      expect(b.heard()).toEqual(['credit_note.updated'])
      expect(await b.stripe.creditNotes.retrieve(note.id, { expand: ['invoice'] })).toMatchObject({ invoice: { id: open.id } })
      expect((await b.stripe.creditNotes.list({ customer: open.customer as string })).data).toHaveLength(1)
      expect((await b.stripe.creditNotes.list({ invoice: 'in_ada_9' })).data).toEqual([])
      expect((await b.stripe.creditNotes.listLineItems(note.id)).data).toMatchObject([{ type: 'custom_line_item', amount: 300 }])
      await expect(b.stripe.creditNotes.retrieve('cn_ada_9')).rejects.toMatchObject({ statusCode: 404 })
    },
  },
]

proven('credit notes', behaviours)

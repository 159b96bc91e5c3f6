import { expect } from 'vitest'
import { proven, type Behaviour, type Bench } from '../card-twin.fixture.ts'

const include = { pending_invoice_items_behavior: 'include' } as const

/** An open invoice of 1,000 and of three pieces at 333, with a tenth off and a fifth of tax on top. */
async function taxed({ stripe, customer }: Bench, inclusive = false) {
  const { customer: id } = customer()
  const vat = await stripe.taxRates.create({ display_name: 'VAT', percentage: 20, inclusive })
  const tenth = await stripe.coupons.create({ percent_off: 10 })
  const price = await stripe.prices.create({ product: 'prod_account_1', currency: 'usd', unit_amount: 333 })
  await stripe.invoiceItems.create({ customer: id, amount: 1_000, currency: 'usd' })
  await stripe.invoiceItems.create({ customer: id, pricing: { price: price.id }, quantity: 3 })
  const draft = await stripe.invoices.create({
    customer: id,
    ...include,
    default_tax_rates: [vat.id],
    discounts: [{ coupon: tenth.id }],
  })
  return await stripe.invoices.finalizeInvoice(draft.id)
}

const behaviours: readonly Behaviour[] = [
  {
    does: 'credits an amount of a line with its part of the discount and of the tax',
    source: '● SN CreditNoteLineItem; in proportion ○',
    async proves(b) {
      const open = await taxed(b)
      const line = open.lines.data[0]!
      expect(open).toMatchObject({ subtotal: 1_999, total: 2_159 })
      expect(line).toMatchObject({ amount: 1_000, discount_amounts: [{ amount: 100 }], taxes: [{ amount: 180, taxable_amount: 900 }] })
      const note = await b.stripe.creditNotes.create({
        invoice: open.id,
        lines: [{ type: 'invoice_line_item', invoice_line_item: line.id, amount: 500 }],
      })
      expect(note).toMatchObject({
        subtotal: 500,
        discount_amount: 50,
        discount_amounts: [{ amount: 50 }],
        total_taxes: [{ amount: 90, taxable_amount: 450 }],
        total_excluding_tax: 450,
        total: 540,
        lines: { data: [{ amount: 500, discount_amount: 50, quantity: null, invoice_line_item: line.id, taxes: [{ amount: 90 }] }] },
      })
      expect((await b.stripe.invoices.retrieve(open.id)).amount_due).toBe(2_159 - 540)
    },
  },
  {
    does: 'credits so many units of a line; piece by piece it comes to the whole',
    source: '● SD/invoicing/integration/programmatic-credit-notes',
    async proves(b) {
      const open = await taxed(b)
      const line = open.lines.data[1]!
      const whole = line.amount - line.discount_amounts![0]!.amount + line.taxes![0]!.amount
      let sum = 0
      for (let unit = 0; unit < 3; unit++) {
        const note = await b.stripe.creditNotes.create({
          invoice: open.id,
          lines: [{ type: 'invoice_line_item', invoice_line_item: line.id, quantity: 1 }],
        })
        expect(note.lines.data[0]).toMatchObject({ amount: 333, quantity: 1 })
        sum += note.total
      }
      expect(sum).toBe(whole)
      await expect(
        b.stripe.creditNotes.create({ invoice: open.id, lines: [{ type: 'invoice_line_item', invoice_line_item: line.id, quantity: 1 }] }),
      ).rejects.toMatchObject({ param: 'lines[0][quantity]' })
    },
  },
  {
    does: 'keeps a line to the way in which it was credited first',
    source: '● SD/invoicing/integration/programmatic-credit-notes',
    async proves(b) {
      const open = await taxed(b)
      const line = { type: 'invoice_line_item', invoice_line_item: open.lines.data[1]!.id } as const
      await b.stripe.creditNotes.create({ invoice: open.id, lines: [{ ...line, quantity: 1 }] })
      await expect(b.stripe.creditNotes.create({ invoice: open.id, lines: [{ ...line, amount: 100 }] })).rejects.toMatchObject({
        param: 'lines[0]',
      })
      await expect(b.stripe.creditNotes.create({ invoice: open.id, lines: [line] })).rejects.toMatchObject({ param: 'lines[0]' })
    },
  },
  {
    does: 'counts anew what a void note had credited',
    source: '◐ vendor’s text quoted in async-stripe',
    async proves(b) {
      const open = await taxed(b)
      const lines = [{ type: 'invoice_line_item' as const, invoice_line_item: open.lines.data[0]!.id, amount: 1_000 }]
      const note = await b.stripe.creditNotes.create({ invoice: open.id, lines })
      await expect(b.stripe.creditNotes.create({ invoice: open.id, lines })).rejects.toMatchObject({ param: 'lines[0][amount]' })
      await b.stripe.creditNotes.voidCreditNote(note.id)
      expect((await b.stripe.creditNotes.create({ invoice: open.id, lines })).total).toBe(note.total)
    },
  },
  {
    does: 'has lines of its own, with tax rates of their own',
    source: '● SN CreditNoteCreateParams.lines',
    async proves(b) {
      const open = await taxed(b)
      const note = await b.stripe.creditNotes.create({
        invoice: open.id,
        lines: [{ type: 'custom_line_item', description: 'goodwill', unit_amount: 100, quantity: 2, tax_rates: ['txr_account_1'] }],
      })
      expect(note).toMatchObject({
        subtotal: 200,
        total: 240,
        lines: { data: [{ type: 'custom_line_item', amount: 200, unit_amount: 100, quantity: 2, description: 'goodwill' }] },
      })
      await expect(
        b.stripe.creditNotes.create({ invoice: open.id, lines: [{ type: 'custom_line_item', unit_amount: 100 }] }),
      ).rejects.toMatchObject({ param: 'lines[0][description]' })
      await expect(
        b.stripe.creditNotes.create({
          invoice: open.id,
          lines: [{ type: 'custom_line_item', description: 'x', unit_amount: 1, amount: 5 }],
        }),
      ).rejects.toMatchObject({ param: 'lines[0][amount]' })
    },
  },
  {
    does: 'finds the tax that is inside the price in what it credits',
    source: '● SN CreditNote.subtotal_excluding_tax',
    async proves(b) {
      const open = await taxed(b, true)
      const note = await b.stripe.creditNotes.create({ invoice: open.id, amount: open.total })
      expect(note).toMatchObject({
        total: open.total,
        total_excluding_tax: open.total_excluding_tax,
        total_taxes: open.total_taxes,
        discount_amounts: open.total_discount_amounts,
      })
      expect((await b.stripe.invoices.retrieve(open.id)).status).toBe('paid')
    },
  },
  {
    does: 'does not guess how a part of a taxed invoice splits when only an amount is given',
    source: 'a twin never guesses',
    async proves(b) {
      const open = await taxed(b)
      await expect(b.stripe.creditNotes.create({ invoice: open.id, amount: 100 })).rejects.toMatchObject({
        code: 'billstorm_not_modelled',
        param: 'amount',
      })
    },
  },
  {
    does: 'holds an amount that comes with lines against them',
    source: '○ SN CreditNoteCreateParams.amount',
    async proves(b) {
      const open = await taxed(b)
      const lines = [{ type: 'invoice_line_item' as const, invoice_line_item: open.lines.data[0]!.id, amount: 500 }]
      await expect(b.stripe.creditNotes.create({ invoice: open.id, amount: 500, lines })).rejects.toMatchObject({ param: 'amount' })
      expect((await b.stripe.creditNotes.create({ invoice: open.id, amount: 540, lines })).total).toBe(540)
    },
  },
  {
    does: 'shows earlier versions its taxes and its one refund',
    source: '● SN CHANGELOG 2025-03-31.basil',
    async proves(b) {
      const open = await taxed(b)
      await b.stripe.invoices.pay(open.id)
      const note = await b.stripe.creditNotes.create({ invoice: open.id, amount: open.total, refund_amount: open.total })
      const older = b.ask('credit_notes.retrieve', {}, { id: note.id, version: '2024-06-20' }).body
      expect(older).toMatchObject({
        refund: 're_ada_1',
        tax_amounts: [{ amount: 360, inclusive: false, tax_rate: 'txr_account_1' }],
        lines: { data: [{ tax_amounts: [{ amount: 180 }] }, { tax_amounts: [{ amount: 180 }] }] },
      })
      expect(older).not.toHaveProperty('total_taxes')
    },
  },
]

proven('lines of credit notes', behaviours)

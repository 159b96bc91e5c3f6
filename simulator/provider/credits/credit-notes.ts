import { minor } from '#machines'
import { badInteger, badValue, missing, noSuchParam, unfit } from '../errors.ts'
import { ownerOf } from '../ids.ts'
import type { DiscountAmount, Invoice, InvoiceEntry, InvoicePaymentEntry, LineTax } from '../invoice-objects.ts'
import { markPaid } from '../invoice-payments.ts'
import { page } from '../lists.ts'
import { findIntent } from '../payments.ts'
import { integer, metadata, needText, oneOf, text, type Params } from '../read.ts'
import { createRefund } from '../refunds.ts'
import { emit, revise, unix, type Work } from '../work.ts'
import { findCreditNote, type CreditNote, type CreditNoteEntry } from './credit-note-objects.ts'
import { linesIn, totalOf, type CreditLine } from './credit-note-lines.ts'
import { refundedBeside, refuseTooMuch, waysIn, type Ways } from './credit-note-ways.ts'
import { moveBalance } from './customer-balance.ts'

const notesOf = (work: Work, invoice: Invoice): readonly CreditNote[] =>
  work.store
    .of<CreditNoteEntry>('cn', ownerOf(invoice.id)!)
    .map((entry) => entry.object)
    .filter((note) => note.invoice === invoice.id)

/** Credit notes of an invoice that stand. */
export const issuedFor = (work: Work, invoice: Invoice): readonly CreditNote[] =>
  notesOf(work, invoice).filter((note) => note.status === 'issued')

const sumOf = (each: readonly number[]): number => each.reduce((sum, amount) => sum + amount, 0)

/**
 * Takes something of a finalized invoice back. What is due shrinks first; what is more than that goes back in the ways that the
 * request names: to the card, to the balance, elsewhere.
 * @source SN `creditNotes.create`
 */
export function createCreditNote(work: Work, params: Params): CreditNote {
  const invoice = invoiceIn(work, params)
  const issued = issuedFor(work, invoice.object)
  const lines = linesIn(work, params, invoice.object, issued)
  const total = sumOf(lines.map(totalOf))
  if (total < 1) throw badInteger('amount', total)
  const ways = waysIn(work, params, invoice, issued)
  const left = invoice.object.total - sumOf(issued.map((note) => note.total)) - refundedBeside(work, invoice, issued, ways)
  if (total > left) throw unfit(undefined, 'amount', `of the invoice ${left} is left to be credited, less than ${total}`)
  const pre = Math.min(total, invoice.object.amount_remaining)
  const post = total - pre
  const back = ways.refund + ways.credit + ways.outOfBand + sumOf(ways.linked.map((each) => each.amount))
  if (back !== post)
    throw badValue(
      'refund_amount',
      `${post} of the note is paid already: refunds, credit and what goes back elsewhere come to ${back} and should come to that`,
    )
  refuseTooMuch(work, invoice, ways)
  return issue(work, invoice, params, lines, { total, pre, post, ways })
}

function invoiceIn(work: Work, params: Params): InvoiceEntry {
  const id = needText(params, 'invoice')
  const entry = work.store.get<InvoiceEntry>(id)
  if (entry === undefined || entry.object.object !== 'invoice') throw noSuchParam('invoice', id, 'invoice')
  const { status } = entry.object
  if (status !== 'open' && status !== 'paid')
    throw unfit(undefined, 'invoice', `the invoice is ${status}; an open or a paid one can be credited`)
  return entry
}

interface Sizes {
  readonly total: number
  readonly pre: number
  readonly post: number
  readonly ways: Ways
}

function issue(work: Work, invoice: InvoiceEntry, params: Params, given: readonly CreditLine[], sizes: Sizes): CreditNote {
  const { object: billed, hidden } = invoice
  const owner = ownerOf(billed.id)!
  const { total, pre, post, ways } = sizes
  const notes = metadata(params)
  const reason = oneOf(params, 'reason', ['duplicate', 'fraudulent', 'order_change', 'product_unsatisfactory']) ?? null
  const effective = integer(params, 'effective_at')
  const id = work.store.mint('cn', owner)
  const data = given.map((line) => ({ id: work.store.mint('cnli', owner), ...line }))
  const made =
    ways.refund === 0 ? [] : [{ refund: createRefund(work, { charge: hidden.charge, amount: ways.refund }).id, amount: ways.refund }]
  const credited =
    ways.credit === 0
      ? undefined
      : moveBalance(work, billed.customer, {
          amount: -ways.credit,
          currency: billed.currency,
          type: 'credit_note',
          invoice: billed.id,
          creditNote: id,
        })
  const discounts = byKey(data.flatMap((line) => line.discount_amounts))
  const taxes = taxesOf(data.flatMap((line) => line.taxes))
  const off = sumOf(discounts.map((each) => each.amount))
  const inside = sumOf(taxes.filter((tax) => tax.tax_behavior === 'inclusive').map((tax) => tax.amount))
  const subtotal = sumOf(data.map((line) => line.amount))
  const object: CreditNote = {
    id,
    object: 'credit_note',
    amount: total,
    amount_shipping: 0,
    created: unix(work.now),
    currency: billed.currency,
    customer: billed.customer,
    customer_account: null,
    customer_balance_transaction: credited?.id ?? null,
    discount_amount: off,
    discount_amounts: discounts,
    effective_at: effective ?? unix(work.now),
    invoice: billed.id,
    lines: { object: 'list', data, has_more: false, url: `/v1/credit_notes/${id}/lines` },
    livemode: false,
    memo: text(params, 'memo') ?? null,
    metadata: notes,
    number: `${billed.number}-CN-${String(notesOf(work, billed).length + 1).padStart(2, '0')}`,
    out_of_band_amount: ways.outOfBand === 0 ? null : ways.outOfBand,
    pdf: `https://pay.stripe.com/credit_notes/${id}/pdf`,
    post_payment_amount: post,
    pre_payment_amount: pre,
    pretax_credit_amounts: discounts.map((each) => ({ ...each, type: 'discount' as const })),
    reason,
    refunds: [...made, ...ways.linked].map(({ refund, amount }) => ({
      amount_refunded: amount,
      payment_record_refund: null,
      refund,
      type: 'refund' as const,
    })),
    shipping_cost: null,
    status: 'issued',
    subtotal,
    subtotal_excluding_tax: subtotal - inside,
    total,
    total_excluding_tax: total - sumOf(taxes.map((tax) => tax.amount)),
    total_taxes: taxes,
    type: pre > 0 && post > 0 ? 'mixed' : post > 0 ? 'post_payment' : 'pre_payment',
    voided_at: null,
  }
  work.store.put(owner, id, { object, hidden: undefined })
  emit(work, owner, 'credit_note.created', object)
  reduceDue(work, billed.id, pre, post)
  return object
}

function byKey(each: readonly DiscountAmount[]): readonly DiscountAmount[] {
  const sums = new Map<string, number>()
  for (const { discount, amount } of each) sums.set(discount, (sums.get(discount) ?? 0) + amount)
  return [...sums].map(([discount, amount]) => ({ amount, discount }))
}

function taxesOf(each: readonly LineTax[]): readonly LineTax[] {
  const sums = new Map<string, LineTax>()
  for (const tax of each) {
    const key = tax.tax_rate_details.tax_rate
    const before = sums.get(key)
    const next =
      before === undefined
        ? tax
        : { ...tax, amount: tax.amount + before.amount, taxable_amount: tax.taxable_amount + before.taxable_amount }
    sums.set(key, next)
  }
  return [...sums.values()]
}

/**
 * The invoice asks for less (or, by a negative amount, for more again), and its intent with it. One of which nothing is left is
 * paid.
 * @source SD/invoicing/dashboard/credit-notes
 */
function reduceDue(work: Work, id: string, pre: number, post: number): void {
  const entry = work.store.get<InvoiceEntry>(id)!
  const owner = ownerOf(id)!
  const { object } = entry
  const next: Invoice = {
    ...object,
    amount_due: object.amount_due - pre,
    amount_remaining: object.amount_remaining - pre,
    pre_payment_credit_notes_amount: object.pre_payment_credit_notes_amount + pre,
    post_payment_credit_notes_amount: object.post_payment_credit_notes_amount + post,
  }
  revise(work, owner, 'invoice.updated', entry, next)
  if (pre === 0) return
  if (next.amount_remaining === 0) {
    markPaid(work, id, {})
    return
  }
  if (entry.hidden.intent === undefined) return
  const intent = findIntent(work, entry.hidden.intent)
  revise(work, owner, undefined, intent, { ...intent.object, amount: minor(next.amount_remaining) })
  const payment = work.store.get<InvoicePaymentEntry>(entry.hidden.payment!)!
  revise(work, owner, undefined, payment, { ...payment.object, amount_requested: next.amount_remaining })
}

/** The note as it would be. Nothing of it stays. */
export function previewCreditNote(work: Work, params: Params): CreditNote {
  const before = work.store.snapshot()
  try {
    return createCreditNote(work, params)
  } finally {
    work.store.restore(before)
  }
}

/** @source the vendor's text, quoted in async-stripe: only while the invoice is open */
export function voidCreditNote(work: Work, id: string): CreditNote {
  const entry = findCreditNote(work, id)
  if (entry.object.status === 'void') throw unfit(undefined, undefined, 'the credit note is void')
  const { status } = work.store.get<InvoiceEntry>(entry.object.invoice)!.object
  if (status !== 'open') throw unfit(undefined, undefined, `the invoice is ${status}; a credit note of an open one can become void`)
  const owner = ownerOf(id)!
  const next: CreditNote = { ...entry.object, status: 'void', voided_at: unix(work.now) }
  revise(work, owner, undefined, entry, next)
  emit(work, owner, 'credit_note.voided', next)
  reduceDue(work, next.invoice, -next.pre_payment_amount, -next.post_payment_amount)
  return next
}

export function updateCreditNote(work: Work, id: string, params: Params): CreditNote {
  const entry = findCreditNote(work, id)
  const next: CreditNote = {
    ...entry.object,
    metadata: metadata(params, entry.object.metadata),
    ...(params['memo'] === undefined ? {} : { memo: text(params, 'memo') ?? null }),
  }
  return revise(work, ownerOf(id)!, 'credit_note.updated', entry, next).object
}

export const listCreditNoteLines = (work: Work, id: string, params: Params): unknown =>
  page(findCreditNote(work, id).object.lines.data, `/v1/credit_notes/${id}/lines`, params)

export function listPreviewLines(work: Work, params: Params): unknown {
  const { limit, starting_after, ending_before, ...given } = params
  if (text(params, 'invoice') === undefined) throw missing('invoice')
  const paging = Object.fromEntries(Object.entries({ limit, starting_after, ending_before }).filter(([, value]) => value !== undefined))
  return page(previewCreditNote(work, given).lines.data, '/v1/credit_notes/preview/lines', paging)
}

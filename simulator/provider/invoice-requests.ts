import { minor } from '#machines'
import { issuedFor } from './credits/credit-notes.ts'
import { notModelled, Refusal, unfit } from './errors.ts'
import { ownerOf } from './ids.ts'
import { voidInvoice } from './invoice-ends.ts'
import { findInvoice, invoiceAt, type Invoice } from './invoice-objects.ts'
import { collect, markPaid, methodOf, newInvoicePayment, type Collected } from './invoice-payments.ts'
import { finalizeInvoice } from './invoices.ts'
import { findCard, refuseDetached } from './payment-methods.ts'
import { declineRefusal, newIntent } from './payments.ts'
import { flag, text, type Params } from './read.ts'
import { after, emit, revise, wholeSecond, type Work } from './work.ts'

/** @source billing.md 1.2; a draft is finalized on the way */
export function payInvoice(work: Work, id: string, params: Params): Invoice {
  let entry = findInvoice(work, id)
  const owner = ownerOf(id)!
  if (entry.object.status === 'paid') throw unfit(undefined, undefined, 'the invoice is paid')
  if (entry.object.status === 'void') throw unfit(undefined, undefined, 'the invoice is void')
  const isDraft = entry.object.status === 'draft'
  if (isDraft && entry.object.lines.data.length === 0)
    throw unfit('invoice_no_customer_line_items', undefined, 'the customer has nothing to be invoiced')
  const outOfBand = flag(params, 'paid_out_of_band') === true
  const given = text(params, 'payment_method')
  const method =
    given === undefined ? methodOf(work, entry.object, entry.hidden.subscription) : findCard(work, given, 'payment_method', owner)
  if (method !== undefined) refuseDetached(method)
  // Refused before anything is done, so that a draft stays one.
  if (method === undefined && !outOfBand && entry.object.total > 0)
    throw unfit('resource_missing', undefined, 'the customer has no card to charge')
  if (isDraft) entry = finalizeInvoice(work, id)
  if (entry.object.status === 'paid') return entry.object
  if (outOfBand) {
    markPaid(work, id, { outOfBand: true })
    return invoiceAt(work, id).object
  }
  if (method === undefined) throw unfit('resource_missing', undefined, 'the customer has no card to charge')
  if (entry.hidden.intent === undefined) {
    // An invoice that was sent gets its intent when somebody pays by card.
    const intent = newIntent(work, {
      owner,
      amount: minor(entry.object.amount_due),
      currency: entry.object.currency,
      customer: entry.object.customer,
      method: null,
      description: entry.object.description,
      metadata: {},
      purpose: entry.hidden.purpose,
      invoice: id,
      setupFutureUsage: null,
    })
    const payment = newInvoicePayment(work, owner, entry.object, intent.object.id, entry.object.amount_due)
    revise(work, owner, undefined, entry, entry.object, { ...entry.hidden, intent: intent.object.id, payment })
  }
  const collected = collect(work, id, 'asked', method)
  return answerOf(work, id, collected)
}

function answerOf(work: Work, id: string, collected: Collected): Invoice {
  switch (collected.outcome) {
    case 'succeeded':
      return invoiceAt(work, id).object
    case 'declined':
      throw declineRefusal(collected.tried!)
    case 'needs action':
      throw new Refusal(
        402,
        {
          type: 'card_error',
          code: 'invoice_payment_intent_requires_action',
          payment_intent: collected.tried!.entry.object,
          message: 'the bank asks the customer first',
        },
        false,
      )
    default:
      throw collected.outcome satisfies never
  }
}

export function finalizeByRequest(work: Work, id: string, params: Params): Invoice {
  const entry = findInvoice(work, id)
  if (entry.object.status !== 'draft') throw unfit('invoice_not_editable', undefined, `the invoice is ${entry.object.status}, no draft`)
  const advance = flag(params, 'auto_advance') ?? entry.object.auto_advance
  if (advance !== entry.object.auto_advance) revise(work, ownerOf(id)!, undefined, entry, { ...entry.object, auto_advance: advance })
  const open = finalizeInvoice(work, id)
  // With auto_advance the vendor tries the money by itself, within the hour.
  if (open.object.status === 'open' && advance && open.object.collection_method === 'charge_automatically')
    work.store.timer(ownerOf(id)!, 'retry invoice', id, after(wholeSecond(work.now), work.settings.draftWindow))
  return open.object
}

export function voidByRequest(work: Work, id: string): Invoice {
  // What becomes of the notes is not known of the vendor.
  if (issuedFor(work, findInvoice(work, id).object).length > 0) throw notModelled('id', 'invoices.void of an invoice with credit notes')
  return voidInvoice(work, id, 'subscription')
}

/**
 * Sends an invoice to its customer, once more if it was sent before; a draft is finalized on the way.
 * @source SN `invoices.sendInvoice`: the event comes though no mail does
 */
export function sendByRequest(work: Work, id: string): Invoice {
  let entry = findInvoice(work, id)
  if (entry.object.collection_method !== 'send_invoice')
    throw unfit(undefined, undefined, 'the invoice is charged by itself; only one whose customer is asked to pay is sent')
  if (entry.object.status === 'void' || entry.object.status === 'uncollectible')
    throw unfit(undefined, undefined, `the invoice is ${entry.object.status}`)
  if (entry.object.status === 'draft') entry = finalizeInvoice(work, id)
  emit(work, ownerOf(id)!, 'invoice.sent', entry.object)
  return entry.object
}

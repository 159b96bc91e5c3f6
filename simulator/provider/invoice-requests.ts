import { isoDate, minor } from '#machines'
import { liveCustomer } from './customers.ts'
import { badValue, missing, Refusal, unfit } from './errors.ts'
import { ownerOf } from './ids.ts'
import { draftOfItem, findItem, pendingItems, removeItem, takeItems } from './invoice-items.ts'
import { lineOf, linesOf, draftInvoice, type LineDraft } from './invoice-drafts.ts'
import { voidInvoice } from './invoice-ends.ts'
import { findInvoice, invoiceAt, type Invoice, type InvoiceEntry, type LineItem } from './invoice-objects.ts'
import { collect, markPaid, methodOf, newInvoicePayment, type Collected } from './invoice-payments.ts'
import { stopCollecting } from './invoice-retries.ts'
import { finalizeInvoice, finalizeLater } from './invoices.ts'
import { findMethod, refuseDetached } from './payment-methods.ts'
import { declineRefusal, newIntent } from './payments.ts'
import { flag, integer, metadata, needText, oneOf, text, type Params } from './read.ts'
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
    given === undefined ? methodOf(work, entry.object, entry.hidden.subscription) : findMethod(work, given, 'payment_method', owner)
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

/** Takes what waits for the customer's next invoice on this one, unless it asks to leave it. */
export function createInvoice(work: Work, params: Params): Invoice {
  const customer = liveCustomer(work, needText(params, 'customer'), 'customer').object
  const owner = ownerOf(customer.id)!
  const include = oneOf(params, 'pending_invoice_items_behavior', ['include', 'exclude']) ?? 'exclude'
  const collection = oneOf(params, 'collection_method', ['charge_automatically', 'send_invoice']) ?? 'charge_automatically'
  const due = integer(params, 'days_until_due')
  if (collection === 'send_invoice' && due === undefined) throw missing('days_until_due')
  const method = text(params, 'default_payment_method')
  const subscription = text(params, 'subscription')
  const waiting =
    include === 'include' || subscription !== undefined ? pendingItems(work, customer.id, subscription, subscription !== undefined) : []
  if (subscription !== undefined && waiting.length === 0)
    throw unfit('invoice_no_subscription_line_items', 'subscription', 'the subscription has nothing to be invoiced')
  const advance = flag(params, 'auto_advance') ?? false
  const notes = metadata(params)
  const entry = draftInvoice(work, {
    owner,
    customer,
    subscription: subscription === undefined ? undefined : { id: subscription, metadata: {} },
    reason: 'manual',
    lines: waiting.map(draftOfItem),
    periodStart: work.now,
    periodEnd: work.now,
    purpose: notes['purpose'] ?? `invoice ${isoDate(work.now)}`,
    method: method === undefined ? null : findMethod(work, method, 'default_payment_method', owner).object.id,
    autoAdvance: advance,
    collection,
    daysUntilDue: due,
    currency: text(params, 'currency') ?? customer.currency ?? work.settings.currency,
    description: text(params, 'description') ?? null,
    metadata: notes,
  })
  takeItems(work, waiting, entry.object.id)
  if (advance) finalizeLater(work, entry.object.id, after(wholeSecond(work.now), work.settings.draftWindow))
  return invoiceAt(work, entry.object.id).object
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
  findInvoice(work, id)
  return voidInvoice(work, id, 'subscription')
}

export function updateInvoice(work: Work, id: string, params: Params): Invoice {
  const entry = findInvoice(work, id)
  const before = entry.object
  const draftOnly = ['collection_method', 'days_until_due', 'description']
  if (before.status !== 'draft') {
    const frozen = draftOnly.find((name) => params[name] !== undefined)
    if (frozen !== undefined) throw unfit('invoice_not_editable', frozen, `of an invoice that is no draft this stays as it is`)
  }
  const advance = flag(params, 'auto_advance')
  const method = text(params, 'default_payment_method')
  const next: Invoice = {
    ...before,
    metadata: metadata(params, before.metadata),
    ...(params['description'] === undefined ? {} : { description: text(params, 'description') ?? null }),
    ...(advance === undefined ? {} : { auto_advance: advance }),
    ...(method === undefined ? {} : { default_payment_method: findMethod(work, method, 'default_payment_method', ownerOf(id)!).object.id }),
  }
  const fresh = revise(work, ownerOf(id)!, 'invoice.updated', entry, next)
  if (advance === false) stopCollecting(work, id)
  if (advance === true && before.status === 'draft' && before.automatically_finalizes_at === null)
    finalizeLater(work, id, after(wholeSecond(work.now), work.settings.draftWindow))
  return advance === undefined ? fresh.object : invoiceAt(work, id).object
}

/** Only a draft that no subscription made can go. */
export function deleteInvoice(work: Work, id: string): unknown {
  const entry = findInvoice(work, id)
  if (entry.object.status !== 'draft' || entry.hidden.subscription !== undefined)
    throw unfit('invoice_not_editable', undefined, `only a draft that belongs to no subscription goes away`)
  const owner = ownerOf(id)!
  work.store.timer(owner, 'finalize invoice', id, undefined)
  work.store.drop(owner, id)
  emit(work, owner, 'invoice.deleted', entry.object)
  return { id, object: 'invoice', deleted: true }
}

/** Adds a waiting item to a draft that is named by it. */
export function addToDraft(work: Work, id: string, draft: LineDraft): void {
  const entry = findInvoice(work, id)
  if (entry.object.status !== 'draft') throw badValue('invoice', 'the invoice is no draft any more')
  relined(work, entry, [...entry.object.lines.data, lineOf(work.store.mint('il', ownerOf(id)!), id, entry.object.currency, draft)])
}

function relined(work: Work, entry: InvoiceEntry, data: readonly LineItem[]): void {
  const total = data.reduce((sum, line) => sum + line.amount, 0)
  const due = Math.max(0, total)
  const lines = linesOf(entry.object.id, data)
  revise(work, ownerOf(entry.object.id)!, 'invoice.updated', entry, {
    ...entry.object,
    lines,
    total,
    subtotal: total,
    total_excluding_tax: total,
    amount_due: due,
    amount_remaining: due,
  })
}

/** Deletes an item that waits or stands on a draft, where its line goes too. @source SN `invoiceItems.del` */
export function deleteItem(work: Work, id: string): unknown {
  const item = findItem(work, id)
  if (item.object.invoice !== null) {
    const invoice = findInvoice(work, item.object.invoice)
    if (invoice.object.status !== 'draft')
      throw unfit('invoice_not_editable', undefined, 'the item stands on an invoice that is no draft any more')
    relined(
      work,
      invoice,
      invoice.object.lines.data.filter((line) => itemOf(line) !== id),
    )
  }
  removeItem(work, item)
  return { id, object: 'invoiceitem', deleted: true }
}

const itemOf = (line: LineItem): string | undefined =>
  (line.parent as { readonly invoice_item_details: { readonly invoice_item: string } | null }).invoice_item_details?.invoice_item

import { discountsIn } from './discounts/discount-requests.ts'
import { noDiscounts, redeem } from './discounts/discounts.ts'
import { unfit } from './errors.ts'
import { ownerOf } from './ids.ts'
import { detailsIn, finalizeAtGivenTime, refuseTime } from './invoice-details.ts'
import { lineOf, linesOf, type LineDraft } from './invoice-drafts.ts'
import { findInvoice, invoiceAt, type Invoice, type InvoiceEntry, type LineItem } from './invoice-objects.ts'
import { stopCollecting } from './invoice-retries.ts'
import { finalizeLater } from './invoices.ts'
import { findCard } from './payment-methods.ts'
import { flag, metadata, text, type Params } from './read.ts'
import { taxRatesIn } from './taxes/tax-rates.ts'
import { noOwnRates, withSums, type OwnRates } from './totals/invoice-sums.ts'
import { after, emit, revise, wholeSecond, type Work } from './work.ts'

/** What of an invoice stays as it was once it is no draft any more. */
const draftOnly = [
  'automatically_finalizes_at',
  'collection_method',
  'custom_fields',
  'days_until_due',
  'default_tax_rates',
  'description',
  'discounts',
  'due_date',
  'effective_at',
  'footer',
  'number',
  'statement_descriptor',
]

/** @source SN `invoices.update` */
export function updateInvoice(work: Work, id: string, params: Params): Invoice {
  const entry = findInvoice(work, id)
  const owner = ownerOf(id)!
  const before = entry.object
  if (before.status !== 'draft') {
    const frozen = draftOnly.find((name) => params[name] !== undefined)
    if (frozen !== undefined) throw unfit('invoice_not_editable', frozen, `of an invoice that is no draft this stays as it is`)
  }
  refuseTime(work, params)
  const advance = flag(params, 'auto_advance')
  const methodId = text(params, 'default_payment_method')
  const method = methodId === undefined ? undefined : findCard(work, methodId, 'default_payment_method', owner).object.id
  const rates = taxRatesIn(work, params, 'default_tax_rates', 'invoices.update')
  const asked = discountsIn(work, params, { customer: before.customer, currency: before.currency, subtotal: before.subtotal })
  const notes = metadata(params, before.metadata)
  const details = before.status === 'draft' ? detailsIn(work, params, before) : {}
  const discounts =
    asked === undefined
      ? before.discounts
      : asked === 'none'
        ? noDiscounts
        : redeem(work, asked, { customer: before.customer, invoice: id })
  const next: Invoice = {
    ...before,
    ...details,
    metadata: notes,
    ...(advance === undefined ? {} : { auto_advance: advance }),
    ...(method === undefined ? {} : { default_payment_method: method }),
    ...(rates === undefined ? {} : { default_tax_rates: rates }),
    discounts,
  }
  const summed = rates === undefined && asked === undefined ? next : withSums(work, withoutSums(next), entry.hidden.rates)
  revise(work, owner, 'invoice.updated', entry, summed)
  if (advance === false) stopCollecting(work, id)
  const timed = finalizeAtGivenTime(work, id, params)
  if (!timed && advance === true && before.status === 'draft' && before.automatically_finalizes_at === null)
    finalizeLater(work, id, after(wholeSecond(work.now), work.settings.draftWindow))
  return invoiceAt(work, id).object
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
  const entry = draftAt(work, id)
  const line = lineOf(work.store.mint('il', ownerOf(id)!), id, entry.object.currency, draft)
  relined(work, entry, [...entry.object.lines.data, line], withRates(entry.hidden.rates, line.id, draft))
}

/** The line of an item, as the item is now. */
export function changeOnDraft(work: Work, id: string, item: string, draft: LineDraft): void {
  const entry = draftAt(work, id)
  let { rates } = entry.hidden
  const lines = entry.object.lines.data.map((line) => {
    if (itemOf(line) !== item) return line
    rates = withRates(rates, line.id, draft)
    return lineOf(line.id, id, entry.object.currency, draft)
  })
  relined(work, entry, lines, rates)
}

export function takeOffDraft(work: Work, id: string, item: string): void {
  const entry = draftAt(work, id)
  const lines = entry.object.lines.data.filter((line) => itemOf(line) !== item)
  relined(work, entry, lines, entry.hidden.rates)
}

function draftAt(work: Work, id: string): InvoiceEntry {
  const entry = findInvoice(work, id)
  if (entry.object.status !== 'draft') throw unfit('invoice_not_editable', 'invoice', 'the invoice is no draft any more')
  return entry
}

function withRates(rates: OwnRates, line: string, draft: LineDraft): OwnRates {
  const { [line]: _before, ...others } = rates
  const own = draft.taxRates ?? []
  const next = own.length === 0 ? others : { ...others, [line]: own }
  return Object.keys(next).length === 0 ? noOwnRates : next
}

function relined(work: Work, entry: InvoiceEntry, data: readonly LineItem[], rates: OwnRates): void {
  const { id } = entry.object
  const next = withSums(work, withoutSums({ ...entry.object, lines: linesOf(id, data) }), rates)
  revise(work, ownerOf(id)!, 'invoice.updated', entry, next, { ...entry.hidden, rates })
}

/** Lines as they were before anything was taken off or added. */
const withoutSums = (invoice: Invoice): Invoice => ({
  ...invoice,
  lines: {
    ...invoice.lines,
    data: invoice.lines.data.map((line) =>
      line.discount_amounts.length === 0 && line.taxes.length === 0
        ? line
        : { ...line, discount_amounts: [], pretax_credit_amounts: [], taxes: [] },
    ),
  },
})

const itemOf = (line: LineItem): string | undefined =>
  (line.parent as { readonly invoice_item_details: { readonly invoice_item: string } | null }).invoice_item_details?.invoice_item

import { isoDate } from '#machines'
import type { Instant } from '#machines'
import { findPrice, inlinePrice, keepPrice, type Price } from './catalogue.ts'
import { liveCustomer } from './customers.ts'
import { discountsIn } from './discounts/discount-requests.ts'
import { noDiscounts, redeem } from './discounts/discounts.ts'
import { badValue, missing, notModelled, unfit } from './errors.ts'
import { addToDraft, changeOnDraft, takeOffDraft } from './invoice-edits.ts'
import { isDiscountable, type LineDraft } from './invoice-drafts.ts'
import { changeItem, findItem, putItem, removeItem, type InvoiceItem } from './invoice-items.ts'
import { findInvoice } from './invoice-objects.ts'
import { decimal, flag, integer, metadata, needText, record, text, type Params } from './read.ts'
import { findSubscription } from './subscription-objects.ts'
import { taxRatesIn } from './taxes/tax-rates.ts'
import { fromUnix, type Work } from './work.ts'

/** The price named, or made of what is given in its place. */
function priceIn(work: Work, params: Params): Price | undefined {
  const data = record(params, 'price_data')
  if (data !== undefined) return inlinePrice(work, data, 'price_data')
  const pricing = record(params, 'pricing')
  const id = pricing === undefined ? text(params, 'price') : text(pricing, 'price', 'pricing[price]')
  return id === undefined ? undefined : findPrice(work, id, 'pricing[price]').object
}

/** Whole units of the currency: fractions of them are refused. */
function unitIn(params: Params, operation: string): number | undefined {
  const unit = decimal(params, 'unit_amount_decimal')
  if (unit !== undefined && !Number.isInteger(unit)) throw notModelled('unit_amount_decimal', operation)
  return unit
}

/**
 * Something to be invoiced: on the draft it names, on its subscription's next invoice, or on the customer's next.
 * @source SN `InvoiceItemCreateParams`
 */
export function createInvoiceItem(work: Work, params: Params): InvoiceItem {
  const customer = liveCustomer(work, needText(params, 'customer'), 'customer').object
  const invoice = text(params, 'invoice')
  const subscription = text(params, 'subscription')
  const named = invoice === undefined ? undefined : findInvoice(work, invoice).object
  const of = subscription === undefined ? undefined : findSubscription(work, subscription).object
  if (named !== undefined && named.status !== 'draft') throw unfit('invoice_not_editable', 'invoice', 'the invoice is no draft any more')
  for (const [param, holder] of [
    ['invoice', named],
    ['subscription', of],
  ] as const)
    if (holder !== undefined && holder.customer !== customer.id) throw badValue(param, `${holder.id} is another customer's`)
  const price = priceIn(work, params)
  const quantity = integer(params, 'quantity') ?? 1
  if (quantity < 0) throw badValue('quantity', 'a quantity is zero or more')
  const unit = unitIn(params, 'invoice_items.create') ?? price?.unit_amount
  const amount = integer(params, 'amount') ?? (unit === undefined ? undefined : unit * quantity)
  if (amount === undefined) throw missing('amount')
  const currency =
    text(params, 'currency')?.toLowerCase() ??
    price?.currency ??
    named?.currency ??
    of?.currency ??
    customer.currency ??
    work.settings.currency
  for (const [param, holder] of [
    ['invoice', named],
    ['subscription', of],
  ] as const)
    if (holder !== undefined && holder.currency !== currency)
      throw badValue(param, `${holder.id} is in ${holder.currency}, the item in ${currency}`)
  if (price !== undefined && price.currency !== currency) throw badValue('currency', `the price is in ${price.currency}`)
  const discounts = discountsIn(work, params, { customer: customer.id, currency, subtotal: amount })
  const period = periodIn(params)
  const draft: LineDraft = {
    amount,
    description: text(params, 'description') ?? `item of ${isoDate(work.now)}`,
    start: period?.start ?? work.now,
    end: period?.end ?? work.now,
    quantity,
    price,
    proration: false,
    subscription,
    item: undefined,
    invoiceItem: undefined,
    metadata: metadata(params),
    discountable: flag(params, 'discountable'),
    taxRates: taxRatesIn(work, params, 'tax_rates', 'invoice_items.create'),
  }
  if (price !== undefined && params['price_data'] !== undefined) keepPrice(work, price)
  const redemptions = discounts === undefined || discounts === 'none' ? [] : discounts
  const item = putItem(work, customer.id, currency, draft, {
    invoice: invoice ?? null,
    discounts: (id) => redeem(work, redemptions, { customer: customer.id, invoiceItem: id }),
  })
  if (invoice !== undefined) addToDraft(work, invoice, item.hidden.draft)
  return item.object
}

function periodIn(params: Params): { readonly start: Instant; readonly end: Instant } | undefined {
  const period = record(params, 'period')
  if (period === undefined) return undefined
  const [start, end] = [integer(period, 'start', 'period[start]'), integer(period, 'end', 'period[end]')]
  if (start === undefined) throw missing('period[start]')
  if (end === undefined) throw missing('period[end]')
  if (end < start) throw badValue('period[end]', 'it ends before it begins')
  return { start: fromUnix(start), end: fromUnix(end) }
}

/** Changes an item that waits or stands on a draft, where its line changes too. No event tells of it. @source SN `invoiceItems.update` */
export function updateInvoiceItem(work: Work, id: string, params: Params): InvoiceItem {
  const entry = findItem(work, id)
  const { invoice, customer, currency } = entry.object
  if (invoice !== null && findInvoice(work, invoice).object.status !== 'draft')
    throw unfit('invoice_not_editable', undefined, 'the item stands on an invoice that is no draft any more')
  const before = entry.hidden.draft
  const price = priceIn(work, params) ?? before.price
  if (price !== undefined && price.currency !== currency) throw badValue('pricing[price]', `the item is in ${currency}`)
  const quantity = integer(params, 'quantity') ?? before.quantity
  if (quantity < 0) throw badValue('quantity', 'a quantity is zero or more')
  const reprices = ['price_data', 'pricing', 'price', 'quantity', 'unit_amount_decimal'].some((name) => params[name] !== undefined)
  const unit = unitIn(params, 'invoice_items.update') ?? price?.unit_amount ?? (before.quantity === 0 ? 0 : before.amount / before.quantity)
  const amount = integer(params, 'amount') ?? (reprices ? unit * quantity : before.amount)
  if (!Number.isInteger(amount)) throw notModelled('quantity', 'invoice_items.update')
  const discountable = flag(params, 'discountable') ?? before.discountable
  if (before.proration && discountable === true) throw badValue('discountable', 'prorations cannot be discounted')
  const asked = discountsIn(work, params, { customer, currency, subtotal: amount })
  const period = periodIn(params)
  const draft: LineDraft = {
    ...before,
    amount,
    price,
    quantity,
    discountable,
    start: period?.start ?? before.start,
    end: period?.end ?? before.end,
    description: text(params, 'description') ?? before.description,
    metadata: metadata(params, before.metadata),
    taxRates: taxRatesIn(work, params, 'tax_rates', 'invoice_items.update') ?? before.taxRates,
    discounts: asked === undefined ? before.discounts : asked === 'none' ? noDiscounts : redeem(work, asked, { customer, invoiceItem: id }),
  }
  if (isDiscountable(draft) && amount < 0) throw badValue('discountable', 'nothing is taken off credit')
  const item = changeItem(work, entry, draft)
  if (invoice !== null) changeOnDraft(work, invoice, id, item.hidden.draft)
  return item.object
}

/** Deletes an item that waits or stands on a draft, where its line goes too. @source SN `invoiceItems.del` */
export function deleteInvoiceItem(work: Work, id: string): unknown {
  const item = findItem(work, id)
  const { invoice } = item.object
  if (invoice !== null) {
    if (findInvoice(work, invoice).object.status !== 'draft')
      throw unfit('invoice_not_editable', undefined, 'the item stands on an invoice that is no draft any more')
    takeOffDraft(work, invoice, id)
  }
  removeItem(work, item)
  return { id, object: 'invoiceitem', deleted: true }
}

import { isoDate } from '#machines'
import type { Instant } from '#machines'
import { findPrice, type Price } from './catalogue.ts'
import { liveCustomer } from './customers.ts'
import { missing, noSuch } from './errors.ts'
import { ownerOf } from './ids.ts'
import type { LineDraft } from './invoice-drafts.ts'
import { integer, metadata, needText, record, text, type Metadata, type Params } from './read.ts'
import type { Entry } from './store.ts'
import { emit, fromUnix, revise, unix, type Work } from './work.ts'

export type InvoiceItem = {
  readonly id: string
  readonly object: 'invoiceitem'
  readonly amount: number
  readonly currency: string
  readonly customer: string
  readonly date: number
  readonly description: string | null
  readonly discountable: boolean
  readonly discounts: readonly unknown[]
  readonly invoice: string | null
  readonly livemode: false
  readonly metadata: Metadata
  readonly net_amount: number
  readonly parent: unknown
  readonly period: { readonly start: number; readonly end: number }
  readonly pricing: unknown
  readonly proration: boolean
  readonly quantity: number
  readonly tax_rates: readonly unknown[]
  readonly test_clock: null
}
export type InvoiceItemEntry = Entry<InvoiceItem, { readonly draft: LineDraft }>

/** Something that waits for the customer's next invoice. */
export function putItem(work: Work, customer: string, currency: string, draft: LineDraft, invoice: string | null = null): InvoiceItemEntry {
  const owner = ownerOf(customer)!
  const id = work.store.mint('ii', owner)
  const object: InvoiceItem = {
    id,
    object: 'invoiceitem',
    amount: draft.amount,
    currency,
    customer,
    date: unix(work.now),
    description: draft.description,
    discountable: !draft.proration,
    discounts: [],
    invoice,
    livemode: false,
    metadata: draft.metadata,
    net_amount: draft.amount,
    parent:
      draft.subscription === undefined
        ? null
        : {
            subscription_details: { subscription: draft.subscription, subscription_item: draft.item ?? null },
            type: 'subscription_details',
          },
    period: { start: unix(draft.start), end: unix(draft.end) },
    pricing:
      draft.price === undefined
        ? null
        : {
            price_details: { price: draft.price.id, product: draft.price.product },
            type: 'price_details',
            unit_amount_decimal: draft.price.unit_amount_decimal,
          },
    proration: draft.proration,
    quantity: draft.quantity,
    tax_rates: [],
    test_clock: null,
  }
  const entry: InvoiceItemEntry = { object, hidden: { draft: { ...draft, invoiceItem: id } } }
  work.store.put(owner, id, entry)
  emit(work, owner, 'invoiceitem.created', object)
  return entry
}

/** What waits for the next invoice of a customer: of the subscription, and (unless only that is asked for) of none. */
export function pendingItems(
  work: Work,
  customer: string,
  subscription: string | undefined,
  onlyItsOwn = false,
): readonly InvoiceItemEntry[] {
  return work.store
    .of<InvoiceItemEntry>('ii', ownerOf(customer)!)
    .filter(
      ({ object, hidden }) =>
        object.invoice === null &&
        object.customer === customer &&
        (hidden.draft.subscription === subscription || (!onlyItsOwn && hidden.draft.subscription === undefined)),
    )
}

export const draftOfItem = (entry: InvoiceItemEntry): LineDraft => entry.hidden.draft

export function takeItems(work: Work, items: readonly InvoiceItemEntry[], invoice: string): void {
  for (const entry of items) revise(work, ownerOf(entry.object.id)!, undefined, entry, { ...entry.object, invoice })
}

export interface ItemRequest {
  readonly customer: string
  readonly currency: string
  readonly invoice: string | undefined
  readonly draft: LineDraft
}

export function readItem(work: Work, params: Params): ItemRequest {
  const customer = liveCustomer(work, needText(params, 'customer'), 'customer').object
  const pricing = record(params, 'pricing')
  const priceId = pricing === undefined ? text(params, 'price') : text(pricing, 'price', 'pricing[price]')
  const price: Price | undefined = priceId === undefined ? undefined : findPrice(work, priceId, 'pricing[price]').object
  const quantity = integer(params, 'quantity') ?? 1
  const amount = integer(params, 'amount') ?? (price === undefined ? undefined : price.unit_amount * quantity)
  if (amount === undefined) throw missing('amount')
  const period = record(params, 'period')
  const at = (name: 'start' | 'end'): Instant => {
    const given = period === undefined ? undefined : integer(period, name, `period[${name}]`)
    return given === undefined ? work.now : fromUnix(given)
  }
  return {
    customer: customer.id,
    currency: text(params, 'currency') ?? price?.currency ?? customer.currency ?? work.settings.currency,
    invoice: text(params, 'invoice'),
    draft: {
      amount,
      description: text(params, 'description') ?? `item of ${isoDate(work.now)}`,
      start: at('start'),
      end: at('end'),
      quantity,
      price,
      proration: false,
      subscription: text(params, 'subscription'),
      item: undefined,
      invoiceItem: undefined,
      metadata: metadata(params),
    },
  }
}

export function findItem(work: Work, id: string): InvoiceItemEntry {
  const entry = work.store.get<InvoiceItemEntry>(id)
  if (entry === undefined || entry.object.object !== 'invoiceitem') throw noSuch('invoiceitem', id, 'id')
  return entry
}

export function removeItem(work: Work, entry: InvoiceItemEntry): void {
  const owner = ownerOf(entry.object.id)!
  work.store.drop(owner, entry.object.id)
  emit(work, owner, 'invoiceitem.deleted', entry.object)
}

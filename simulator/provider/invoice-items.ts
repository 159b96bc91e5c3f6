import { noSuch } from './errors.ts'
import { ownerOf } from './ids.ts'
import { noDiscounts } from './discounts/discounts.ts'
import { isDiscountable, type LineDraft } from './invoice-drafts.ts'
import type { Metadata } from './read.ts'
import type { Entry } from './store.ts'
import { noRates, type TaxRate } from './taxes/tax-rates.ts'
import { emit, revise, unix, type Work } from './work.ts'

export type InvoiceItem = {
  readonly id: string
  readonly object: 'invoiceitem'
  readonly amount: number
  readonly currency: string
  readonly customer: string
  readonly date: number
  readonly description: string | null
  readonly discountable: boolean
  readonly discounts: readonly string[]
  readonly invoice: string | null
  readonly livemode: false
  readonly metadata: Metadata
  readonly net_amount: number
  readonly parent: unknown
  readonly period: { readonly start: number; readonly end: number }
  readonly pricing: unknown
  readonly proration: boolean
  readonly quantity: number
  readonly tax_rates: readonly TaxRate[]
  readonly test_clock: null
}
export type InvoiceItemEntry = Entry<InvoiceItem, { readonly draft: LineDraft }>

/** Where an item stands, and what is redeemed for it once it has an id. */
interface Place {
  readonly invoice?: string | null
  readonly discounts?: (id: string) => readonly string[]
}

/** Something that waits for the customer's next invoice, or stands on a draft already. */
export function putItem(work: Work, customer: string, currency: string, draft: LineDraft, place: Place = {}): InvoiceItemEntry {
  const owner = ownerOf(customer)!
  const id = work.store.mint('ii', owner)
  const own = place.discounts === undefined ? draft : { ...draft, discounts: place.discounts(id) }
  const object = itemObject(work, id, customer, currency, own, place.invoice ?? null)
  const entry: InvoiceItemEntry = { object, hidden: { draft: { ...own, invoiceItem: id } } }
  work.store.put(owner, id, entry)
  emit(work, owner, 'invoiceitem.created', object)
  return entry
}

/** An item of which something else is true now. */
export function changeItem(work: Work, entry: InvoiceItemEntry, draft: LineDraft): InvoiceItemEntry {
  const { id, customer, currency, date, invoice } = entry.object
  const object = { ...itemObject(work, id, customer, currency, draft, invoice), date }
  return revise(work, ownerOf(id)!, undefined, entry, object, { draft })
}

const itemObject = (work: Work, id: string, customer: string, currency: string, draft: LineDraft, invoice: string | null): InvoiceItem => ({
  id,
  object: 'invoiceitem',
  amount: draft.amount,
  currency,
  customer,
  date: unix(work.now),
  description: draft.description,
  discountable: isDiscountable(draft),
  discounts: draft.discounts ?? noDiscounts,
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
  tax_rates: draft.taxRates ?? noRates,
  test_clock: null,
})

/** What waits for the next invoice of a customer in a currency: of the subscription, and (unless only that is asked for) of none. */
export function pendingItems(
  work: Work,
  customer: string,
  currency: string,
  subscription: string | undefined,
  onlyItsOwn = false,
): readonly InvoiceItemEntry[] {
  return work.store
    .of<InvoiceItemEntry>('ii', ownerOf(customer)!)
    .filter(
      ({ object, hidden }) =>
        object.invoice === null &&
        object.customer === customer &&
        object.currency === currency &&
        (hidden.draft.subscription === subscription || (!onlyItsOwn && hidden.draft.subscription === undefined)),
    )
}

export const draftOfItem = (entry: InvoiceItemEntry): LineDraft => entry.hidden.draft

export function takeItems(work: Work, items: readonly InvoiceItemEntry[], invoice: string): void {
  for (const entry of items) revise(work, ownerOf(entry.object.id)!, undefined, entry, { ...entry.object, invoice })
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

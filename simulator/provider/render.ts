import type { ChargeEntry } from './charges.ts'
import type { CreditNote, CreditNoteLine } from './credits/credit-note-objects.ts'
import { couponNamed } from './discounts/coupons.ts'
import type { Discount, DiscountEntry } from './discounts/discounts.ts'
import type { PromotionCode } from './discounts/promotion-codes.ts'
import type { InvoiceEntry, LineItem, LineTax } from './invoice-objects.ts'
import type { IntentEntry } from './payments.ts'
import type { PriceEntry } from './catalogue.ts'
import type { ProviderEvent } from './provider.ts'
import type { Store } from './store.ts'
import { isBefore } from './versions.ts'
import { unix } from './work.ts'

type Plain = Readonly<Record<string, unknown>>

interface Reader {
  readonly store: Store
}

/**
 * An object in the shape of an API version. The newest is how the twin keeps it; what changed in 2025 is known.
 * @source billing.md 1.10, 2025-03-31.basil; SN CHANGELOG, 2025-09-30.clover
 */
export function renderObject(work: Reader, object: Plain, version: string): Plain {
  // Of what was deleted only its id is left.
  if (!isBefore(version, 'clover') || object['deleted'] === true) return object
  switch (object['object']) {
    case 'customer':
      return object['discount'] == null ? object : { ...object, discount: olderDiscount(work, object['discount'] as Discount) }
    case 'discount':
      return olderDiscount(work, object as Discount)
    case 'promotion_code': {
      const { promotion, ...rest } = object as PromotionCode
      return { ...rest, coupon: couponNamed(work, promotion.coupon)?.object ?? null }
    }
    case 'list':
    case 'search_result':
      return { ...object, data: (object['data'] as readonly Plain[]).map((each) => renderObject(work, each, version)) }
    default:
      return isBefore(version, 'basil') ? beforeBasil(work, object) : object
  }
}

function beforeBasil(work: Reader, object: Plain): Plain {
  switch (object['object']) {
    case 'subscription':
      return olderSubscription(work, object)
    case 'invoice':
      return olderInvoice(work, object)
    case 'payment_intent':
      return { ...object, invoice: work.store.get<IntentEntry>(String(object['id']))?.hidden.invoice ?? null }
    case 'charge':
      return { ...object, invoice: work.store.get<ChargeEntry>(String(object['id']))?.hidden.invoice ?? null }
    case 'credit_note':
      return olderCreditNote(object as CreditNote)
    default:
      return object
  }
}

function olderCreditNote({ total_taxes, refunds, lines, ...rest }: CreditNote): Plain {
  const older = ({ taxes, ...line }: CreditNoteLine): Plain => ({ ...line, tax_amounts: taxes.map(olderTax) })
  return {
    ...rest,
    lines: { ...lines, data: lines.data.map(older) },
    refund: refunds[0]?.refund ?? null,
    tax_amounts: total_taxes.map(olderTax),
  }
}

const withoutPeriod = (item: Plain): Plain => {
  const { current_period_start: _start, current_period_end: _end, ...rest } = item
  return rest
}

/** A discount with the coupon that it was made of. */
function olderDiscount(work: Reader, { source, ...rest }: Discount): Plain {
  return { ...rest, coupon: couponNamed(work, source.coupon)?.object ?? null }
}

function firstDiscount(work: Reader, object: Plain): Plain | null {
  const [first] = object['discounts'] as readonly string[]
  const entry = first === undefined ? undefined : work.store.get<DiscountEntry>(first)
  return entry === undefined ? null : olderDiscount(work, entry.object)
}

function olderSubscription(work: Reader, object: Plain): Plain {
  const items = object['items'] as { readonly data: readonly Plain[] }
  const first = items.data[0]
  return {
    ...object,
    current_period_start: first?.['current_period_start'],
    current_period_end: first?.['current_period_end'],
    items: { ...items, data: items.data.map(withoutPeriod) },
    plan: items.data.length === 1 ? first?.['plan'] : null,
    quantity: items.data.length === 1 ? first?.['quantity'] : null,
    discount: firstDiscount(work, object),
  }
}

function olderLine(work: Reader, line: LineItem): Plain {
  const { parent, pricing, taxes, subtotal: _subtotal, pretax_credit_amounts: _credits, ...rest } = line
  const { subscription_item_details: ofItem, invoice_item_details: ofInvoiceItem } = parent as {
    readonly subscription_item_details: {
      readonly subscription: string
      readonly subscription_item: string
      readonly proration: boolean
    } | null
    readonly invoice_item_details: {
      readonly invoice_item: string
      readonly subscription: string | null
      readonly proration: boolean
    } | null
  }
  const price = pricing === null ? undefined : work.store.get<PriceEntry>(pricing.price_details.price)
  return {
    ...rest,
    price: price?.object ?? null,
    proration: (ofItem ?? ofInvoiceItem)?.proration ?? false,
    subscription: (ofItem ?? ofInvoiceItem)?.subscription ?? null,
    type: ofInvoiceItem === null ? 'subscription' : 'invoiceitem',
    ...(ofItem === null ? {} : { subscription_item: ofItem.subscription_item }),
    ...(ofInvoiceItem === null ? {} : { invoice_item: ofInvoiceItem.invoice_item }),
    tax_amounts: taxes.map(olderTax),
    tax_rates: taxes.map((tax) => work.store.get(tax.tax_rate_details.tax_rate)?.object ?? null),
  }
}

const olderTax = (tax: LineTax): Plain => ({
  amount: tax.amount,
  inclusive: tax.tax_behavior === 'inclusive',
  tax_rate: tax.tax_rate_details.tax_rate,
  taxability_reason: tax.taxability_reason,
  taxable_amount: tax.taxable_amount,
})

function olderInvoice(work: Reader, object: Plain): Plain {
  const { parent, amount_overpaid: _overpaid, total_taxes, ...rest } = object
  const taxes = total_taxes as readonly LineTax[]
  const hidden = work.store.get<InvoiceEntry>(String(object['id']))?.hidden
  const details = (parent as { readonly subscription_details: { readonly metadata: unknown; readonly subscription: string } } | null)
    ?.subscription_details
  const lines = object['lines'] as { readonly data: readonly LineItem[] }
  const isPaid = object['status'] === 'paid'
  return {
    ...rest,
    charge: isPaid ? (hidden?.charge ?? null) : null,
    discount: firstDiscount(work, object),
    lines: { ...lines, data: lines.data.map((line) => olderLine(work, line)) },
    paid: isPaid,
    paid_out_of_band: isPaid && (hidden?.paidOutOfBand ?? false),
    payment_intent: object['status'] === 'draft' ? null : (hidden?.intent ?? null),
    subscription: details?.subscription ?? null,
    subscription_details: details === undefined ? null : { metadata: details.metadata },
    tax: taxes.length === 0 ? null : taxes.reduce((sum, tax) => sum + tax.amount, 0),
    total_tax_amounts: taxes.map(olderTax),
  }
}

/** The earlier values of an event, in the older shape too. */
function olderPrevious(previous: Plain): Plain {
  const items = previous['items'] as { readonly data: readonly Plain[] } | null | undefined
  if (items === undefined || items === null) return previous
  const first = items.data[0]
  return {
    ...previous,
    items: { ...items, data: items.data.map(withoutPeriod) },
    current_period_start: first?.['current_period_start'],
    current_period_end: first?.['current_period_end'],
  }
}

/** The payload of an event. It is rendered in the endpoint's version and never changes afterwards. */
export function renderEvent(work: Reader, event: ProviderEvent, version: string): Plain {
  const object = renderObject(work, event.object, version)
  const previous =
    event.previous === undefined
      ? undefined
      : isBefore(version, 'basil') && event.object['object'] === 'subscription'
        ? olderPrevious(event.previous)
        : event.previous
  return {
    id: event.id,
    object: 'event',
    api_version: version,
    created: unix(event.at),
    data: previous === undefined ? { object } : { object, previous_attributes: previous },
    livemode: false,
    pending_webhooks: 1,
    request: { id: null, idempotency_key: event.key ?? null },
    type: event.type,
  }
}

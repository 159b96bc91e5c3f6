import { deletedCustomer, type CustomerEntry } from './customers.ts'
import { couponNamed, shown } from './discounts/coupons.ts'
import { badValue } from './errors.ts'
import { isRecordId, ownerOf } from './ids.ts'
import type { InvoiceEntry, InvoicePaymentEntry } from './invoice-objects.ts'
import { findIntent } from './payments.ts'
import { list, type Params } from './read.ts'
import { renderObject } from './render.ts'
import type { RefundEntry } from './refunds.ts'
import type { SessionEntry } from './checkout.ts'
import type { Entry } from './store.ts'
import type { SubscriptionEntry } from './subscription-objects.ts'
import type { Work } from './work.ts'

type Plain = Readonly<Record<string, unknown>>

/** Deepest nesting the vendor expands. */
const deepest = 4

const listing = (url: string, data: readonly unknown[]): Plain => ({ object: 'list', data, has_more: false, url })

/** What an object shows only when asked to. */
const includable: Readonly<Record<string, (work: Work, id: string) => unknown>> = {
  'invoice.payments': (work, id) =>
    listing(
      `/v1/invoices/${id}/payments`,
      work.store
        .of<InvoicePaymentEntry>('inpay', ownerOf(id)!)
        .map((entry) => entry.object)
        .filter((payment) => payment.invoice === id),
    ),
  'invoice.confirmation_secret': (work, id) => {
    const intent = work.store.get<InvoiceEntry>(id)?.hidden.intent
    return intent === undefined ? null : { client_secret: findIntent(work, intent).object.client_secret, type: 'payment_intent' }
  },
  'customer.subscriptions': (work, id) =>
    listing(
      `/v1/customers/${id}/subscriptions`,
      work.store
        .of<SubscriptionEntry>('sub', ownerOf(id)!)
        .map((entry) => entry.object)
        .filter((each) => each.customer === id && each.status !== 'canceled'),
    ),
  'charge.refunds': (work, id) =>
    listing(
      `/v1/charges/${id}/refunds`,
      work.store
        .of<RefundEntry>('re', ownerOf(id)!)
        .map((entry) => entry.object)
        .filter((refund) => refund.charge === id),
    ),
  // Of the other sign than `balance`: here credit is positive.
  'customer.invoice_credit_balance': (work, id) => {
    const { object, hidden } = work.store.get<CustomerEntry>(id)!
    const own = object.currency === null || object.balance === 0 ? {} : { [object.currency]: -object.balance }
    const others = Object.entries(hidden?.balances ?? {}).filter(([, balance]) => balance !== 0)
    return { ...own, ...Object.fromEntries(others.map(([currency, balance]) => [currency, -balance])) }
  },
  'coupon.applies_to': (work, id) => {
    const products = couponNamed(work, id)?.hidden.products
    return products === undefined ? null : { products }
  },
  'checkout.session.line_items': (work, id) => sessionLines(work, id),
}

export const sessionLines = (work: Work, id: string): Plain =>
  listing(
    `/v1/checkout/sessions/${id}/line_items`,
    work.store.get<SessionEntry>(id)!.hidden.items.map((item, index) => {
      const amount = item.price.unit_amount * item.quantity
      return {
        id: `${id}_line_${index + 1}`,
        object: 'item',
        amount_discount: 0,
        amount_subtotal: amount,
        amount_tax: 0,
        amount_total: amount,
        currency: item.price.currency,
        description: item.price.lookup_key ?? item.price.id,
        metadata: item.metadata,
        price: item.price,
        quantity: item.quantity,
      }
    }),
  )

/** Puts objects in the place of their ids where the request asks for it, each in the request's version. */
export function expanded(work: Work, body: unknown, params: Params, version: string): unknown {
  const shown = renderObject(work, body as Plain, version)
  const paths = list(params, 'expand')
  if (paths === undefined) return shown
  let result = shown
  for (const path of paths) {
    const steps = String(path).split('.')
    if (steps.filter((step) => step !== 'data').length > deepest) throw badValue('expand', `expanding goes ${deepest} levels deep at most`)
    result = into(work, result, steps, String(path), version)
  }
  return result
}

function into(work: Work, object: Plain, steps: readonly string[], path: string, version: string): Plain {
  const [head, ...rest] = steps
  if (head === undefined) return object
  let value = object[head]
  if (value === undefined) {
    const include = includable[`${String(object['object'])}.${head}`]
    if (include === undefined) throw badValue('expand', `${path} has nothing to expand`)
    const included = include(work, String(object['id']))
    value = included === null ? null : renderObject(work, included as Plain, version)
  }
  if (value === null) return object[head] === null ? object : { ...object, [head]: null }
  if (typeof value === 'string') {
    const found = named(work, head, value, path, version)
    return found === undefined ? object : { ...object, [head]: into(work, found, rest, path, version) }
  }
  if (Array.isArray(value))
    return {
      ...object,
      [head]: value.map((each) => {
        if (typeof each === 'object' && each !== null) return into(work, each as Plain, rest, path, version)
        const found = typeof each === 'string' ? named(work, head, each, path, version) : undefined
        return found === undefined ? each : into(work, found, rest, path, version)
      }),
    }
  if (typeof value === 'object') return { ...object, [head]: into(work, value as Plain, rest, path, version) }
  throw badValue('expand', `${path} has nothing to expand`)
}

/** The object behind an id. A coupon's may be any word; other texts are no ids. */
function named(work: Work, head: string, id: string, path: string, version: string): Plain | undefined {
  if (head === 'coupon') {
    const coupon = couponNamed(work, id)
    return coupon === undefined ? undefined : shown(work, coupon.object)
  }
  if (!isRecordId(id)) throw badValue('expand', `${path} has nothing to expand`)
  const found = work.store.get<Entry>(id)?.object
  if (found === undefined) return undefined
  return found['deleted'] === true ? (deletedCustomer(found.id) as Plain) : renderObject(work, found, version)
}

import { isoDate } from '#machines'
import {
  createPrice,
  createProduct,
  deleteProduct,
  findPrice,
  findProduct,
  priceByKey,
  updatePrice,
  updateProduct,
  type Price,
  type Product,
} from './catalogue.ts'
import type { BalanceRecord, Charge } from './charges.ts'
import { createPortalSession, createSession, expireSession, findSession, type Session } from './checkout.ts'
import { createCustomer, deleteCustomer, liveCustomer, retrieveCustomer, updateCustomer, type Customer } from './customers.ts'
import { missing, noSuch, notModelled, unfit } from './errors.ts'
import { sessionLines } from './expand.ts'
import { ordinalOf, ownerOf } from './ids.ts'
import { findItem, putItem, readItem, type InvoiceItem } from './invoice-items.ts'
import { invoiceObject, type Invoice, type InvoicePayment } from './invoice-objects.ts'
import {
  addToDraft,
  createInvoice,
  deleteInvoice,
  deleteItem,
  finalizeByRequest,
  payInvoice,
  updateInvoice,
  voidByRequest,
} from './invoice-requests.ts'
import { findInvoice, markUncollectible } from './invoices.ts'
import { createdWithin, listOf, page, searchOf, type Listing } from './lists.ts'
import { attach, createMethod, detach, findMethod, updateMethod, type PaymentMethod } from './payment-methods.ts'
import { authenticateByCustomer, cancelIntentByRequest, confirmIntent, createIntent, updateIntent } from './payment-requests.ts'
import { findIntent, type PaymentIntent } from './payments.ts'
import type { ProviderEvent } from './provider.ts'
import { flag, list, needText, record, text, type Params } from './read.ts'
import { createRefund, findRefund, updateRefund, type Refund } from './refunds.ts'
import { renderEvent } from './render.ts'
import {
  cancelSetupIntent,
  confirmSetupIntent,
  createSetupIntent,
  findSetupIntent,
  updateSetupIntent,
  type SetupIntent,
} from './setup-intents.ts'
import type { ApiObject } from './store.ts'
import { previewLines, subscriptionOfItem, updateItem, updateSubscription } from './subscription-changes.ts'
import { findSubscription, isOver, periodOf, type Subscription, type SubscriptionEntry } from './subscription-objects.ts'
import { cancelSubscription, endSubscription } from './subscription-ends.ts'
import { createSubscription } from './subscriptions.ts'
import { unix, type Work } from './work.ts'

/** Answers a body or throws a Refusal. `id` is empty where the path has none. */
export type Operation = (work: Work, params: Params, id: string, version: string) => unknown

const is = (params: Params, name: string, value: unknown): boolean => params[name] === undefined || text(params, name) === value
const isFlag = (params: Params, name: string, value: boolean): boolean => params[name] === undefined || flag(params, name) === value

const customers: Listing<Customer> = {
  prefix: 'cus',
  url: '/v1/customers',
  keeps: (customer, params) => is(params, 'email', customer.email),
}
const methods: Listing<PaymentMethod> = {
  prefix: 'pm',
  url: '/v1/payment_methods',
  keeps: (method, params) => method.customer !== null && text(params, 'customer') === method.customer && is(params, 'type', method.type),
}
const products: Listing<Product> = {
  prefix: 'prod',
  url: '/v1/products',
  keeps: (product, params) => isFlag(params, 'active', product.active) && (list(params, 'ids')?.includes(product.id) ?? true),
}
const prices: Listing<Price> = {
  prefix: 'price',
  url: '/v1/prices',
  keeps: (price, params) =>
    isFlag(params, 'active', price.active) &&
    is(params, 'product', price.product) &&
    is(params, 'type', price.type) &&
    is(params, 'currency', price.currency) &&
    (list(params, 'lookup_keys')?.includes(price.lookup_key) ?? true),
}
const subscriptions: Listing<Subscription> = {
  prefix: 'sub',
  url: '/v1/subscriptions',
  // Without a status the list leaves the canceled ones out. @source SN
  keeps: (subscription, params) => {
    const status = text(params, 'status')
    const fits =
      status === undefined
        ? subscription.status !== 'canceled'
        : status === 'all' || (status === 'ended' ? isOver(subscription.status) : subscription.status === status)
    const price = text(params, 'price')
    return (
      fits &&
      is(params, 'customer', subscription.customer) &&
      is(params, 'collection_method', subscription.collection_method) &&
      (price === undefined || subscription.items.data.some((item) => item.price.id === price))
    )
  },
}
const invoices: Listing<Invoice> = {
  prefix: 'in',
  url: '/v1/invoices',
  keeps: (invoice, params) =>
    is(params, 'customer', invoice.customer) &&
    is(params, 'status', invoice.status) &&
    is(params, 'collection_method', invoice.collection_method) &&
    is(params, 'subscription', invoice.parent === null ? undefined : invoice.parent.subscription_details.subscription),
}
const invoiceItems: Listing<InvoiceItem> = {
  prefix: 'ii',
  url: '/v1/invoiceitems',
  keeps: (item, params) =>
    is(params, 'customer', item.customer) && is(params, 'invoice', item.invoice) && isFlag(params, 'pending', item.invoice === null),
}
const invoicePayments: Listing<InvoicePayment> = {
  prefix: 'inpay',
  url: '/v1/invoice_payments',
  keeps: (payment, params) => {
    const by = record(params, 'payment')
    return (
      is(params, 'invoice', payment.invoice) &&
      is(params, 'status', payment.status) &&
      (by === undefined || is(by, 'payment_intent', payment.payment.payment_intent))
    )
  },
}
const ofCustomer = (object: { readonly customer: string | null }, params: Params): boolean => is(params, 'customer', object.customer)
const intents: Listing<PaymentIntent> = { prefix: 'pi', url: '/v1/payment_intents', keeps: ofCustomer }
const setups: Listing<SetupIntent> = {
  prefix: 'seti',
  url: '/v1/setup_intents',
  keeps: (intent, params) => ofCustomer(intent, params) && is(params, 'payment_method', intent.payment_method),
}
const charges: Listing<Charge> = {
  prefix: 'ch',
  url: '/v1/charges',
  keeps: (charge, params) => ofCustomer(charge, params) && is(params, 'payment_intent', charge.payment_intent),
}
const refunds: Listing<Refund> = {
  prefix: 're',
  url: '/v1/refunds',
  keeps: (refund, params) => is(params, 'charge', refund.charge) && is(params, 'payment_intent', refund.payment_intent),
}
const movements: Listing<BalanceRecord> = {
  prefix: 'txn',
  url: '/v1/balance_transactions',
  keeps: (moved, params) => is(params, 'source', moved.source) && is(params, 'type', moved.type) && is(params, 'currency', moved.currency),
}
const sessions: Listing<Session> = {
  prefix: 'cs',
  url: '/v1/checkout/sessions',
  keeps: (session, params) =>
    ofCustomer(session, params) && is(params, 'subscription', session.subscription) && is(params, 'status', session.status),
}

function found<O extends ApiObject>(work: Work, id: string, kind: O['object']): O {
  const entry = work.store.get(id)
  if (entry === undefined || entry.object.object !== kind) throw noSuch(kind, id, 'id')
  return entry.object as O
}

/** Deletes a customer; what they had subscribed to ends at once. @source SN `customers.del` */
function removeCustomer(work: Work, id: string): unknown {
  liveCustomer(work, id, 'id')
  for (const { object } of work.store.of<SubscriptionEntry>('sub', ownerOf(id)!))
    if (object.customer === id && !isOver(object.status)) endSubscription(work, object.id, { reason: 'cancellation_requested' })
  return deleteCustomer(work, id)
}

function listEvents(work: Work, params: Params, version: string): unknown {
  const created = createdWithin(params)
  const types = list(params, 'types')
  const fits = (event: ProviderEvent): boolean => {
    const type = text(params, 'type')
    const named = type === undefined || (type.endsWith('.*') ? event.type.startsWith(type.slice(0, -1)) : event.type === type)
    return named && (types?.includes(event.type) ?? true) && created(unix(event.at))
  }
  const all = work.store
    .owners()
    .flatMap((owner) => work.store.events(owner).filter(fits))
    .sort((a, b) => b.at - a.at || (a.owner === b.owner ? ordinalOf(b.id) - ordinalOf(a.id) : a.owner < b.owner ? -1 : 1))
  const shown = page(
    all.map((event) => ({ ...renderEvent(work, event, version), id: event.id, object: 'event' })),
    '/v1/events',
    params,
  )
  return shown
}

function retrieveEvent(work: Work, id: string, version: string): unknown {
  const owner = ownerOf(id)
  const event = owner === undefined ? undefined : work.store.events(owner).find((each) => each.id === id)
  if (event === undefined) throw noSuch('event', id, 'id')
  return renderEvent(work, event, version)
}

/**
 * The invoice that would come: of a change with the running period's rest, or the next renewal. Nothing of it stays.
 * @source billing.md 1.4, preview
 */
function preview(work: Work, params: Params): unknown {
  const id = text(params, 'subscription')
  if (id === undefined) {
    if (text(params, 'customer') === undefined) throw missing('customer')
    throw notModelled('customer', 'invoices.create_preview')
  }
  const subscription = findSubscription(work, id).object
  const details = record(params, 'subscription_details') ?? {}
  const before = work.store.snapshot()
  try {
    const owner = ownerOf(id)!
    const lines = previewLines(work, id, details)
    const period = periodOf(subscription)
    const customer = liveCustomer(work, subscription.customer, 'customer').object
    let count = 0
    const invoice = invoiceObject(
      work,
      `upcoming_${owner}`,
      {
        owner,
        customer,
        subscription: { id, metadata: subscription.metadata },
        reason: 'subscription_update',
        lines,
        periodStart: period.start,
        periodEnd: period.end,
        purpose: `preview ${isoDate(work.now)}`,
        method: null,
        autoAdvance: true,
        collection: subscription.collection_method,
        daysUntilDue: undefined,
        currency: subscription.currency,
        description: null,
        metadata: {},
      },
      () => `upcoming_${owner}_line_${++count}`,
    )
    const owed = Math.max(0, invoice.total + customer.balance)
    return { ...invoice, amount_due: owed, amount_remaining: owed, billing_reason: 'upcoming' }
  } finally {
    work.store.restore(before)
  }
}

function createInvoiceItem(work: Work, params: Params): unknown {
  const asked = readItem(work, params)
  if (asked.draft.subscription !== undefined) findSubscription(work, asked.draft.subscription)
  if (asked.invoice !== undefined && findInvoice(work, asked.invoice).object.status !== 'draft')
    throw unfit('invoice_not_editable', 'invoice', 'the invoice is no draft any more')
  const item = putItem(work, asked.customer, asked.currency, asked.draft, asked.invoice ?? null)
  if (asked.invoice !== undefined) addToDraft(work, asked.invoice, item.hidden.draft)
  return item.object
}

function subscriptionItems(work: Work, params: Params): unknown {
  const { items } = findSubscription(work, needText(params, 'subscription')).object
  return page([...items.data].reverse(), '/v1/subscription_items', params)
}

function attachByRequest(work: Work, params: Params, id: string): unknown {
  const customer = needText(params, 'customer')
  liveCustomer(work, customer, 'customer')
  return attach(work, findMethod(work, id, 'id', ownerOf(customer)!), customer).object
}

export const operations: Readonly<Record<string, Operation>> = {
  'customers.create': (work, params) => createCustomer(work, params),
  'customers.retrieve': (work, _params, id) => retrieveCustomer(work, id),
  'customers.update': (work, params, id) => updateCustomer(work, id, params),
  'customers.delete': (work, _params, id) => removeCustomer(work, id),
  'customers.list': (work, params) => listOf(work, customers, params),
  'customers.search': (work, params) => searchOf(work, customers, params),
  'customers.list_payment_methods': (work, params, id) =>
    listOf(work, methods, { ...params, customer: liveCustomer(work, id, 'id').object.id }),
  'payment_methods.create': (work, params) => createMethod(work, params),
  'payment_methods.retrieve': (work, _params, id) => found<PaymentMethod>(work, id, 'payment_method'),
  'payment_methods.update': (work, params, id) => updateMethod(work, id, params),
  'payment_methods.attach': attachByRequest,
  'payment_methods.detach': (work, _params, id) => detach(work, id),
  'payment_methods.list': (work, params) => listOf(work, methods, params),
  'products.create': (work, params) => createProduct(work, params),
  'products.retrieve': (work, _params, id) => findProduct(work, id, 'id').object,
  'products.update': (work, params, id) => updateProduct(work, id, params),
  'products.delete': (work, _params, id) => deleteProduct(work, id),
  'products.list': (work, params) => listOf(work, products, params),
  'products.search': (work, params) => searchOf(work, products, params),
  'prices.create': (work, params) => createPrice(work, params),
  'prices.retrieve': (work, _params, id) => findPrice(work, id, 'id').object,
  'prices.update': (work, params, id) => updatePrice(work, id, params),
  'prices.list': (work, params) => listOf(work, prices, params),
  'prices.search': (work, params) => searchOf(work, prices, params),
  'subscriptions.create': (work, params) => createSubscription(work, params),
  'subscriptions.retrieve': (work, _params, id) => findSubscription(work, id).object,
  'subscriptions.update': (work, params, id) => updateSubscription(work, id, params),
  'subscriptions.cancel': (work, params, id) => cancelSubscription(work, id, params),
  'subscriptions.list': (work, params) => listOf(work, subscriptions, params),
  'subscriptions.search': (work, params) => searchOf(work, subscriptions, params),
  'subscription_items.list': (work, params) => subscriptionItems(work, params),
  'subscription_items.retrieve': (work, _params, id) => subscriptionOfItem(work, id).items.data.find((item) => item.id === id),
  'subscription_items.update': (work, params, id) => updateItem(work, id, params),
  'invoices.create': (work, params) => createInvoice(work, params),
  'invoices.create_preview': (work, params) => preview(work, params),
  'invoices.retrieve': (work, _params, id) => findInvoice(work, id).object,
  'invoices.update': (work, params, id) => updateInvoice(work, id, params),
  'invoices.delete': (work, _params, id) => deleteInvoice(work, id),
  'invoices.finalize': (work, params, id) => finalizeByRequest(work, id, params),
  'invoices.pay': (work, params, id) => payInvoice(work, id, params),
  'invoices.void': (work, _params, id) => voidByRequest(work, id),
  'invoices.mark_uncollectible': (work, _params, id) => markUncollectible(work, id),
  'invoices.list': (work, params) => listOf(work, invoices, params),
  'invoices.search': (work, params) => searchOf(work, invoices, params),
  'invoices.list_lines': (work, params, id) => page(findInvoice(work, id).object.lines.data, `/v1/invoices/${id}/lines`, params),
  'invoice_items.create': (work, params) => createInvoiceItem(work, params),
  'invoice_items.retrieve': (work, _params, id) => findItem(work, id).object,
  'invoice_items.delete': (work, _params, id) => deleteItem(work, id),
  'invoice_items.list': (work, params) => listOf(work, invoiceItems, params),
  'invoice_payments.retrieve': (work, _params, id) => found<InvoicePayment>(work, id, 'invoice_payment'),
  'invoice_payments.list': (work, params) => listOf(work, invoicePayments, params),
  'payment_intents.create': (work, params) => createIntent(work, params),
  'payment_intents.retrieve': (work, _params, id) => findIntent(work, id).object,
  'payment_intents.update': (work, params, id) => updateIntent(work, id, params),
  'payment_intents.confirm': (work, params, id) => confirmIntent(work, id, params),
  'payment_intents.cancel': (work, params, id) => cancelIntentByRequest(work, id, params),
  'payment_intents.authenticate': (work, params, id) => authenticateByCustomer(work, id, params),
  'payment_intents.list': (work, params) => listOf(work, intents, params),
  'payment_intents.search': (work, params) => searchOf(work, intents, params),
  'setup_intents.create': (work, params) => createSetupIntent(work, params),
  'setup_intents.retrieve': (work, _params, id) => findSetupIntent(work, id).object,
  'setup_intents.update': (work, params, id) => updateSetupIntent(work, id, params),
  'setup_intents.confirm': (work, params, id) => confirmSetupIntent(work, id, params),
  'setup_intents.cancel': (work, params, id) => cancelSetupIntent(work, id, params),
  'setup_intents.list': (work, params) => listOf(work, setups, params),
  'charges.retrieve': (work, _params, id) => found<Charge>(work, id, 'charge'),
  'charges.list': (work, params) => listOf(work, charges, params),
  'charges.search': (work, params) => searchOf(work, charges, params),
  'refunds.create': (work, params) => createRefund(work, params),
  'refunds.retrieve': (work, _params, id) => findRefund(work, id).object,
  'refunds.update': (work, params, id) => updateRefund(work, id, params),
  'refunds.list': (work, params) => listOf(work, refunds, params),
  'balance_transactions.retrieve': (work, _params, id) => found<BalanceRecord>(work, id, 'balance_transaction'),
  'balance_transactions.list': (work, params) => listOf(work, movements, params),
  'events.retrieve': (work, _params, id, version) => retrieveEvent(work, id, version),
  'events.list': (work, params, _id, version) => listEvents(work, params, version),
  'checkout.sessions.create': (work, params) => createSession(work, params),
  'checkout.sessions.retrieve': (work, _params, id) => findSession(work, id).object,
  'checkout.sessions.expire': (work, _params, id) => expireSession(work, id),
  'checkout.sessions.list': (work, params) => listOf(work, sessions, params),
  'checkout.sessions.list_line_items': (work, _params, id) => sessionLines(work, findSession(work, id).object.id),
  'billing_portal.sessions.create': (work, params) => createPortalSession(work, params),
}

export const priceOfPlan = (work: Work, plan: string): string => {
  const entry = priceByKey(work, plan)
  if (entry === undefined) throw new RangeError(`the catalogue has no plan ${JSON.stringify(plan)}`)
  return entry.object.id
}

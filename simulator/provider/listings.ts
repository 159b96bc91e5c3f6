import type { Price, Product } from './catalogue.ts'
import type { BalanceRecord, Charge } from './charges.ts'
import type { Session } from './checkout.ts'
import type { Customer } from './customers.ts'
import type { InvoiceItem } from './invoice-items.ts'
import type { Invoice, InvoicePayment } from './invoice-objects.ts'
import type { Listing } from './lists.ts'
import type { PaymentMethod } from './payment-methods.ts'
import type { PaymentIntent } from './payments.ts'
import { flag, list, record, text, type Params } from './read.ts'
import type { Refund } from './refunds.ts'
import type { SetupIntent } from './setup-intents.ts'
import { isOver, type Subscription } from './subscription-objects.ts'

// What each list holds, and by which of its own parameters it is narrowed.

const is = (params: Params, name: string, value: unknown): boolean => params[name] === undefined || text(params, name) === value
const isFlag = (params: Params, name: string, value: boolean): boolean => params[name] === undefined || flag(params, name) === value

export const customers: Listing<Customer> = {
  prefix: 'cus',
  url: '/v1/customers',
  keeps: (customer, params) => is(params, 'email', customer.email),
}
export const methods: Listing<PaymentMethod> = {
  prefix: 'pm',
  url: '/v1/payment_methods',
  // A method is made before anybody knows whose it will be.
  ofAnybody: true,
  keeps: (method, params) =>
    method.customer !== null &&
    text(params, 'customer') === method.customer &&
    is(params, 'type', method.type) &&
    is(params, 'allow_redisplay', method.allow_redisplay),
}
export const products: Listing<Product> = {
  prefix: 'prod',
  url: '/v1/products',
  keeps: (product, params) => isFlag(params, 'active', product.active) && (list(params, 'ids')?.includes(product.id) ?? true),
}
export const prices: Listing<Price> = {
  prefix: 'price',
  url: '/v1/prices',
  keeps: (price, params) =>
    isFlag(params, 'active', price.active) &&
    is(params, 'product', price.product) &&
    is(params, 'type', price.type) &&
    is(params, 'currency', price.currency) &&
    (list(params, 'lookup_keys')?.includes(price.lookup_key) ?? true),
}
export const subscriptions: Listing<Subscription> = {
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
export const invoices: Listing<Invoice> = {
  prefix: 'in',
  url: '/v1/invoices',
  keeps: (invoice, params) =>
    is(params, 'customer', invoice.customer) &&
    is(params, 'status', invoice.status) &&
    is(params, 'collection_method', invoice.collection_method) &&
    is(params, 'subscription', invoice.parent === null ? undefined : invoice.parent.subscription_details.subscription),
}
export const invoiceItems: Listing<InvoiceItem> = {
  prefix: 'ii',
  url: '/v1/invoiceitems',
  keeps: (item, params) =>
    is(params, 'customer', item.customer) && is(params, 'invoice', item.invoice) && isFlag(params, 'pending', item.invoice === null),
}
export const invoicePayments: Listing<InvoicePayment> = {
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
export const intents: Listing<PaymentIntent> = { prefix: 'pi', url: '/v1/payment_intents', keeps: ofCustomer }
export const setups: Listing<SetupIntent> = {
  prefix: 'seti',
  url: '/v1/setup_intents',
  keeps: (intent, params) => ofCustomer(intent, params) && is(params, 'payment_method', intent.payment_method),
}
export const charges: Listing<Charge> = {
  prefix: 'ch',
  url: '/v1/charges',
  keeps: (charge, params) => ofCustomer(charge, params) && is(params, 'payment_intent', charge.payment_intent),
}
export const refunds: Listing<Refund> = {
  prefix: 're',
  url: '/v1/refunds',
  keeps: (refund, params) => is(params, 'charge', refund.charge) && is(params, 'payment_intent', refund.payment_intent),
}
export const movements: Listing<BalanceRecord> = {
  prefix: 'txn',
  url: '/v1/balance_transactions',
  keeps: (moved, params) => is(params, 'source', moved.source) && is(params, 'type', moved.type) && is(params, 'currency', moved.currency),
}
export const sessions: Listing<Session> = {
  prefix: 'cs',
  url: '/v1/checkout/sessions',
  keeps: (session, params) =>
    ofCustomer(session, params) &&
    is(params, 'subscription', session.subscription) &&
    is(params, 'payment_intent', session.payment_intent) &&
    is(params, 'status', session.status),
}

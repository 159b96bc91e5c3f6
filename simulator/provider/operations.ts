import { createPrice, createProduct, deleteProduct, findPrice, findProduct, priceByKey, updatePrice, updateProduct } from './catalogue.ts'
import type { BalanceRecord, Charge } from './charges.ts'
import { createPortalSession, createSession, expireSession, findSession, updateSession } from './checkout.ts'
import { disputeOperations } from './disputes/requests.ts'
import { creditNotes, findCreditNote } from './credits/credit-note-objects.ts'
import {
  createCreditNote,
  listCreditNoteLines,
  listPreviewLines,
  previewCreditNote,
  updateCreditNote,
  voidCreditNote,
} from './credits/credit-notes.ts'
import {
  createBalanceTransaction,
  findBalanceTransaction,
  listBalanceTransactions,
  updateBalanceTransaction,
} from './credits/customer-balance.ts'
import { createByRequest, updateByRequest } from './customer-requests.ts'
import { deleteCustomer, detachFromCustomer, liveCustomer, retrieveCustomer } from './customers.ts'
import { noSuch } from './errors.ts'
import { sessionLines } from './expand.ts'
import { ownerOf } from './ids.ts'
import { createInvoice } from './invoice-creations.ts'
import { deleteInvoice, updateInvoice } from './invoice-edits.ts'
import { createInvoiceItem, deleteInvoiceItem, updateInvoiceItem } from './invoice-item-requests.ts'
import { createCoupon, deleteCoupon, findCoupon, listCoupons, shown, updateCoupon } from './discounts/coupons.ts'
import { deleteCustomerDiscount, deleteSubscriptionDiscount } from './discounts/discount-requests.ts'
import { withDiscounts } from './discounts/earlier-discounts.ts'
import { createPromotionCode, findPromotionCode, promotionCodes, updatePromotionCode } from './discounts/promotion-codes.ts'
import { findItem } from './invoice-items.ts'
import { findInvoice, type InvoicePayment } from './invoice-objects.ts'
import { finalizeByRequest, payInvoice, sendByRequest, voidByRequest } from './invoice-requests.ts'
import { markUncollectible } from './invoice-ends.ts'
import * as listings from './listings.ts'
import { listOf, page, searchOf } from './lists.ts'
import { attach, createMethod, findMethod, updateMethod, type PaymentMethod } from './payment-methods.ts'
import { pauseOperations } from './pauses/requests.ts'
import { authenticateByCustomer, cancelIntentByRequest, confirmIntent, createIntent, updateIntent } from './payment-requests.ts'
import { findIntent } from './payments.ts'
import { previewInvoice } from './previews.ts'
import { needText, type Params } from './read.ts'
import { listEvents, retrieveEvent } from './recorded-events.ts'
import { createRefund, findRefund, updateRefund } from './refunds.ts'
import { scheduleOperations } from './schedules/requests.ts'
import { cancelSetupIntent, confirmSetupIntent, createSetupIntent, findSetupIntent, updateSetupIntent } from './setup-intents.ts'
import type { ApiObject } from './store.ts'
import { subscriptionOfItem, updateItem, updateSubscription } from './subscription-changes.ts'
import { findSubscription, isOver, type SubscriptionEntry } from './subscription-objects.ts'
import { cancelSubscription, endSubscription } from './subscription-ends.ts'
import { createSubscription } from './subscription-creations.ts'
import { createTaxRate, findTaxRate, taxRates, updateTaxRate } from './taxes/tax-rates.ts'
import { endpointOperations } from './webhook-endpoints.ts'
import type { Work } from './work.ts'

/** Answers a body or throws a Refusal. `id` is empty where the path has none. */
export type Operation = (work: Work, params: Params, id: string, version: string) => unknown

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
  'customers.create': (work, params, _id, version) => createByRequest(work, params, version),
  'customers.retrieve': (work, _params, id) => retrieveCustomer(work, id),
  'customers.update': (work, params, id, version) => updateByRequest(work, id, params, version),
  'customers.delete': (work, _params, id) => removeCustomer(work, id),
  'customers.list': (work, params) => listOf(work, listings.customers, params),
  'customers.search': (work, params) => searchOf(work, listings.customers, params),
  'customers.list_payment_methods': (work, params, id) =>
    listOf(work, listings.methods, { ...params, customer: liveCustomer(work, id, 'id').object.id }),
  'payment_methods.create': (work, params) => createMethod(work, params),
  'payment_methods.retrieve': (work, _params, id) => found<PaymentMethod>(work, id, 'payment_method'),
  'payment_methods.update': (work, params, id) => updateMethod(work, id, params),
  'payment_methods.attach': attachByRequest,
  'payment_methods.detach': (work, _params, id) => detachFromCustomer(work, id),
  'payment_methods.list': (work, params) => listOf(work, listings.methods, params),
  'products.create': (work, params) => createProduct(work, params),
  'products.retrieve': (work, _params, id) => findProduct(work, id, 'id').object,
  'products.update': (work, params, id) => updateProduct(work, id, params),
  'products.delete': (work, _params, id) => deleteProduct(work, id),
  'products.list': (work, params) => listOf(work, listings.products, params),
  'products.search': (work, params) => searchOf(work, listings.products, params),
  'prices.create': (work, params) => createPrice(work, params),
  'prices.retrieve': (work, _params, id) => findPrice(work, id, 'id').object,
  'prices.update': (work, params, id) => updatePrice(work, id, params),
  'prices.list': (work, params) => listOf(work, listings.prices, params),
  'prices.search': (work, params) => searchOf(work, listings.prices, params),
  'coupons.create': (work, params) => createCoupon(work, params),
  'coupons.retrieve': (work, _params, id) => shown(work, findCoupon(work, id, 'id').object),
  'coupons.update': (work, params, id) => updateCoupon(work, id, params),
  'coupons.delete': (work, _params, id) => deleteCoupon(work, id),
  'coupons.list': (work, params) => listCoupons(work, params),
  'promotion_codes.create': (work, params) => createPromotionCode(work, params),
  'promotion_codes.retrieve': (work, _params, id) => findPromotionCode(work, id, 'id').object,
  'promotion_codes.update': (work, params, id) => updatePromotionCode(work, id, params),
  'promotion_codes.list': (work, params) => listOf(work, promotionCodes, params),
  'tax_rates.create': (work, params) => createTaxRate(work, params),
  'tax_rates.retrieve': (work, _params, id) => findTaxRate(work, id, 'id').object,
  'tax_rates.update': (work, params, id) => updateTaxRate(work, id, params),
  'tax_rates.list': (work, params) => listOf(work, taxRates, params),
  'customers.create_balance_transaction': (work, params, id) => createBalanceTransaction(work, id, params),
  'customers.retrieve_balance_transaction': (work, params, id) => findBalanceTransaction(work, id, params).object,
  'customers.update_balance_transaction': (work, params, id) => updateBalanceTransaction(work, id, params),
  'customers.list_balance_transactions': (work, params, id) => listBalanceTransactions(work, id, params),
  'customers.delete_discount': (work, _params, id) => deleteCustomerDiscount(work, id),
  'subscriptions.delete_discount': (work, _params, id) => deleteSubscriptionDiscount(work, id, findSubscription(work, id).object.discounts),
  'subscriptions.create': (work, params, _id, version) => createSubscription(work, withDiscounts(params, version)),
  'subscriptions.retrieve': (work, _params, id) => findSubscription(work, id).object,
  'subscriptions.update': (work, params, id, version) => updateSubscription(work, id, withDiscounts(params, version)),
  'subscriptions.cancel': (work, params, id) => cancelSubscription(work, id, params),
  'subscriptions.list': (work, params) => listOf(work, listings.subscriptions, params),
  'subscriptions.search': (work, params) => searchOf(work, listings.subscriptions, params),
  'subscription_items.list': (work, params) => subscriptionItems(work, params),
  'subscription_items.retrieve': (work, _params, id) => subscriptionOfItem(work, id).items.data.find((item) => item.id === id),
  'subscription_items.update': (work, params, id) => updateItem(work, id, params),
  'invoices.create': (work, params) => createInvoice(work, params),
  'invoices.create_preview': (work, params) => previewInvoice(work, params),
  'invoices.retrieve': (work, _params, id) => findInvoice(work, id).object,
  'invoices.update': (work, params, id) => updateInvoice(work, id, params),
  'invoices.delete': (work, _params, id) => deleteInvoice(work, id),
  'invoices.finalize': (work, params, id) => finalizeByRequest(work, id, params),
  'invoices.pay': (work, params, id) => payInvoice(work, id, params),
  'invoices.void': (work, _params, id) => voidByRequest(work, id),
  'invoices.send': (work, _params, id) => sendByRequest(work, id),
  'invoices.mark_uncollectible': (work, _params, id) => markUncollectible(work, id),
  'invoices.list': (work, params) => listOf(work, listings.invoices, params),
  'invoices.search': (work, params) => searchOf(work, listings.invoices, params),
  'invoices.list_lines': (work, params, id) => page(findInvoice(work, id).object.lines.data, `/v1/invoices/${id}/lines`, params),
  'credit_notes.create': (work, params) => createCreditNote(work, params),
  'credit_notes.retrieve': (work, _params, id) => findCreditNote(work, id).object,
  'credit_notes.update': (work, params, id) => updateCreditNote(work, id, params),
  'credit_notes.void': (work, _params, id) => voidCreditNote(work, id),
  'credit_notes.preview': (work, params) => previewCreditNote(work, params),
  'credit_notes.list': (work, params) => listOf(work, creditNotes, params),
  'credit_notes.list_lines': (work, params, id) => listCreditNoteLines(work, id, params),
  'credit_notes.list_preview_lines': (work, params) => listPreviewLines(work, params),
  'invoice_items.create': (work, params) => createInvoiceItem(work, params),
  'invoice_items.retrieve': (work, _params, id) => findItem(work, id).object,
  'invoice_items.update': (work, params, id) => updateInvoiceItem(work, id, params),
  'invoice_items.delete': (work, _params, id) => deleteInvoiceItem(work, id),
  'invoice_items.list': (work, params) => listOf(work, listings.invoiceItems, params),
  'invoice_payments.retrieve': (work, _params, id) => found<InvoicePayment>(work, id, 'invoice_payment'),
  'invoice_payments.list': (work, params) => listOf(work, listings.invoicePayments, params),
  'payment_intents.create': (work, params) => createIntent(work, params),
  'payment_intents.retrieve': (work, _params, id) => findIntent(work, id).object,
  'payment_intents.update': (work, params, id) => updateIntent(work, id, params),
  'payment_intents.confirm': (work, params, id) => confirmIntent(work, id, params),
  'payment_intents.cancel': (work, params, id) => cancelIntentByRequest(work, id, params),
  'payment_intents.authenticate': (work, params, id) => authenticateByCustomer(work, id, params),
  'payment_intents.list': (work, params) => listOf(work, listings.intents, params),
  'payment_intents.search': (work, params) => searchOf(work, listings.intents, params),
  'setup_intents.create': (work, params) => createSetupIntent(work, params),
  'setup_intents.retrieve': (work, _params, id) => findSetupIntent(work, id).object,
  'setup_intents.update': (work, params, id) => updateSetupIntent(work, id, params),
  'setup_intents.confirm': (work, params, id) => confirmSetupIntent(work, id, params),
  'setup_intents.cancel': (work, params, id) => cancelSetupIntent(work, id, params),
  'setup_intents.list': (work, params) => listOf(work, listings.setups, params),
  'charges.retrieve': (work, _params, id) => found<Charge>(work, id, 'charge'),
  'charges.list': (work, params) => listOf(work, listings.charges, params),
  'charges.search': (work, params) => searchOf(work, listings.charges, params),
  'refunds.create': (work, params) => createRefund(work, params),
  'refunds.retrieve': (work, _params, id) => findRefund(work, id).object,
  'refunds.update': (work, params, id) => updateRefund(work, id, params),
  'refunds.list': (work, params) => listOf(work, listings.refunds, params),
  'balance_transactions.retrieve': (work, _params, id) => found<BalanceRecord>(work, id, 'balance_transaction'),
  'balance_transactions.list': (work, params) => listOf(work, listings.movements, params),
  'events.retrieve': (work, _params, id, version) => retrieveEvent(work, id, version),
  'events.list': (work, params, _id, version) => listEvents(work, params, version),
  'checkout.sessions.create': (work, params) => createSession(work, params),
  'checkout.sessions.retrieve': (work, _params, id) => findSession(work, id).object,
  'checkout.sessions.update': (work, params, id) => updateSession(work, id, params),
  'checkout.sessions.expire': (work, _params, id) => expireSession(work, id),
  'checkout.sessions.list': (work, params) => listOf(work, listings.sessions, params),
  'checkout.sessions.list_line_items': (work, _params, id) => sessionLines(work, findSession(work, id).object.id),
  'billing_portal.sessions.create': (work, params) => createPortalSession(work, params),
  ...disputeOperations,
  ...pauseOperations,
  ...scheduleOperations,
  ...endpointOperations,
}

export const priceOfPlan = (work: Work, plan: string): string => {
  const entry = priceByKey(work, plan)
  if (entry === undefined) throw new RangeError(`the catalogue has no plan ${JSON.stringify(plan)}`)
  return entry.object.id
}

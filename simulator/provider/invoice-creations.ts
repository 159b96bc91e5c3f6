import { isoDate } from '#machines'
import { liveCustomer } from './customers.ts'
import { discountsIn, type Buyer } from './discounts/discount-requests.ts'
import { inherited, noDiscounts } from './discounts/discounts.ts'
import { badCode, unfit } from './errors.ts'
import { ownerOf } from './ids.ts'
import { detailsIn, finalizeAtGivenTime, refuseTime } from './invoice-details.ts'
import { draftInvoice, useDiscounts } from './invoice-drafts.ts'
import { draftOfItem, pendingItems, takeItems } from './invoice-items.ts'
import { invoiceAt, type Invoice } from './invoice-objects.ts'
import { finalizeLater } from './invoices.ts'
import { findCard } from './payment-methods.ts'
import { flag, metadata, needText, oneOf, text, type Params } from './read.ts'
import { findSubscription } from './subscription-objects.ts'
import { taxRatesIn } from './taxes/tax-rates.ts'
import { after, wholeSecond, type Work } from './work.ts'

/**
 * An invoice that somebody asks for. It takes what waits for the customer's next invoice when asked to, or what waits for
 * one subscription.
 * @source SN `InvoiceCreateParams`
 */
export function createInvoice(work: Work, params: Params): Invoice {
  const customer = liveCustomer(work, needText(params, 'customer'), 'customer').object
  const owner = ownerOf(customer.id)!
  const include = oneOf(params, 'pending_invoice_items_behavior', ['include', 'exclude']) ?? 'exclude'
  const method = text(params, 'default_payment_method')
  const subscriptionId = text(params, 'subscription')
  const subscription = subscriptionId === undefined ? undefined : findSubscription(work, subscriptionId).object
  if (subscription !== undefined && subscription.customer !== customer.id)
    throw badCode('resource_missing', 'subscription', `${customer.id} has no subscription ${subscription.id}`)
  const currency = text(params, 'currency')?.toLowerCase() ?? subscription?.currency ?? customer.currency ?? work.settings.currency
  const waiting =
    include === 'include' || subscription !== undefined
      ? pendingItems(work, customer.id, currency, subscription?.id, subscription !== undefined)
      : []
  if (subscription !== undefined && waiting.length === 0)
    throw unfit('invoice_no_subscription_line_items', 'subscription', 'the subscription has nothing to be invoiced')
  refuseTime(work, params)
  const details = detailsIn(work, params, undefined)
  const lines = waiting.map(draftOfItem)
  const buyer: Buyer = { customer: customer.id, currency, subtotal: lines.reduce((sum, line) => sum + line.amount, 0) }
  const discounts = discountsIn(work, params, buyer)
  const advance = flag(params, 'auto_advance') ?? false
  const notes = metadata(params)
  const entry = draftInvoice(work, {
    owner,
    customer,
    subscription: subscription === undefined ? undefined : { id: subscription.id, metadata: subscription.metadata },
    reason: 'manual',
    lines,
    periodStart: work.now,
    periodEnd: work.now,
    purpose: notes['purpose'] ?? `invoice ${isoDate(work.now)}`,
    method: method === undefined ? null : findCard(work, method, 'default_payment_method', owner).object.id,
    autoAdvance: advance,
    collection: details.collection_method ?? 'charge_automatically',
    daysUntilDue: undefined,
    currency,
    description: null,
    metadata: notes,
    details,
    discounts: discounts === undefined ? inherited(work, customer.id, subscription) : noDiscounts,
    redemptions: discounts === undefined || discounts === 'none' ? undefined : discounts,
    defaultTaxRates: taxRatesIn(work, params, 'default_tax_rates', 'invoices.create') ?? subscription?.default_tax_rates,
  })
  const { id } = entry.object
  takeItems(work, waiting, id)
  useDiscounts(work, entry)
  if (!finalizeAtGivenTime(work, id, params) && advance) finalizeLater(work, id, after(wholeSecond(work.now), work.settings.draftWindow))
  return invoiceAt(work, id).object
}

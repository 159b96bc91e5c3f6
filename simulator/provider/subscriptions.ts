import { isoDate } from '#machines'
import type { Customer } from './customers.ts'
import { inherited } from './discounts/discounts.ts'
import { ownerOf } from './ids.ts'
import { draftInvoice, useDiscounts, type LineDraft } from './invoice-drafts.ts'
import { draftOfItem, pendingItems, takeItems } from './invoice-items.ts'
import type { InvoiceEntry } from './invoice-objects.ts'
import { finalizeInvoice } from './invoices.ts'
import { sendByItself } from './payment-terms.ts'
import { periodOf, type Subscription, type SubscriptionEntry } from './subscription-objects.ts'
import { revise, type Work } from './work.ts'

/** A subscription changed: its status, or whatever else it shows. */
export const setStatus = (work: Work, entry: SubscriptionEntry, change: Partial<Subscription>, hidden = entry.hidden): SubscriptionEntry =>
  revise(work, ownerOf(entry.object.id)!, 'customer.subscription.updated', entry, { ...entry.object, ...change }, hidden)

/** One invoice for what waits and these lines, finalized at once; undefined when there is nothing. */
export function billPending(
  work: Work,
  subscription: Subscription,
  lines: readonly LineDraft[],
  purpose = `change ${isoDate(work.now)}`,
): InvoiceEntry | undefined {
  const customer = work.store.get(subscription.customer)!.object as Customer
  const owner = ownerOf(customer.id)!
  const waiting = pendingItems(work, customer.id, subscription.currency, subscription.id)
  if (waiting.length === 0 && lines.length === 0) return undefined
  const { start, end } = periodOf(subscription)
  const invoice = draftInvoice(work, {
    owner,
    customer,
    subscription: { id: subscription.id, metadata: subscription.metadata },
    reason: 'subscription_update',
    lines: [...waiting.map(draftOfItem), ...lines],
    periodStart: start,
    periodEnd: end,
    purpose,
    method: null,
    autoAdvance: true,
    collection: subscription.collection_method,
    daysUntilDue: subscription.days_until_due ?? undefined,
    currency: subscription.currency,
    description: null,
    metadata: {},
    discounts: inherited(work, customer.id, subscription),
    defaultTaxRates: subscription.default_tax_rates,
  })
  takeItems(work, waiting, invoice.object.id)
  useDiscounts(work, invoice)
  const finalized = finalizeInvoice(work, invoice.object.id)
  sendByItself(work, finalized)
  return finalized
}

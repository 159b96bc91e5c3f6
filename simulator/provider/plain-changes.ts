import type { CustomerEntry } from './customers.ts'
import { discountsIn } from './discounts/discount-requests.ts'
import { replaced } from './discounts/discounts.ts'
import { badValue, missing, notModelled } from './errors.ts'
import { flag, integer, metadata, oneOf, record, text, type Params } from './read.ts'
import { periodOf, perPeriod, type Subscription } from './subscription-objects.ts'
import { pauseCollectionIn } from './pauses/collection.ts'
import { methodOfCustomer, missingMethodIn, saveMethodIn } from './subscription-requests.ts'
import { taxRatesIn } from './taxes/tax-rates.ts'
import { unix, type Work } from './work.ts'

/** The changes that cost nothing: notes, method, a planned end. */
export function plainChanges(work: Work, subscription: Subscription, params: Params): Partial<Subscription> {
  const change: Record<string, unknown> = {}
  if (params['metadata'] !== undefined) change['metadata'] = metadata(params, subscription.metadata)
  if (params['description'] !== undefined) change['description'] = text(params, 'description') ?? null
  const method = text(params, 'default_payment_method')
  if (method !== undefined)
    change['default_payment_method'] = methodOfCustomer(
      work,
      work.store.get<CustomerEntry>(subscription.customer)!.object,
      method,
      'default_payment_method',
    ).object.id
  const atEnd = flag(params, 'cancel_at_period_end')
  const cancelAt = params['cancel_at'] === undefined ? undefined : (text(params, 'cancel_at') ?? null)
  if (atEnd === true && typeof cancelAt === 'string') throw badValue('cancel_at', 'cancel_at and cancel_at_period_end exclude each other.')
  if (typeof cancelAt === 'string') {
    if (!/^\d+$/.test(cancelAt)) throw notModelled('cancel_at', 'subscriptions.update')
    if (Number(cancelAt) <= unix(work.now)) throw badValue('cancel_at', 'this moment is past')
    Object.assign(change, { cancel_at: Number(cancelAt), cancel_at_period_end: false, canceled_at: unix(work.now) })
  } else if (atEnd === true && !subscription.cancel_at_period_end)
    Object.assign(change, { cancel_at_period_end: true, cancel_at: unix(periodOf(subscription).end), canceled_at: unix(work.now) })
  else if (atEnd === false || cancelAt === null) Object.assign(change, { cancel_at_period_end: false, cancel_at: null, canceled_at: null })
  const details = record(params, 'cancellation_details')
  if (details !== undefined)
    change['cancellation_details'] = {
      ...subscription.cancellation_details,
      comment: text(details, 'comment') ?? null,
      feedback: text(details, 'feedback') ?? null,
    }
  if (typeof change['cancel_at'] === 'number')
    change['cancellation_details'] = {
      ...subscription.cancellation_details,
      ...(change['cancellation_details'] as object | undefined),
      reason: 'cancellation_requested',
    }
  if (change['cancel_at'] === null) change['cancellation_details'] = { ...subscription.cancellation_details, reason: null }
  const missingMethod = missingMethodIn(params)
  if (missingMethod !== undefined) change['trial_settings'] = { end_behavior: { missing_payment_method: missingMethod } }
  const { customer, currency } = subscription
  const subtotal = subscription.items.data.reduce((sum, item) => sum + perPeriod(item), 0)
  const asked = discountsIn(work, params, { customer, currency, subtotal })
  if (asked !== undefined) change['discounts'] = replaced(work, subscription.discounts, asked, { customer, subscription: subscription.id })
  const rates = taxRatesIn(work, params, 'default_tax_rates', 'subscriptions.update')
  if (rates !== undefined) change['default_tax_rates'] = rates
  Object.assign(change, termsOfPayment(params, subscription))
  const saves = saveMethodIn(params)
  if (saves !== undefined) change['payment_settings'] = { ...subscription.payment_settings, save_default_payment_method: saves }
  const pause = pauseCollectionIn(work, params)
  if (pause !== undefined) change['pause_collection'] = pause
  return change
}

/** Charged by itself, or sent with a number of days to pay. Invoices that there are keep their terms. */
function termsOfPayment(params: Params, before: Subscription): Partial<Subscription> {
  const collection = oneOf(params, 'collection_method', ['charge_automatically', 'send_invoice']) ?? before.collection_method
  const days = integer(params, 'days_until_due')
  if (collection === 'charge_automatically') {
    if (days !== undefined) throw badValue('days_until_due', 'days_until_due is for invoices that are sent')
    return collection === before.collection_method ? {} : { collection_method: collection, days_until_due: null }
  }
  const until = days ?? before.days_until_due
  if (until === null) throw missing('days_until_due')
  return collection === before.collection_method && until === before.days_until_due
    ? {}
    : { collection_method: collection, days_until_due: until }
}

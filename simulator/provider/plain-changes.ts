import type { CustomerEntry } from './customers.ts'
import { badValue, notModelled } from './errors.ts'
import { pauseCollectionIn } from './pauses/collection.ts'
import { flag, metadata, record, text, type Params } from './read.ts'
import { periodOf, type Subscription } from './subscription-objects.ts'
import { methodOfCustomer, missingMethodIn, saveMethodIn } from './subscription-requests.ts'
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
  const saves = saveMethodIn(params)
  if (saves !== undefined) change['payment_settings'] = { ...subscription.payment_settings, save_default_payment_method: saves }
  const pause = pauseCollectionIn(work, params)
  if (pause !== undefined) change['pause_collection'] = pause
  return change
}

import { badValue } from '../errors.ts'
import { integer, oneOf, record, type Params } from '../read.ts'
import type { Subscription } from '../subscription-objects.ts'
import { fromUnix, type Work } from '../work.ts'
import { pauseSubscription, resumeSubscription, type Pausing } from './pauses.ts'

const anchors = ['now', 'unchanged'] as const

/** Until then the anchor of a resumption was a word; since then it is an object with one. @source billing.md 1.10, 2026-09-30.endive */
const endive = '2026-09-30'

function anchorIn(params: Params, version: string): (typeof anchors)[number] {
  const isText = typeof params['billing_cycle_anchor'] === 'string'
  if (version.slice(0, 10) < endive) return oneOf(params, 'billing_cycle_anchor', anchors) ?? 'now'
  if (isText) throw badValue('billing_cycle_anchor', `since ${endive} an object is expected here`)
  const given = record(params, 'billing_cycle_anchor')
  return (given === undefined ? undefined : oneOf(given, 'type', anchors, 'billing_cycle_anchor[type]')) ?? 'now'
}

const unusedTime: Readonly<Record<'now' | 'item_current_period_start' | 'none', Pausing['creditsFrom']>> = {
  now: 'now',
  item_current_period_start: 'period start',
  none: undefined,
}

/** @source SN `SubscriptionPauseParams`; there is no metered usage here, so nothing of it is outstanding */
function pause(work: Work, id: string, params: Params): Subscription {
  const bills = record(params, 'bill_for') ?? {}
  const unused = record(bills, 'unused_time_from', 'bill_for[unused_time_from]') ?? {}
  const usage = record(bills, 'outstanding_usage_through', 'bill_for[outstanding_usage_through]') ?? {}
  oneOf(usage, 'type', ['none', 'now'], 'bill_for[outstanding_usage_through][type]')
  oneOf(params, 'type', ['subscription'])
  const from = oneOf(unused, 'type', ['now', 'item_current_period_start', 'none'], 'bill_for[unused_time_from][type]') ?? 'now'
  return pauseSubscription(work, id, {
    creditsFrom: unusedTime[from],
    bills: oneOf(params, 'invoicing_behavior', ['invoice', 'pending_invoice_item']) ?? 'pending_invoice_item',
  })
}

/** @source SN `SubscriptionResumeParams` */
function resume(work: Work, id: string, params: Params, version: string): Subscription {
  const from = integer(params, 'proration_date')
  return resumeSubscription(work, id, {
    anchor: anchorIn(params, version),
    proration: oneOf(params, 'proration_behavior', ['always_invoice', 'create_prorations', 'none']) ?? 'create_prorations',
    from: from === undefined ? undefined : fromUnix(from),
    behavior: oneOf(params, 'payment_behavior', ['resume_on_payment_attempt', 'resume_on_payment_success']) ?? 'resume_on_payment_attempt',
  })
}

/** Answers a body or throws a Refusal. */
export const pauseOperations: Readonly<Record<string, (work: Work, params: Params, id: string, version: string) => unknown>> = {
  'subscriptions.pause': (work, params, id) => pause(work, id, params),
  'subscriptions.resume': (work, params, id, version) => resume(work, id, params, version),
}

import { liveCustomer } from '../customers.ts'
import { badValue, missing, operationNotModelled, unfit } from '../errors.ts'
import { ownerOf } from '../ids.ts'
import { listOf, type Listing } from '../lists.ts'
import { flag, integer, metadata, needText, oneOf, record, text, type Params } from '../read.ts'
import { cancelSubscription } from '../subscription-ends.ts'
import { findSubscription, isOver, periodOf, type Subscription } from '../subscription-objects.ts'
import { methodOfCustomer } from '../subscription-requests.ts'
import { setStatus } from '../subscriptions.ts'
import { emit, fromUnix, revise, unix, wholeSecond, type Work } from '../work.ts'
import { findSchedule, isRunning, shownPhase, type Phase, type Schedule, type ScheduleEntry, type ScheduleHidden } from './objects.ts'
import { anchors, phasesIn, prorationIn } from './phases.ts'
import { beginSchedule, enterPhase, giveUp, planSchedule, releaseSchedule, rephase } from './schedules.ts'

const schedules: Listing<Schedule> = {
  prefix: 'sched',
  url: '/v1/subscription_schedules',
  keeps: (schedule, params) =>
    (params['customer'] === undefined || text(params, 'customer') === schedule.customer) &&
    (flag(params, 'scheduled') !== true || schedule.status === 'not_started'),
}

interface Making {
  readonly customer: string
  readonly phases: readonly Phase[]
  readonly end: Schedule['end_behavior']
  readonly params: Params
  readonly status: 'not_started' | 'active'
  readonly subscription: string | null
  readonly hidden: Omit<ScheduleHidden, 'phases'>
}

function make(work: Work, { customer, phases, end, params, status, subscription, hidden }: Making): ScheduleEntry {
  const owner = ownerOf(customer)!
  const id = work.store.mint('sched', owner)
  const [first] = phases
  const object: Schedule = {
    id,
    object: 'subscription_schedule',
    application: null,
    billing_mode: { flexible: null, type: 'classic' },
    canceled_at: null,
    completed_at: null,
    created: unix(work.now),
    current_phase: status === 'active' ? { end_date: unix(first!.end), start_date: unix(first!.start) } : null,
    customer,
    customer_account: null,
    default_settings: {
      application_fee_percent: null,
      billing_cycle_anchor: first!.anchor ?? 'automatic',
      billing_thresholds: null,
      collection_method: hidden.collection.method,
      default_payment_method: hidden.method,
      description: null,
      invoice_settings: { account_tax_ids: null, days_until_due: hidden.collection.daysUntilDue ?? null, issuer: { type: 'self' } },
      on_behalf_of: null,
      transfer_data: null,
    },
    end_behavior: end,
    livemode: false,
    metadata: metadata(params),
    pause_schedules: [],
    phases: phases.map(shownPhase),
    released_at: null,
    released_subscription: null,
    status,
    subscription,
    test_clock: null,
  }
  const entry: ScheduleEntry = { object, hidden: { ...hidden, phases } }
  work.store.put(owner, id, entry)
  return entry
}

const endIn = (params: Params): Schedule['end_behavior'] | undefined => {
  const asked = oneOf(params, 'end_behavior', ['release', 'cancel', 'none', 'renew'])
  if (asked === 'none' || asked === 'renew') throw operationNotModelled(`end_behavior ${asked} of subscription_schedules`)
  return asked
}

/** @source SN `subscriptionSchedules.create` */
function createSchedule(work: Work, params: Params): Schedule {
  if (params['from_subscription'] !== undefined) return fromSubscription(work, params)
  const customer = liveCustomer(work, needText(params, 'customer'), 'customer').object
  const start = text(params, 'start_date')
  if (start === undefined) throw missing('start_date')
  const now = wholeSecond(work.now)
  const begins = start === 'now' ? now : fromUnix(integer(params, 'start_date')!)
  if (begins < now) throw operationNotModelled('subscription_schedules.create with a start_date that is past')
  const defaults = record(params, 'default_settings') ?? {}
  const collection = oneOf(defaults, 'collection_method', ['charge_automatically', 'send_invoice']) ?? 'charge_automatically'
  const daysUntilDue = integer(record(defaults, 'invoice_settings') ?? {}, 'days_until_due')
  if (collection === 'send_invoice' && daysUntilDue === undefined) throw missing('default_settings[invoice_settings][days_until_due]')
  const methodId = text(defaults, 'default_payment_method')
  const method =
    methodId === undefined ? null : methodOfCustomer(work, customer, methodId, 'default_settings[default_payment_method]').object.id
  const phases = phasesIn(work, params, {
    operation: 'subscription_schedules.create',
    start: begins,
    mayTry: true,
    defaultMethod: method,
    defaultAnchor: oneOf(defaults, 'billing_cycle_anchor', anchors) ?? null,
  })
  for (const [index, phase] of phases.entries())
    if (phase.method !== null) methodOfCustomer(work, customer, phase.method, `phases[${index}][default_payment_method]`)
  const { object } = make(work, {
    customer: customer.id,
    phases,
    end: endIn(params) ?? 'release',
    params,
    status: 'not_started',
    subscription: null,
    hidden: { method, collection: { method: collection, daysUntilDue } },
  })
  emit(work, ownerOf(object.id)!, 'subscription_schedule.created', object)
  if (begins === now) beginSchedule(work, object.id)
  else planSchedule(work, object.id)
  return findSchedule(work, object.id).object
}

/** A schedule of one phase: what the subscription is until its period ends. @source SN `from_subscription` */
function fromSubscription(work: Work, params: Params): Schedule {
  const other = Object.keys(params).find((name) => name !== 'from_subscription' && name !== 'expand' && name !== 'billing_mode')
  if (other !== undefined) throw badValue(other, 'beside from_subscription nothing else can be set')
  const id = needText(params, 'from_subscription')
  const entry = findSubscription(work, id)
  const { object } = entry
  if (object.schedule !== null) throw unfit(undefined, 'from_subscription', 'the subscription has a schedule already')
  if (isOver(object.status) || object.status === 'incomplete' || object.status === 'paused')
    throw unfit(undefined, 'from_subscription', `the subscription is ${object.status}`)
  if (object.pause_collection !== null) throw operationNotModelled('subscription_schedules.create while collection is paused')
  if (object.cancel_at !== null) throw operationNotModelled('subscription_schedules.create for a subscription that is going to be canceled')
  const { start, end } = periodOf(object)
  const phase: Phase = {
    start,
    end,
    items: object.items.data.map((item) => ({ price: item.price, quantity: item.quantity, metadata: item.metadata })),
    proration: 'create_prorations',
    anchor: null,
    trialEnd: object.status === 'trialing' ? end : undefined,
    method: object.default_payment_method,
    description: object.description,
    metadata: {},
  }
  const made = make(work, {
    customer: object.customer,
    phases: [phase],
    end: 'release',
    params: {},
    status: 'active',
    subscription: id,
    hidden: {
      method: object.default_payment_method,
      collection: { method: object.collection_method, daysUntilDue: object.days_until_due ?? undefined },
    },
  })
  setStatus(work, entry, { schedule: made.object.id })
  emit(work, ownerOf(id)!, 'subscription_schedule.created', made.object)
  planSchedule(work, made.object.id)
  return made.object
}

const refuseOver = (schedule: Schedule, what: string): void => {
  if (!isRunning(schedule)) throw unfit(undefined, undefined, `${schedule.id} is ${schedule.status} and cannot be ${what}`)
}

const sameItems = (subscription: Subscription, phase: Phase): boolean =>
  subscription.items.data.length === phase.items.length &&
  phase.items.every((wanted) =>
    subscription.items.data.some((item) => item.price.id === wanted.price.id && item.quantity === wanted.quantity),
  )

/** Past phases are left out, the running one is said again. @source SN `subscriptionSchedules.update` */
function updateSchedule(work: Work, id: string, params: Params): Schedule {
  const entry = findSchedule(work, id)
  const { object, hidden } = entry
  refuseOver(object, 'updated')
  const also: Partial<Schedule> = {
    metadata: metadata(params, object.metadata),
    ...(params['end_behavior'] === undefined ? {} : { end_behavior: endIn(params)! }),
  }
  if (params['phases'] === undefined)
    return revise(work, ownerOf(id)!, 'subscription_schedule.updated', entry, { ...object, ...also }).object
  const isActive = object.status === 'active'
  const running = hidden.phases.find((phase) => phase.start <= work.now && phase.end > work.now)
  const first = (params['phases'] as readonly Params[])[0] ?? {}
  const said = text(first, 'start_date')
  if (said === undefined) throw missing('phases[0][start_date]')
  const start = said === 'now' ? wholeSecond(work.now) : fromUnix(integer(first, 'start_date', 'phases[0][start_date]')!)
  if (isActive && start !== running?.start)
    throw badValue('phases[0][start_date]', 'the phase that runs comes first, with the start that it had')
  if (!isActive && start < wholeSecond(work.now)) throw badValue('phases[0][start_date]', 'this moment is past')
  const customer = liveCustomer(work, object.customer, 'customer').object
  const phases = phasesIn(work, params, {
    operation: 'subscription_schedules.update',
    start,
    mayTry: !isActive,
    defaultMethod: hidden.method,
    defaultAnchor: null,
  })
  for (const [index, phase] of phases.entries())
    if (phase.method !== null) methodOfCustomer(work, customer, phase.method, `phases[${index}][default_payment_method]`)
  const [current] = phases
  if (isActive && current!.end <= work.now) throw badValue('phases[0][end_date]', 'the phase that runs ends after now')
  rephase(work, entry, phases, also)
  if (isActive && !sameItems(findSubscription(work, object.subscription!).object, current!))
    enterPhase(work, object.subscription!, current!, prorationIn(params) ?? 'create_prorations')
  else if (!isActive && start === wholeSecond(work.now)) beginSchedule(work, id)
  planSchedule(work, id)
  return findSchedule(work, id).object
}

function release(work: Work, id: string): Schedule {
  const entry = findSchedule(work, id)
  refuseOver(entry.object, 'released')
  return releaseSchedule(work, entry)
}

/** Ends the schedule, and its subscription with it. @source SN `subscriptionSchedules.cancel` */
function cancel(work: Work, id: string, params: Params): Schedule {
  const entry = findSchedule(work, id)
  refuseOver(entry.object, 'canceled')
  const { subscription } = entry.object
  const canceled = giveUp(work, entry, 'subscription_schedule.canceled')
  if (subscription !== null && !isOver(findSubscription(work, subscription).object.status))
    cancelSubscription(work, subscription, {
      invoice_now: flag(params, 'invoice_now') ?? true,
      prorate: flag(params, 'prorate') ?? true,
    })
  return canceled
}

/** Answers a body or throws a Refusal. */
export const scheduleOperations: Readonly<Record<string, (work: Work, params: Params, id: string) => unknown>> = {
  'subscription_schedules.create': (work, params) => createSchedule(work, params),
  'subscription_schedules.retrieve': (work, _params, id) => findSchedule(work, id).object,
  'subscription_schedules.update': (work, params, id) => updateSchedule(work, id, params),
  'subscription_schedules.release': (work, _params, id) => release(work, id),
  'subscription_schedules.cancel': (work, params, id) => cancel(work, id, params),
  'subscription_schedules.list': (work, params) => listOf(work, schedules, params),
}

import { days } from '#machines'
import type { Instant } from '#machines'
import type { CustomerEntry } from '../customers.ts'
import { Refusal } from '../errors.ts'
import { ownerOf } from '../ids.ts'
import type { Params } from '../read.ts'
import { updateSubscription } from '../subscription-changes.ts'
import { endSubscription, type Ending } from '../subscription-ends.ts'
import { findSubscription, isOver, type Subscription, type SubscriptionEntry } from '../subscription-objects.ts'
import { startSubscription } from '../subscription-starts.ts'
import { setStatus } from '../subscriptions.ts'
import { emit, revise, unix, type Work } from '../work.ts'
import { findSchedule, isRunning, shownPhase, type Phase, type Proration, type Schedule, type ScheduleEntry } from './objects.ts'

/** How long before its end a schedule is announced. @source SN `subscription_schedule.expiring` */
const announced = days(7)

const change = (work: Work, entry: ScheduleEntry, next: Partial<Schedule>, type: string | undefined): ScheduleEntry =>
  revise(work, ownerOf(entry.object.id)!, type, entry, { ...entry.object, ...next })

/** Sets when a schedule next does something by itself: it begins, a phase ends, its end comes near. */
export function planSchedule(work: Work, id: string): void {
  const { object, hidden } = findSchedule(work, id)
  const owner = ownerOf(id)!
  const end = hidden.phases.at(-1)!.end
  const next: Instant | undefined =
    object.status === 'not_started' ? hidden.phases[0]!.start : hidden.phases.find((phase) => phase.end > work.now)?.end
  work.store.timer(owner, 'schedule', id, isRunning(object) ? next : undefined)
  const expiring = (end - announced) as Instant
  work.store.timer(owner, 'schedule expiring', id, isRunning(object) && expiring > work.now ? expiring : undefined)
}

/** A moment of a schedule has come. */
export function scheduleGoesOn(work: Work, id: string): void {
  const entry = findSchedule(work, id)
  if (entry.object.status === 'not_started') return beginSchedule(work, id)
  if (entry.object.status !== 'active') return
  const next = entry.hidden.phases.find((phase) => phase.start <= work.now && phase.end > work.now)
  if (next === undefined) return endSchedule(work, entry)
  showPhase(work, entry, next)
  enterPhase(work, entry.object.subscription!, next, next.proration)
  planSchedule(work, id)
}

export const announceEnd = (work: Work, id: string): void =>
  emit(work, ownerOf(id)!, 'subscription_schedule.expiring', findSchedule(work, id).object)

const showPhase = (work: Work, entry: ScheduleEntry, phase: Phase): ScheduleEntry =>
  change(work, entry, { current_phase: { end_date: unix(phase.end), start_date: unix(phase.start) } }, 'subscription_schedule.updated')

/**
 * The first phase begins with a subscription of its own. Its first invoice is a draft for an hour, as that of a renewal.
 * @source billing.md 1.2, first invoice; that the subscription is active meanwhile ○
 */
export function beginSchedule(work: Work, id: string): void {
  const entry = findSchedule(work, id)
  const owner = ownerOf(id)!
  const [phase] = entry.hidden.phases
  const customer = work.store.get<CustomerEntry>(entry.object.customer)!.object
  if (customer.deleted === true) {
    giveUp(work, entry, 'subscription_schedule.canceled')
    return
  }
  const started = startSubscription(work, {
    customer,
    items: phase!.items,
    method: phase!.method,
    trialEnd: phase!.trialEnd,
    attempts: true,
    collection: entry.hidden.collection.method,
    daysUntilDue: entry.hidden.collection.daysUntilDue,
    metadata: phase!.metadata,
    description: phase!.description,
    cancelAtPeriodEnd: false,
    cancelAt: null,
    saveMethod: 'off',
    missingMethod: 'create_invoice',
    schedule: id,
  })
  const active = revise(work, owner, undefined, findSchedule(work, id), {
    ...entry.object,
    status: 'active',
    subscription: started.object.id,
    current_phase: { end_date: unix(phase!.end), start_date: unix(phase!.start) },
  })
  emit(work, owner, 'subscription_schedule.updated', active.object, {
    status: entry.object.status,
    subscription: null,
    current_phase: null,
  })
  planSchedule(work, id)
}

/** Items of the running subscription that become those of a phase: of the same price first, then one for another. */
function itemsFor(subscription: Subscription, phase: Phase): readonly Params[] {
  const left = [...subscription.items.data]
  const placed = phase.items.map((wanted) => {
    const same = left.findIndex((item) => item.price.id === wanted.price.id)
    return { wanted, item: same < 0 ? undefined : left.splice(same, 1)[0] }
  })
  const changes = placed.map(({ wanted, item }): Params => {
    const id = (item ?? left.shift())?.id
    return { price: wanted.price.id, quantity: wanted.quantity, metadata: wanted.metadata, ...(id === undefined ? {} : { id }) }
  })
  return [...changes, ...left.map((item): Params => ({ id: item.id, deleted: true }))]
}

/**
 * The subscription becomes what its phase says. At the end of a period nothing is left to prorate, and the renewal bills it.
 * @source SN `SubscriptionSchedule.Phase`
 */
export function enterPhase(work: Work, id: string, phase: Phase, proration: Proration): void {
  const { object } = findSubscription(work, id)
  // What pauses, or never was paid, has no running period that could change. ○
  if (isOver(object.status) || object.status === 'paused' || object.status === 'incomplete') return
  const isBoundary = object.items.data[0]!.current_period_end === unix(work.now)
  try {
    updateSubscription(work, id, {
      items: itemsFor(object, phase),
      proration_behavior: isBoundary ? 'none' : proration,
      ...(phase.anchor === 'phase_start' ? { billing_cycle_anchor: 'now' } : {}),
      ...(Object.keys(phase.metadata).length === 0 ? {} : { metadata: phase.metadata }),
      ...(phase.description === null ? {} : { description: phase.description }),
      ...(phase.method === null ? {} : { default_payment_method: phase.method }),
    })
  } catch (error) {
    // A price or a card of the phase is out of use since: the phase begins without its changes. ○
    if (!(error instanceof Refusal)) throw error
  }
}

/** All phases are over. @source SN `SubscriptionSchedule.EndBehavior`; that a release ends as `released` ○ */
function endSchedule(work: Work, entry: ScheduleEntry): void {
  if (entry.object.end_behavior === 'release') return void releaseSchedule(work, entry)
  const { subscription } = entry.object
  const done = change(work, entry, { status: 'completed', completed_at: unix(work.now), current_phase: null }, undefined)
  planSchedule(work, done.object.id)
  emit(work, ownerOf(done.object.id)!, 'subscription_schedule.completed', done.object)
  if (subscription !== null && !isOver(findSubscription(work, subscription).object.status))
    endSubscription(work, subscription, { reason: 'cancellation_requested' })
}

/** The subscription goes on by itself. @source SN `subscriptionSchedules.release` */
export function releaseSchedule(work: Work, entry: ScheduleEntry): Schedule {
  const { id, subscription } = entry.object
  const released = change(
    work,
    entry,
    { status: 'released', released_at: unix(work.now), current_phase: null, subscription: null, released_subscription: subscription },
    undefined,
  )
  planSchedule(work, id)
  const found = subscription === null ? undefined : work.store.get<SubscriptionEntry>(subscription)
  if (found !== undefined) setStatus(work, found, { schedule: null })
  emit(work, ownerOf(id)!, 'subscription_schedule.released', released.object)
  return released.object
}

export function giveUp(work: Work, entry: ScheduleEntry, type: string): Schedule {
  const next = change(work, entry, { status: 'canceled', canceled_at: unix(work.now), current_phase: null }, undefined)
  planSchedule(work, next.object.id)
  emit(work, ownerOf(next.object.id)!, type, next.object)
  return next.object
}

/** The subscription ended by itself: its schedule has nothing left to do. @source SN `subscription_schedule.aborted` */
export function subscriptionEnded(work: Work, subscription: Subscription, reason: Ending['reason']): void {
  const entry = subscription.schedule === null ? undefined : work.store.get<ScheduleEntry>(subscription.schedule)
  if (entry === undefined || !isRunning(entry.object)) return
  giveUp(work, entry, reason === 'payment_failed' ? 'subscription_schedule.aborted' : 'subscription_schedule.canceled')
}

/** Other phases in the place of those there were. */
export function rephase(work: Work, entry: ScheduleEntry, phases: readonly Phase[], also: Partial<Schedule>): ScheduleEntry {
  const current = entry.object.status === 'active' ? phases[0] : undefined
  return revise(
    work,
    ownerOf(entry.object.id)!,
    'subscription_schedule.updated',
    entry,
    {
      ...entry.object,
      phases: phases.map(shownPhase),
      ...(current === undefined ? {} : { current_phase: { end_date: unix(current.end), start_date: unix(current.start) } }),
      ...also,
    },
    { ...entry.hidden, phases },
  )
}

import type { Instant } from '#machines'
import { recurrenceOf } from '../catalogue.ts'
import { badValue, missing, notModelled } from '../errors.ts'
import { flag, integer, metadata, oneOf, record, records, text, type Params } from '../read.ts'
import { sameRecurrence, wantedItem } from '../subscription-requests.ts'
import { fromUnix, type Work } from '../work.ts'
import type { Phase } from './objects.ts'

export const anchors = ['automatic', 'phase_start'] as const
const prorations = ['create_prorations', 'always_invoice', 'none'] as const
export const prorationIn = (params: Params): (typeof prorations)[number] | undefined => oneOf(params, 'proration_behavior', prorations)

export interface PhaseReading {
  readonly operation: string
  readonly start: Instant
  /** A trial may stand in the first phase of a schedule only, before there is a subscription. */
  readonly mayTry: boolean
  readonly defaultMethod: string | null
  readonly defaultAnchor: Phase['anchor']
}

/** The phases that parameters ask for, one after the other without a gap. @source SN `SubscriptionScheduleCreateParams.Phase` */
export function phasesIn(work: Work, params: Params, reading: PhaseReading): readonly Phase[] {
  const given = records(params, 'phases') ?? []
  if (given.length === 0) throw missing('phases')
  const phases: Phase[] = []
  for (const [index, each] of given.entries()) {
    const start = phases.at(-1)?.end ?? reading.start
    const said = each['start_date'] === undefined || text(each, 'start_date') === 'now' ? undefined : integer(each, 'start_date')
    if (index > 0 && said !== undefined && fromUnix(said) !== start)
      throw badValue(`phases[${index}][start_date]`, 'a phase begins when the one before it ends')
    phases.push(phaseIn(work, each, `phases[${index}]`, start, { ...reading, mayTry: reading.mayTry && index === 0 }))
  }
  return phases
}

function phaseIn(work: Work, params: Params, path: string, start: Instant, reading: PhaseReading): Phase {
  const given = records(params, 'items')
  if (given === undefined || given.length === 0) throw missing(`${path}[items]`)
  if (given.length > 20) throw badValue(`${path}[items]`, 'a subscription has at most 20 items')
  const items = given.map((each, index) => wantedItem(work, each, `${path}[items][${index}]`))
  sameRecurrence(items)
  const currency = text(params, 'currency')
  if (currency !== undefined && currency !== items[0]!.price.currency)
    throw badValue(`${path}[currency]`, 'the prices of the phase are in another currency')
  const end = endIn(work, params, path, start, recurrenceOf(items[0]!.price, `${path}[items][0][price]`))
  const isTrial = flag(params, 'trial', `${path}[trial]`) === true
  const trialSecond = integer(params, 'trial_end', `${path}[trial_end]`)
  if (isTrial && trialSecond !== undefined) throw badValue(`${path}[trial_end]`, 'trial and trial_end exclude each other')
  const trialEnd = isTrial ? end : trialSecond === undefined ? undefined : fromUnix(trialSecond)
  if (trialEnd !== undefined && !reading.mayTry) throw notModelled(`${path}[trial]`, reading.operation)
  if (trialEnd !== undefined && (trialEnd <= start || trialEnd > end))
    throw badValue(`${path}[trial_end]`, 'the trial ends within its phase')
  const anchor = oneOf(params, 'billing_cycle_anchor', anchors, `${path}[billing_cycle_anchor]`)
  if (anchor === 'phase_start' && trialEnd !== undefined)
    throw badValue(`${path}[billing_cycle_anchor]`, 'a phase with a trial cannot anchor at its start')
  return {
    start,
    end,
    items,
    proration: prorationIn(params) ?? 'create_prorations',
    anchor: anchor ?? reading.defaultAnchor,
    trialEnd,
    method: text(params, 'default_payment_method', `${path}[default_payment_method]`) ?? reading.defaultMethod,
    description: text(params, 'description') ?? null,
    metadata: metadata(params),
  }
}

/** A phase lasts to a date, for a number of intervals, or for one of its price's. */
function endIn(work: Work, params: Params, path: string, start: Instant, every: ReturnType<typeof recurrenceOf>): Instant {
  const duration = record(params, 'duration')
  if (params['end_date'] !== undefined) {
    if (duration !== undefined) throw badValue(`${path}[duration]`, 'end_date and duration exclude each other')
    if (text(params, 'end_date') === 'now') throw notModelled(`${path}[end_date]`, 'subscription_schedules.update')
    const end = fromUnix(integer(params, 'end_date', `${path}[end_date]`)!)
    if (end <= start) throw badValue(`${path}[end_date]`, 'a phase ends after it began')
    return end
  }
  if (duration === undefined) return work.parts.calendar.boundary(start, every, 1)
  const interval = oneOf(duration, 'interval', ['day', 'week', 'month', 'year'], `${path}[duration][interval]`)
  if (interval === undefined) throw missing(`${path}[duration][interval]`)
  const count = integer(duration, 'interval_count', `${path}[duration][interval_count]`) ?? 1
  if (count < 1) throw badValue(`${path}[duration][interval_count]`, 'a phase lasts one interval at least')
  return work.parts.calendar.boundary(start, { interval, count }, 1)
}

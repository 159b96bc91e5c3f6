import { type Duration, days, later, utc } from '#machines'
import type { Capabilities, Workload } from '#simulator'

/**
 * Clients refuse signatures that are more than 300 s old, and accept those of the future: to a service that goes by its own clock the
 * whole world lies there. Nothing that the provider tells it of has ended by its clock, and nothing will.
 */
const notBefore = utc('2032-01-01')

/** Months are as long as they were, and leap years stay leap years. */
const fourYears: Duration = days(1_461)

/** The same in years to come, where the system goes by a clock that we do not have; done once, doing it again changes nothing. */
export function inItsTime(workload: Workload, { clock }: Pick<Capabilities, 'clock'>): Workload {
  if (clock === 'controlled' || workload.starts >= notBefore) return workload
  let { starts } = workload
  while (starts < notBefore) starts = later(starts, fourYears)
  return { ...workload, starts }
}

import type { Instant } from './instant.ts'
import type { Interval, Zone } from './policy.ts'
import { instantOf, type WallTime, wallTimeAt } from './zone.ts'

/** Where periods begin and end. Passed in where machines are built, so that a broken one can take its place. */
export interface Calendar {
  /**
   * The begin of the n-th period after the anchor, and the end of the one before. Counted from the anchor and never from the
   * boundary before it: 31 January → 29 February → 31 March. Days, months and the time of day are those of the zone's clocks.
   * @param n whole; 0 is the anchor itself
   * @source SD/billing/subscriptions/billing-cycle: an anchor on the 31st bills on the last day of shorter months
   */
  boundary(anchor: Instant, interval: Interval, n: number, zone: Zone): Instant
}

const dayMs = 86_400_000

export interface CivilDay {
  readonly year: number
  /** 1 to 12 */
  readonly month: number
  readonly day: number
}

/** The date of the n-th day since 1 January 1970, in the proleptic Gregorian calendar. */
export function civilOf(dayNumber: number): CivilDay {
  const shifted = dayNumber + 719_468
  const era = Math.floor(shifted / 146_097)
  const ofEra = shifted - era * 146_097
  const yearOfEra = Math.floor((ofEra - Math.floor(ofEra / 1_460) + Math.floor(ofEra / 36_524) - Math.floor(ofEra / 146_096)) / 365)
  const ofYear = ofEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100))
  const marchMonth = Math.floor((5 * ofYear + 2) / 153)
  const month = marchMonth < 10 ? marchMonth + 3 : marchMonth - 9
  return { year: yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, day: ofYear - Math.floor((153 * marchMonth + 2) / 5) + 1 }
}

/** The number of days from 1 January 1970 to a date. */
export function dayNumberOf(year: number, month: number, day: number): number {
  const marchYear = month <= 2 ? year - 1 : year
  const era = Math.floor(marchYear / 400)
  const yearOfEra = marchYear - era * 400
  const ofYear = Math.floor((153 * (month > 2 ? month - 3 : month + 9) + 2) / 5) + day - 1
  return era * 146_097 + yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + ofYear - 719_468
}

const monthLengths = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31] as const
const isLeap = (year: number): boolean => year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0)
const monthLength = (year: number, month: number): number => (month === 2 && isLeap(year) ? 29 : monthLengths[month - 1]!)

function monthsLater(anchor: Instant, months: number): Instant {
  const dayNumber = Math.floor(anchor / dayMs)
  const { year, month, day } = civilOf(dayNumber)
  const counted = year * 12 + (month - 1) + months
  const toYear = Math.floor(counted / 12)
  const toMonth = counted - toYear * 12 + 1
  const toDay = Math.min(day, monthLength(toYear, toMonth))
  return (dayNumberOf(toYear, toMonth, toDay) * dayMs + (anchor - dayNumber * dayMs)) as Instant
}

/** Counts days and months; what it is given and gives is the time of one clock that is never put. */
function counted(anchor: Instant, interval: Interval, n: number): Instant {
  switch (interval) {
    case 'week':
      return (anchor + n * 7 * dayMs) as Instant
    case 'month':
      return monthsLater(anchor, n)
    case 'year':
      return monthsLater(anchor, n * 12)
    default:
      return interval satisfies never
  }
}

/** The calendar of UTC, and of every other zone by its clocks. [Why](../../docs/decisions/zones.md). */
export const civilCalendar: Calendar = {
  boundary(anchor, interval, n, zone) {
    if (zone === 'UTC') return counted(anchor, interval, n)
    // The anchor may be the second of two times that look alike.
    if (n === 0) return anchor
    return instantOf(zone, counted(wallTimeAt(zone, anchor) as number as Instant, interval, n) as number as WallTime)
  },
}

/** `2024-01-31`, by the zone's clocks, without making a Date: identities are built of it in every recompute. */
export function dateWords(instant: Instant, zone: Zone = 'UTC'): string {
  const { year, month, day } = civilOf(Math.floor(wallTimeAt(zone, instant) / dayMs))
  return `${year < 1_000 ? String(year).padStart(4, '0') : year}-${month < 10 ? '0' : ''}${month}-${day < 10 ? '0' : ''}${day}`
}

import type { Instant, Interval, Zone } from '#machines'
import { firstShown, shownAt } from './clocks.ts'

const dayMs = 86_400_000

/**
 * The accountant's own calendar, which counts on its fingers: month for month from the anchor, on the anchor's day or the
 * month's last, at the time that the zone's clocks showed.
 */
export function boundaryAfter(anchor: Instant, interval: Interval, periods: number, zone: Zone): Instant {
  if (periods === 0) return anchor
  const shown = shownAt(zone, anchor)
  if (interval === 'week') return firstShown(zone, shown + periods * 7 * dayMs)
  const start = new Date(shown)
  let year = start.getUTCFullYear()
  let month = start.getUTCMonth()
  for (let left = interval === 'year' ? periods * 12 : periods; left > 0; left--) {
    month++
    if (month === 12) {
      month = 0
      year++
    }
  }
  let day = start.getUTCDate()
  // A date that does not exist runs over into the next month; then the day before is tried.
  while (new Date(Date.UTC(year, month, day)).getUTCMonth() !== month) day--
  return firstShown(zone, Date.UTC(year, month, day) + (((shown % dayMs) + dayMs) % dayMs))
}

/** When the zone's next day begins. */
export function midnightAfter(instant: Instant, zone: Zone): Instant {
  const today = Math.floor(shownAt(zone, instant) / dayMs)
  return firstShown(zone, (today + 1) * dayMs)
}

import type { Instant, Interval } from '#machines'

const dayMs = 86_400_000

/**
 * The accountant's own calendar, which counts on its fingers: month for month from the anchor, on the anchor's day or the
 * month's last.
 */
export function boundaryAfter(anchor: Instant, interval: Interval, periods: number): Instant {
  if (interval === 'week') return (anchor + periods * 7 * dayMs) as Instant
  const start = new Date(anchor)
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
  return (Date.UTC(year, month, day) + (((anchor % dayMs) + dayMs) % dayMs)) as Instant
}

/** The midnight of UTC that follows. */
export const midnightAfter = (instant: Instant): Instant => ((Math.floor(instant / dayMs) + 1) * dayMs) as Instant

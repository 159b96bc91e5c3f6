import { standardParts } from '#machines'
import { wrongOracle } from '../mutant.ts'

/** Counts each period from the one before and not from the anchor: after a short month the 31st never comes back. */
export const oracleCalendar = wrongOracle(
  { name: 'calendar', declares: 'BS111' },
  {
    ...standardParts,
    calendar: {
      boundary(anchor, interval, n, zone) {
        let at = anchor
        for (let period = 0; period < n; period++) at = standardParts.calendar.boundary(at, interval, 1, zone)
        return at
      },
    },
  },
)

import { later, type Duration, type Instant, standardParts, wallTimeAt } from '#machines'
import { wrongOracle } from '../mutant.ts'

/** Counts all periods at the distance to UTC that the zone had at the anchor, as if its clocks were never put. */
export const oracleClocks = wrongOracle(
  { name: 'clocks', declares: 'BS111' },
  {
    ...standardParts,
    calendar: {
      boundary(anchor, interval, n, zone) {
        const ahead = wallTimeAt(zone, anchor) - anchor
        const wall = standardParts.calendar.boundary((anchor + ahead) as Instant, interval, n, 'UTC')
        return later(wall, -ahead as Duration)
      },
    },
  },
)

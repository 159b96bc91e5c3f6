import { standardParts } from '#machines'
import { wrongOracle } from '../mutant.ts'

/** Counts in UTC whatever the zone: who signs up on the last evening of a month in New York is in the next one. */
export const oracleZone = wrongOracle(
  { name: 'zone', declares: 'BS111' },
  {
    ...standardParts,
    calendar: { boundary: (anchor, interval, n) => standardParts.calendar.boundary(anchor, interval, n, 'UTC') },
  },
)

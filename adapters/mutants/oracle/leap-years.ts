import { days, isoDate, later, standardParts } from '#machines'
import { wrongOracle } from '../mutant.ts'

/** Takes every fourth year for a leap year: right from 1901 to 2099, where all runs take place. */
export const oracleLeapYears = wrongOracle(
  { name: 'leap-years', declares: 'golden' },
  {
    ...standardParts,
    calendar: {
      boundary(anchor, interval, n, zone) {
        const at = standardParts.calendar.boundary(anchor, interval, n, zone)
        const isCutShort = isoDate(at).endsWith('00-02-28') && Number(isoDate(anchor).slice(8)) > 28 && interval !== 'week'
        return isCutShort ? later(at, days(1)) : at
      },
    },
  },
)

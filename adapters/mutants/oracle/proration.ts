import { days, minor, standardParts } from '#machines'
import { wrongOracle } from '../mutant.ts'

const dayOf = (instant: number): number => Math.floor(instant / days(1))

/** Prorates by whole days, where a period is cut by the second: in the system and in every recompute alike. */
export const oracleProration = wrongOracle(
  { name: 'proration', declares: 'BS111' },
  {
    ...standardParts,
    proration: {
      ...standardParts.proration,
      piece: (price, from, to, periodStart, periodEnd) =>
        minor(Math.round((price * (dayOf(to) - dayOf(from))) / (dayOf(periodEnd) - dayOf(periodStart)))),
    },
  },
)

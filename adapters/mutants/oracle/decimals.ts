import { minor, standardParts } from '#machines'
import { wrongOracle } from '../mutant.ts'

/** Rounds prorations to the smallest unit of every currency, as is right where that can be charged: with two decimals, or none. */
export const oracleDecimals = wrongOracle(
  { name: 'decimals', declares: 'BS121' },
  {
    ...standardParts,
    proration: {
      ...standardParts.proration,
      piece: (price, from, to, periodStart, periodEnd) => standardParts.proration.piece(price, from, to, periodStart, periodEnd, minor(1)),
    },
  },
)

import { minor, standardParts } from '#machines'
import { wrongReference } from '../mutant.ts'

/** Gives back what the card has for as long as it has any: credit that was given for nothing leaves as cash. */
export const refundsMoneyFirst = wrongReference(
  { name: 'refunds-money-first', declares: 'BS115' },
  {
    machines: {
      ...standardParts,
      settling: { ...standardParts.settling, backAsCredit: (amount, _, money) => minor(Math.max(0, amount - money)) },
    },
  },
)

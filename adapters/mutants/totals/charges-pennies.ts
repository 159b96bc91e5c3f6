import { minor, standardParts } from '#machines'
import { wrongReference } from '../mutant.ts'

/** Charges whatever is left, however little: the provider refuses it as wrong, again and again, and the subscription ends over cents. */
export const chargesPennies = wrongReference(
  { name: 'charges-pennies', declares: 'BS028', source: 'Rise-Vision/rise-vision-apps#1402' },
  {
    machines: {
      ...standardParts,
      settling: { ...standardParts.settling, fromBalance: (total, balance) => minor(Math.min(total, balance)) },
    },
  },
)

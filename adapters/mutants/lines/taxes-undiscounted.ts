import { minor, standardParts } from '#machines'
import { wrongReference } from '../mutant.ts'

const { taxing } = standardParts

/** Reckons tax on what the catalogue says, whatever a coupon took off. */
export const taxesUndiscounted = wrongReference(
  { name: 'taxes-undiscounted', declares: 'BS131', source: 'netlify/gocommerce-js#16' },
  {
    machines: {
      ...standardParts,
      taxing: {
        ...taxing,
        of: ({ amount }, percent, prices, unit) => taxing.of({ amount, discount: minor(0) }, percent, prices, unit),
      },
    },
  },
)

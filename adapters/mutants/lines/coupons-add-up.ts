import { minor, standardParts } from '#machines'
import { wrongReference } from '../mutant.ts'

const { discounting } = standardParts

/** Takes each of several coupons off the list price, where one is to be taken off what the one before has left. */
export const couponsAddUp = wrongReference(
  { name: 'coupons-add-up', declares: 'BS111' },
  {
    machines: {
      ...standardParts,
      discounting: {
        ...discounting,
        net(price, coupons, unit) {
          const off = coupons.reduce((sum, coupon) => sum + price - discounting.net(price, [coupon], unit), 0)
          return minor(Math.max(0, price - off))
        },
      },
    },
  },
)

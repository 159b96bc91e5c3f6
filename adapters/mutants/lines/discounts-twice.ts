import { minor, standardParts } from '#machines'
import { wrongReference } from '../mutant.ts'

const { discounting } = standardParts

/** Takes a coupon off the difference that an upgrade costs as well, where the prices it lies between are lowered already. */
export const discountsTwice = wrongReference(
  { name: 'discounts-twice', declares: 'BS111' },
  {
    machines: {
      ...standardParts,
      discounting: {
        ...discounting,
        rest(price, coupons, unit, piece) {
          const { amount, discount } = discounting.rest(price, coupons, unit, piece)
          const left = minor(amount - discount)
          return { amount, discount: minor(amount - discounting.net(left, coupons, unit)) }
        },
      },
    },
  },
)

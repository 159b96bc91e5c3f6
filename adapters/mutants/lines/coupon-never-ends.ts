import { standardParts } from '#machines'
import { wrongReference } from '../mutant.ts'

/** Lowers every renewal by a coupon that was for once, or for two months. */
export const couponNeverEnds = wrongReference(
  { name: 'coupon-never-ends', declares: 'BS111', source: 'mozilla/fxa#11574' },
  { machines: { ...standardParts, discounting: { ...standardParts.discounting, lasts: () => true } } },
)

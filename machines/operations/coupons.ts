import { does, withoutPayment } from './cell.ts'
import type { Family } from './family.ts'
import { whileItRuns } from './start.ts'

// What was agreed for the running period stands: a coupon counts from the next period that begins, and so does its removal.
const agreed = { S: does('keep', 'none', 'keep', 'none', 'none', 'confirmation'), ...withoutPayment } as const
// A coupon is the customer's, and not a subscription's: it may be redeemed before the first begins and kept when one has ended.
const legality = whileItRuns('legal', { none: 'legal', incomplete: 'legal', paused: 'legal', canceled: 'legal' })

/** Coupons that customers redeem, or that are taken from them again. */
export const coupons: Family<'coupon apply' | 'coupon remove'> = {
  'coupon apply': { cells: agreed, legality },
  'coupon remove': { cells: agreed, legality },
}

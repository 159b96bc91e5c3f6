/**
 * From when a change of shape is in force. Versions are compared by their date; the word after it is a name.
 * @source billing.md 1.10 and SN CHANGELOG
 */
const since = {
  /** A subscription showed its period, an invoice its subscription, intent and charge; coupons were parameters of their own. */
  basil: '2025-03-31',
  /** A discount showed its coupon, a promotion code too; now both show where it comes from. */
  clover: '2025-09-30',
} as const

export const isBefore = (version: string, change: keyof typeof since): boolean => version.slice(0, 10) < since[change]

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

/** Whatever older shape there was, the twin does not know it. @source billing.md 1.10 */
const oldest = '2022-11-15'
const newest = '2026-10-28'
const written = /^(\d{4}-\d{2}-\d{2})(?:\.[a-z]+)?$/

/** A version as a request writes it. @returns why the twin does not speak it; undefined: it does */
export function refusedVersion(text: string): string | undefined {
  const day = written.exec(text)?.[1]
  if (day === undefined || text.endsWith('.preview')) return `${JSON.stringify(text.slice(0, 60))} is no API version that the twin knows`
  if (day < oldest || day > newest) return `the twin speaks the versions from ${oldest} to ${newest}, not ${text}`
  return undefined
}

import type { Instant } from './instant.ts'
import { minor, type Minor } from './money.ts'

/** What a part of a period costs. Passed in where machines are built, so that a broken one can take its place. */
export interface Proration {
  /**
   * The part of a price that a span of the period owes: price × its seconds / the period's seconds, half rounded up, once, to
   * what can be charged.
   * @param price a whole multiple of the unit, zero or more, for the whole period
   * @param from whole milliseconds; cut to whole seconds, as providers do
   * @param unit what can be charged is a whole multiple of so many minor units
   * @returns whole minor units, never more than `price`
   * @throws RangeError when the span leaves the period, or the price is negative: a caller's bug
   */
  piece(price: Minor, from: Instant, to: Instant, periodStart: Instant, periodEnd: Instant, unit: Minor): Minor
  /**
   * What a customer gets back for a span: the piece, but never more than was collected for it.
   * @param collected whole minor units collected and not returned, for the same span
   * @returns whole minor units, zero or more
   */
  credit(piece: Minor, collected: Minor): Minor
}

const secondOf = (instant: Instant): number => Math.floor(instant / 1_000)

/** `amount × part / whole`, half rounded up, exact also where the product leaves the doubles. All whole, zero or more. */
export function share(amount: number, part: number, whole: number): number {
  const product = amount * part
  if (2 * product + whole <= Number.MAX_SAFE_INTEGER) return Math.floor((2 * product + whole) / (2 * whole))
  return Number((2n * BigInt(amount) * BigInt(part) + BigInt(whole)) / (2n * BigInt(whole)))
}

/** As much of an amount as a part is of a whole, to what can be charged; nothing of nothing. */
export const shareIn = (amount: Minor, part: Minor, whole: Minor, unit: Minor): Minor =>
  minor(whole === 0 ? 0 : unit === 1 ? share(amount, part, whole) : share(amount, part, whole * unit) * unit)

export const bySeconds: Proration = {
  piece(price, from, to, periodStart, periodEnd, unit) {
    const length = secondOf(periodEnd) - secondOf(periodStart)
    const used = secondOf(to) - secondOf(from)
    if (price < 0 || length <= 0 || used < 0 || from < periodStart || to > periodEnd)
      throw new RangeError(`no piece of ${price} from ${from} to ${to} in the period from ${periodStart} to ${periodEnd}`)
    // In units that can be charged, rounded once: never first to the smallest and then again.
    return minor(unit === 1 ? share(price, used, length) : share(price, used, length * unit) * unit)
  },
  credit(piece, collected) {
    return minor(Math.max(0, Math.min(piece, collected)))
  },
}

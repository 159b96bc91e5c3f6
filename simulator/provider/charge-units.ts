import { badValue } from './errors.ts'
import type { Work } from './work.ts'

/**
 * Currencies of three decimals. Card networks know two of them: the last digit of what is charged or given back is 0.
 * @source SD/currencies, three-decimal currencies ●, read 2026-11-21; which error it is, is not told ○
 */
const threeDecimals: ReadonlySet<string> = new Set(['bhd', 'jod', 'kwd', 'omr', 'tnd'])

/** Of which whole multiple an amount of a currency must be. */
export const chargeUnit = (work: Work, currency: string): number =>
  work.settings.chargeUnit > 0 ? work.settings.chargeUnit : threeDecimals.has(currency) ? 10 : 1

/** @throws Refusal when the card networks would not take the amount */
export function refuseFraction(work: Work, currency: string, amount: number): void {
  const unit = chargeUnit(work, currency)
  if (amount % unit !== 0) throw badValue('amount', `in ${currency} an amount is a whole multiple of ${unit}, and ${amount} is none`)
}

/** The provider's own part of a price, rounded once, to what can be charged. A price that cannot be charged is left as it is. */
export function chargeableShare(work: Work, currency: string, price: number, part: number, whole: number): number {
  const unit = chargeUnit(work, currency)
  return price % unit === 0 ? work.parts.proration.share(price / unit, part, whole) * unit : work.parts.proration.share(price, part, whole)
}

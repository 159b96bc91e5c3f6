import type { Lowered } from './discounting.ts'
import { minor, type Minor } from './money.ts'
import type { Taxes } from './policy.ts'
import { share } from './proration.ts'

/** What tax comes to. Passed in where machines are built, so that a broken one can take its place. */
export interface Taxing {
  /**
   * The tax on a line, of what is left of its amount after the discount, rounded once for each line, half up: on top to what can be
   * charged, inside to the smallest unit.
   * @param percent of at most four decimals
   */
  of(line: Lowered, percent: number, prices: Taxes['prices'], unit: Minor): Minor
  /** The tax that a gross amount contains, whichever way it came in. */
  within(gross: Minor, percent: number, prices: Taxes['prices'], unit: Minor): Minor
  /** The tax that a credit note gives back with the time it is for. */
  ofNote(gross: Minor, percent: number, prices: Taxes['prices'], unit: Minor): Minor
  /**
   * What of an invoice's tax is still owed to the tax office when not all that was paid for it is kept.
   * @param tax below zero where an invoice gave back more of it than it charged
   * @param kept no more than the total
   */
  left(tax: Minor, kept: Minor, total: Minor): Minor
}

const whole = 1_000_000
/** In millionths, so that 8.875 % is whole. */
const rateOf = (percent: number): number => Math.round(percent * 10_000)

const within: Taxing['within'] = (gross, percent, prices, unit) => {
  const rate = rateOf(percent)
  const grain = prices === 'inclusive' ? 1 : unit
  return minor(share(gross, rate, (whole + rate) * grain) * grain)
}

export const byRate: Taxing = {
  of({ amount, discount }, percent, prices, unit) {
    const left = minor(amount - discount)
    return prices === 'inclusive' ? within(left, percent, prices, unit) : minor(share(left, rateOf(percent), whole * unit) * unit)
  },
  within,
  ofNote: within,
  left(tax, kept, total) {
    if (total === 0) return tax
    const part = share(Math.abs(tax), kept, total)
    return minor(tax < 0 ? -part : part)
  },
}

/** A percentage in ten-thousandths of a per cent, so that 8.875 % is whole. */
export type Rate = number & { readonly __unit: 'rate' }
/** A hundred per cent. */
export const whole = 1_000_000 as Rate

/** @param percent as objects show it, `8.875`; at most four decimals */
export const rateOf = (percent: number): Rate => Math.round(percent * 10_000) as Rate

/**
 * `amount × part / of`, half away from zero, in whole charge units; an amount that is not in whole charge units itself is rounded to the unit.
 * @param of more than zero
 * @param chargeUnit what amounts of the currency are whole multiples of
 */
export function portion(amount: number, part: number, of: number, chargeUnit: number = 1): number {
  const unit = amount % chargeUnit === 0 ? chargeUnit : 1
  const size = Math.abs(amount) * part
  const sign = amount < 0 ? -1 : 1
  // Doubled before the division, so that the half is exact; large amounts leave what a double holds.
  if (Number.isSafeInteger(2 * (size + of * unit))) {
    const doubled = 2 * size + of * unit
    return signed(sign, ((doubled - (doubled % (2 * of * unit))) / (2 * of * unit)) * unit)
  }
  const by = 2n * BigInt(of) * BigInt(unit)
  const doubled = 2n * BigInt(Math.abs(amount)) * BigInt(part) + BigInt(of) * BigInt(unit)
  return signed(sign, Number(doubled / by) * unit)
}

const signed = (sign: 1 | -1, amount: number): number => (amount === 0 ? 0 : sign * amount)

/**
 * Spreads a whole over parts by their weight. The pieces sum to the whole; while weights have one sign and the whole is no
 * more than their sum, no piece is more than its weight.
 * @source not known of the vendor: that pieces sum to the whole is
 */
export function spread(total: number, weights: readonly number[], chargeUnit: number = 1): readonly number[] {
  const sum = weights.reduce((before, weight) => before + weight, 0)
  if (sum === 0) return weights.map(() => 0)
  const unit = total % chargeUnit === 0 && weights.every((weight) => weight % chargeUnit === 0) ? chargeUnit : 1
  let weighed = 0
  let given = 0
  return weights.map((weight) => {
    weighed += weight
    const until = share(total, weighed, sum, unit)
    const piece = until - given
    given = until
    return piece === 0 ? 0 : piece
  })
}

/** `total × part / of` where all three may be negative. */
function share(total: number, part: number, of: number, chargeUnit: number): number {
  const amount = part < 0 === of < 0 ? total : -total
  return portion(amount, Math.abs(part), Math.abs(of), chargeUnit)
}

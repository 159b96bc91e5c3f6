/** An exact fraction; the denominator is above zero. The accountant's own arithmetic: nothing is rounded before the end. */
export interface Rational {
  readonly over: bigint
  readonly under: bigint
}

export const zero: Rational = { over: 0n, under: 1n }

/** @throws RangeError when the denominator is not above zero */
export function rational(over: number | bigint, under: number | bigint): Rational {
  if (under <= 0) throw new RangeError(`${under} cannot stand under a fraction`)
  return { over: BigInt(over), under: BigInt(under) }
}

export const plus = (a: Rational, b: Rational): Rational =>
  a.under === b.under ? { over: a.over + b.over, under: a.under } : { over: a.over * b.under + b.over * a.under, under: a.under * b.under }

/** The nearest whole multiple of the unit; a half goes up, away from nothing owed. */
export function rounded({ over, under: parts }: Rational, unit = 1): number {
  const under = parts * BigInt(unit)
  const doubled = 2n * over + under
  const whole = doubled / (2n * under)
  return Number(doubled < 0n && whole * 2n * under !== doubled ? whole - 1n : whole) * unit
}

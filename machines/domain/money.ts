/** An amount in the smallest unit of its currency, always whole; negative is credit. */
export type Minor = number & { readonly __unit: 'minor' }

/** How many decimals a currency's smallest unit has (ISO 4217). Three-decimal amounts end in 0 at card networks. */
export const decimalsOf = { usd: 2, eur: 2, gbp: 2, jpy: 0, krw: 0, kwd: 3, bhd: 3 } as const
export type Currency = keyof typeof decimalsOf
export const currencies = Object.keys(decimalsOf) as readonly Currency[]

/** @throws RangeError when the amount is not a whole number that a double holds exactly */
export function minor(amount: number): Minor {
  if (!Number.isSafeInteger(amount)) throw new RangeError(`${amount} is not a whole number of minor units`)
  return (amount === 0 ? 0 : amount) as Minor
}

/** `19.99`, `1999` (jpy), `1.999` (kwd): no symbol, no grouping, no locale. */
export function inWords(amount: Minor, currency: Currency): string {
  const decimals = decimalsOf[currency]
  if (decimals === 0) return String(amount)
  const digits = String(Math.abs(amount)).padStart(decimals + 1, '0')
  return `${amount < 0 ? '-' : ''}${digits.slice(0, -decimals)}.${digits.slice(-decimals)}`
}

import { portion, rateOf, spread, whole } from './apportion.ts'

/** A tax rate as far as sums need it. */
export interface TaxTerms {
  readonly id: string
  readonly percentage: number
  readonly inclusive: boolean
}

/** A discount as far as sums need it: one of percent and amount is given. */
export interface DiscountTerms {
  readonly id: string
  readonly percentOff: number | null
  readonly amountOff: number | null
  readonly currency: string | null
  /** Undefined: it takes off whatever can be discounted. */
  readonly products: readonly string[] | undefined
}

/** A line before anything is taken off or added. */
export interface GrossLine {
  readonly amount: number
  readonly discountable: boolean
  readonly product: string | undefined
  /** Its own discounts, which come before those of the invoice. */
  readonly discounts: readonly DiscountTerms[]
  /** Its own rates; with none it has the invoice's. */
  readonly rates: readonly TaxTerms[]
}

export interface TakenOff {
  readonly discount: string
  readonly amount: number
}
export interface Taxed {
  readonly rate: string
  readonly inclusive: boolean
  readonly amount: number
  /** What the tax is a part of, or comes on top of: without any tax. */
  readonly taxable: number
}

export interface LineSums {
  readonly takenOff: readonly TakenOff[]
  readonly taxes: readonly Taxed[]
}

export interface Sums {
  readonly lines: readonly LineSums[]
  /** Before invoice discounts and exclusive tax; the lines' own discounts are off already. */
  readonly subtotal: number
  readonly subtotalExcludingTax: number
  readonly total: number
  readonly totalExcludingTax: number
  readonly takenOff: readonly TakenOff[]
  readonly taxes: readonly Taxed[]
}

/** How tax is rounded: on each line, or once for all lines of a rate and then spread over them. */
export type TaxRounding = 'per line' | 'per invoice'

export interface Rounding {
  readonly currency: string
  /** What amounts of the currency are whole multiples of. */
  readonly chargeUnit: number
  readonly taxRounding: TaxRounding
}

/**
 * The sums of an invoice: line discounts, then invoice discounts in their order, then tax on what is left.
 * A percentage is taken of all it applies to at once, and spread; nothing is taken off what is free or credit already.
 * @source SN `Invoice.subtotal`, `Invoice.total`, `InvoiceLineItem.discounts`: line discounts come first, tax after discounts.
 * Rounding is not documented where we could read it: half away from zero, tax as the account's setting says
 */
export function sumsOf(
  gross: readonly GrossLine[],
  discounts: readonly DiscountTerms[],
  defaultRates: readonly TaxTerms[],
  { currency, chargeUnit, taxRounding }: Rounding,
): Sums {
  const left = gross.map((line) => line.amount)
  const takenOff = gross.map((): TakenOff[] => [])
  const take = (terms: DiscountTerms, indices: readonly number[]): void => {
    const fits = indices.filter((index) => {
      const line = gross[index]!
      return line.discountable && left[index]! > 0 && (terms.products === undefined || terms.products.includes(line.product ?? ''))
    })
    const weights = fits.map((index) => left[index]!)
    const most = sumOf(weights)
    if (most === 0 || (terms.currency !== null && terms.currency !== currency)) return
    const off =
      terms.percentOff === null ? Math.min(terms.amountOff ?? 0, most) : portion(most, rateOf(terms.percentOff), whole, chargeUnit)
    for (const [at, piece] of spread(off, weights, chargeUnit).entries()) {
      const index = fits[at]!
      left[index] = left[index]! - piece
      takenOff[index]!.push({ discount: terms.id, amount: piece })
    }
  }
  for (const [index, line] of gross.entries()) for (const terms of line.discounts) take(terms, [index])
  const beforeInvoice = [...left]
  const all = gross.map((_line, index) => index)
  for (const terms of discounts) take(terms, all)

  const rates = gross.map((line) => (line.rates.length > 0 ? line.rates : defaultRates))
  const taxes = taxesOf(left, rates, chargeUnit, taxRounding)
  const contained = inclusiveIn(beforeInvoice, rates, chargeUnit, taxRounding)
  const subtotal = sumOf(beforeInvoice)
  const lines = gross.map((_line, index): LineSums => ({ takenOff: takenOff[index]!, taxes: taxes[index]! }))
  const added = taxes.flat()
  const total = sumOf(left) + sumOf(added.filter((tax) => !tax.inclusive).map((tax) => tax.amount))
  return {
    lines,
    subtotal,
    subtotalExcludingTax: subtotal - contained,
    total,
    totalExcludingTax: total - sumOf(added.map((tax) => tax.amount)),
    takenOff: byDiscount(takenOff.flat()),
    taxes: byRate(added),
  }
}

const sumOf = (amounts: readonly number[]): number => amounts.reduce((sum, amount) => sum + amount, 0)

const inclusiveIn = (
  amounts: readonly number[],
  rates: readonly (readonly TaxTerms[])[],
  chargeUnit: number,
  rounding: TaxRounding,
): number =>
  rates.some((each) => each.some((rate) => rate.inclusive))
    ? sumOf(
        taxesOf(amounts, rates, chargeUnit, rounding)
          .flat()
          .filter((tax) => tax.inclusive)
          .map((tax) => tax.amount),
      )
    : 0

/** Taxes of each line. A line has rates of one kind only: tax that is inside, or tax that comes on top. */
function taxesOf(
  amounts: readonly number[],
  rates: readonly (readonly TaxTerms[])[],
  chargeUnit: number,
  rounding: TaxRounding,
): readonly (readonly Taxed[])[] {
  const pieces =
    rounding === 'per line'
      ? amounts.map((amount, index) =>
          rates[index]!.map((rate) => portion(amount, rateOf(rate.percentage), baseOf(rates[index]!), chargeUnit)),
        )
      : roundedOnce(amounts, rates, chargeUnit)
  return amounts.map((amount, index) => {
    const own = rates[index]!
    const inside = sumOf(pieces[index]!.filter((_piece, at) => own[at]!.inclusive))
    return own.map((rate, at) => ({
      rate: rate.id,
      inclusive: rate.inclusive,
      amount: pieces[index]![at]!,
      taxable: amount - inside,
    }))
  })
}

/** Of what a rate is a part: the price alone, or the price with all the tax that is inside. */
const baseOf = (rates: readonly TaxTerms[]): number =>
  rates.reduce((base, rate) => base + (rate.inclusive ? rateOf(rate.percentage) : 0), whole as number)

/** Lines with the same rates are taxed together, and each tax is spread over them. */
function roundedOnce(
  amounts: readonly number[],
  rates: readonly (readonly TaxTerms[])[],
  chargeUnit: number,
): readonly (readonly number[])[] {
  const pieces = rates.map((own) => own.map(() => 0))
  const groups = new Map<string, number[]>()
  for (const [index, own] of rates.entries()) {
    const key = own.map((rate) => rate.id).join(' ')
    const group = groups.get(key)
    if (group === undefined) groups.set(key, [index])
    else group.push(index)
  }
  for (const group of groups.values()) {
    const own = rates[group[0]!]!
    const weights = group.map((index) => amounts[index]!)
    for (const [at, rate] of own.entries()) {
      const tax = portion(sumOf(weights), rateOf(rate.percentage), baseOf(own), chargeUnit)
      for (const [place, piece] of spread(tax, weights, chargeUnit).entries()) pieces[group[place]!]![at] = piece
    }
  }
  return pieces
}

function byDiscount(each: readonly TakenOff[]): readonly TakenOff[] {
  const sums = new Map<string, number>()
  for (const { discount, amount } of each) sums.set(discount, (sums.get(discount) ?? 0) + amount)
  return [...sums].map(([discount, amount]) => ({ discount, amount }))
}

function byRate(each: readonly Taxed[]): readonly Taxed[] {
  const sums = new Map<string, Taxed>()
  for (const tax of each) {
    const before = sums.get(tax.rate)
    sums.set(tax.rate, before === undefined ? tax : { ...tax, amount: before.amount + tax.amount, taxable: before.taxable + tax.taxable })
  }
  return [...sums.values()]
}

import fc from 'fast-check'
import { expect, test } from 'vitest'
import { portion, rateOf, spread, whole } from './apportion.ts'
import { sumsOf, type DiscountTerms, type GrossLine, type TaxTerms } from './totals.ts'

// Two, none and three decimals.
const currencies = ['usd', 'jpy', 'kwd'] as const
const unitOf = (currency: (typeof currencies)[number]): number => (currency === 'kwd' ? 10 : 1)
const dollars = { currency: 'usd', chargeUnit: 1, taxRounding: 'per line' } as const
const percent = fc.integer({ min: 1, max: 1_000_000 }).map((part) => part / 10_000)

const ratesOf = (inclusive: boolean) =>
  fc
    .uniqueArray(
      fc.record({ id: fc.constantFrom('a', 'b', 'c'), percentage: fc.integer({ min: 0, max: 400_000 }).map((part) => part / 10_000) }),
      {
        selector: (rate) => rate.id,
        maxLength: 2,
      },
    )
    .map((rates): readonly TaxTerms[] => rates.map((rate) => ({ ...rate, id: `${rate.id} ${inclusive ? 'inside' : 'on top'}`, inclusive })))
const rates = fc.oneof(ratesOf(true), ratesOf(false))

const discount = (id: string) =>
  fc.oneof(
    percent.map((percentOff): DiscountTerms => ({ id, percentOff, amountOff: null, currency: null, products: undefined })),
    fc
      .record({ amountOff: fc.integer({ min: 1, max: 5_000 }), currency: fc.constantFrom(...currencies) })
      .map(({ amountOff, currency }): DiscountTerms => ({
        id,
        percentOff: null,
        amountOff: amountOff * unitOf(currency),
        currency,
        products: undefined,
      })),
    percent.map((percentOff): DiscountTerms => ({ id, percentOff, amountOff: null, currency: null, products: ['p'] })),
  )

const invoice = fc.record({
  currency: fc.constantFrom(...currencies),
  rounding: fc.constantFrom('per line' as const, 'per invoice' as const),
  defaults: rates,
  discounts: fc.tuple(discount('first'), discount('second')).chain((both) => fc.shuffledSubarray(both)),
  lines: fc.array(
    fc.record({
      amount: fc.oneof(fc.integer({ min: -9_999, max: 9_999 }), fc.integer({ min: -900_000_000_000, max: 900_000_000_000 })),
      discountable: fc.boolean(),
      product: fc.constantFrom('p', 'q', undefined),
      discounts: discount('own').chain((own) => fc.subarray([own])),
      rates,
    }),
    { maxLength: 6 },
  ),
})

const made = (given: typeof invoice extends fc.Arbitrary<infer T> ? T : never) => {
  const lines = given.lines.map((line): GrossLine => ({ ...line, amount: line.amount * unitOf(given.currency) }))
  return {
    ...given,
    lines,
    sums: sumsOf(lines, given.discounts, given.defaults, {
      currency: given.currency,
      chargeUnit: unitOf(given.currency),
      taxRounding: given.rounding,
    }),
  }
}
const sum = (amounts: readonly { readonly amount: number }[]): number => amounts.reduce((total, each) => total + each.amount, 0)

test('total = subtotal − what the invoice’s discounts take off + tax on top', () => {
  fc.assert(
    fc.property(invoice, (given) => {
      const { sums } = made(given)
      const ofInvoice = sums.takenOff.filter((each) => each.discount !== 'own')
      const onTop = sums.taxes.filter((tax) => !tax.inclusive)
      expect(sums.total).toBe(sums.subtotal - sum(ofInvoice) + sum(onTop))
      expect(sums.totalExcludingTax).toBe(sums.total - sum(sums.taxes))
    }),
  )
})

test('the sums of an invoice are the sums of its lines', () => {
  fc.assert(
    fc.property(invoice, (given) => {
      const { lines, sums } = made(given)
      const nets = lines.map((line, index) => {
        const { takenOff, taxes } = sums.lines[index]!
        return { amount: line.amount - sum(takenOff) + sum(taxes.filter((tax) => !tax.inclusive)) }
      })
      expect(sum(nets)).toBe(sums.total)
      expect(sum(sums.lines.flatMap((line) => line.takenOff))).toBe(sum(sums.takenOff))
      expect(sum(sums.lines.flatMap((line) => line.taxes))).toBe(sum(sums.taxes))
    }),
  )
})

test('no discount takes off more than a line has, nor anything off credit or what cannot be discounted', () => {
  fc.assert(
    fc.property(invoice, (given) => {
      const { lines, sums } = made(given)
      for (const [index, line] of lines.entries()) {
        const off = sums.lines[index]!.takenOff
        expect(off.every((each) => each.amount >= 0)).toBe(true)
        expect(sum(off)).toBeLessThanOrEqual(line.discountable ? Math.max(0, line.amount) : 0)
      }
    }),
  )
})

test('amounts in whole charge units stay in whole charge units', () => {
  fc.assert(
    fc.property(invoice, (given) => {
      const { currency, sums } = made(given)
      const amounts = [sums.total, sums.subtotal, ...sums.takenOff.map((each) => each.amount), ...sums.taxes.map((tax) => tax.amount)]
      expect(amounts.every((amount) => amount % unitOf(currency) === 0)).toBe(true)
    }),
  )
})

test('tax inside a price and the price without it are the price', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 0, max: 10_000_000 }),
      percent,
      fc.constantFrom('per line' as const, 'per invoice' as const),
      (amount, percentage, rounding) => {
        const line: GrossLine = { amount, discountable: true, product: undefined, discounts: [], rates: [] }
        const { total, totalExcludingTax, taxes } = sumsOf([line], [], [{ id: 'vat', percentage, inclusive: true }], {
          ...dollars,
          taxRounding: rounding,
        })
        expect(total).toBe(amount)
        expect(totalExcludingTax + sum(taxes)).toBe(amount)
        // The tax of the net price is the tax that was inside, but for the rounding of the net.
        expect(Math.abs(portion(totalExcludingTax, rateOf(percentage), whole) - sum(taxes))).toBeLessThanOrEqual(1)
      },
    ),
  )
})

test('a charge and its credit are taxed alike', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 10_000_000 }), ratesOf(false), (amount, own) => {
      const line = (sign: 1 | -1): GrossLine => ({
        amount: sign * amount,
        discountable: false,
        product: undefined,
        discounts: [],
        rates: own,
      })
      const both = sumsOf([line(1), line(-1)], [], [], dollars)
      expect(both.total).toBe(0)
      expect(sum(both.taxes)).toBe(0)
    }),
  )
})

test('pieces sum to the whole, whatever the weights', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: -100_000, max: 100_000 }),
      fc.array(fc.integer({ min: -9_999, max: 9_999 }), { minLength: 1 }),
      (total, weights) => {
        const of = weights.reduce((before, weight) => before + weight, 0)
        expect(spread(total, weights).reduce((before, piece) => before + piece, 0)).toBe(of === 0 ? 0 : total)
      },
    ),
  )
})

test('a half is rounded away from zero, exactly, also where doubles end', () => {
  expect(portion(1, 1, 2)).toBe(1)
  expect(portion(-1, 1, 2)).toBe(-1)
  expect(portion(1_000_000_000_001, 500_000, 1_000_000)).toBe(500_000_000_001)
  expect(portion(9_007_199_254_740_991, 500_000, 1_000_000)).toBe(4_503_599_627_370_496)
  expect(portion(1_230, 150_000, 1_000_000, 10)).toBe(180)
  expect(portion(1_235, 150_000, 1_000_000, 10)).toBe(185)
})

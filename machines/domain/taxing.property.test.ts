import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { minor } from './money.ts'
import { byRate } from './taxing.ts'

const units = fc.constantFrom(1, 10).map(minor)
const percents = fc.oneof(
  fc.integer({ min: 0, max: 100 }),
  fc.integer({ min: 0, max: 300_000 }).map((parts) => parts / 10_000),
)
const counts = fc.integer({ min: 0, max: 10_000_000 })
const lineOf = (amount: number, discount = 0) => ({ amount: minor(amount), discount: minor(discount) })

describe('tax', () => {
  it('inside a price and what is left make the price; on top it can be charged', () => {
    fc.assert(
      fc.property(counts, percents, units, (count, percent, unit) => {
        const amount = count * unit
        const inside = byRate.of(lineOf(amount), percent, 'inclusive', unit)
        const net = amount - inside
        expect(inside).toBeGreaterThanOrEqual(0)
        expect(Math.abs(net * (1 + percent / 100) - amount)).toBeLessThanOrEqual(1 + percent / 100)
        expect(byRate.of(lineOf(amount), percent, 'exclusive', unit) % unit).toBe(0)
      }),
    )
  })

  it('is of what is left after the discount', () => {
    fc.assert(
      fc.property(counts, counts, percents, units, (one, other, percent, unit) => {
        const [discount, amount] = [Math.min(one, other) * unit, Math.max(one, other) * unit]
        for (const prices of ['inclusive', 'exclusive'] as const)
          expect(byRate.of(lineOf(amount, discount), percent, prices, unit)).toBe(
            byRate.of(lineOf(amount - discount), percent, prices, unit),
          )
      }),
    )
  })

  it('that came on top is found within what was paid', () => {
    fc.assert(
      fc.property(counts, percents, units, (count, percent, unit) => {
        const net = count * unit
        const tax = byRate.of(lineOf(net), percent, 'exclusive', unit)
        expect(byRate.within(minor(net + tax), percent, 'exclusive', unit)).toBe(tax)
      }),
    )
  })

  it('goes back exactly with what goes back, in however many steps', () => {
    fc.assert(
      fc.property(counts, percents, fc.array(counts, { maxLength: 6 }), (count, percent, steps) => {
        const net = count + 1
        const tax = byRate.of(lineOf(net), percent, 'exclusive', minor(1))
        const total = minor(net + tax)
        const held = (kept: number): number => byRate.left(tax, minor(kept), total)
        let stands: number = total
        let reversed = 0
        for (const step of [...steps, total]) {
          const less = Math.max(0, stands - step)
          reversed += held(stands) - held(less)
          expect(held(less)).toBeLessThanOrEqual(held(stands))
          stands = less
        }
        expect(held(total)).toBe(tax)
        expect(reversed).toBe(tax)
      }),
    )
  })
})

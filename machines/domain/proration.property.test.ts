import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Instant } from './instant.ts'
import { minor } from './money.ts'
import { bySeconds, share } from './proration.ts'

const prices = fc.integer({ min: 0, max: 10 ** 12 })
const periods = fc.record({ start: fc.integer({ min: 0, max: 10 ** 9 }), length: fc.integer({ min: 1, max: 366 * 86_400 }) })
const at = (second: number): Instant => (second * 1_000) as Instant

describe('proration', () => {
  it('makes pieces that come to the price, within one minor unit for each cut', () => {
    fc.assert(
      fc.property(prices, periods, fc.array(fc.nat(), { maxLength: 6 }), (price, { start, length }, drawn) => {
        const cuts = [...new Set(drawn.map((cut) => cut % length))].filter((cut) => cut > 0).sort((a, b) => a - b)
        const edges = [0, ...cuts, length]
        let sum = 0
        for (let i = 1; i < edges.length; i++)
          sum += bySeconds.piece(minor(price), at(start + edges[i - 1]!), at(start + edges[i]!), at(start), at(start + length), minor(1))
        expect(Math.abs(sum - price)).toBeLessThanOrEqual(cuts.length)
      }),
    )
  })

  it('asks the whole price for the whole period and nothing for no time', () => {
    fc.assert(
      fc.property(prices, periods, (price, { start, length }) => {
        expect(bySeconds.piece(minor(price), at(start), at(start + length), at(start), at(start + length), minor(1))).toBe(price)
        expect(bySeconds.piece(minor(price), at(start), at(start), at(start), at(start + length), minor(1))).toBe(0)
      }),
    )
  })

  it('gives the same as exact fractions, half rounded up', () => {
    fc.assert(
      fc.property(prices, fc.integer({ min: 1, max: 10 ** 8 }), fc.nat({ max: 10 ** 8 }), (price, whole, part) => {
        const used = BigInt(Math.min(part, whole))
        const doubled = 2n * BigInt(price) * used + BigInt(whole)
        expect(share(price, Number(used), whole)).toBe(Number(doubled / (2n * BigInt(whole))))
      }),
    )
  })

  it('never credits more than was collected', () => {
    fc.assert(
      fc.property(prices, fc.integer({ min: -1_000, max: 10 ** 12 }), (piece, collected) => {
        const credit = bySeconds.credit(minor(piece), minor(collected))
        expect(credit).toBeLessThanOrEqual(Math.max(0, collected))
        expect(credit).toBeLessThanOrEqual(piece)
        expect(credit).toBeGreaterThanOrEqual(0)
      }),
    )
  })

  it('refuses a span that leaves the period', () => {
    expect(() => bySeconds.piece(minor(100), at(0), at(11), at(0), at(10), minor(1))).toThrow(RangeError)
    expect(() => bySeconds.piece(minor(-1), at(0), at(1), at(0), at(10), minor(1))).toThrow(RangeError)
  })
})

import fc from 'fast-check'
import { expect, test } from 'vitest'
import { proration } from './proration.ts'

const prices = fc.integer({ min: 0, max: 1_000_000_000_000 })
const spans = fc.integer({ min: 1, max: 366 * 86_400 })

test('a share is the exact quotient, half rounded up', () => {
  fc.assert(
    fc.property(prices, spans, fc.nat(), (price, whole, seed) => {
      const part = seed % (whole + 1)
      const exact = (2n * BigInt(price) * BigInt(part) + BigInt(whole)) / (2n * BigInt(whole))
      expect(BigInt(proration.share(price, part, whole))).toBe(exact)
    }),
  )
})

test('two parts of a period cost its price, within one unit for the cut', () => {
  fc.assert(
    fc.property(prices, spans, fc.nat(), (price, whole, seed) => {
      const part = seed % (whole + 1)
      expect(Math.abs(proration.share(price, part, whole) + proration.share(price, whole - part, whole) - price)).toBeLessThanOrEqual(1)
    }),
  )
})

test('nothing costs nothing, and more than the whole no more than the price', () => {
  expect([proration.share(999, 0, 10), proration.share(999, -5, 10), proration.share(999, 11, 10), proration.share(999, 5, 0)]).toEqual([
    0, 0, 999, 0,
  ])
})

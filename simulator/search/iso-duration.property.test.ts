import type { Duration } from '#machines'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { isoDuration, parseIsoDuration } from './iso-duration.ts'

it('a span reads back as it was written', () => {
  fc.assert(
    fc.property(fc.nat({ max: 10_000_000_000 }), (ms) => {
      expect(parseIsoDuration(isoDuration(ms as Duration))).toBe(ms)
    }),
  )
})

it.each([
  [0, 'P0D'],
  [250, 'PT0.25S'],
  [93_600_000, 'P1DT2H'],
  [61_000, 'PT1M1S'],
  [5, 'PT0.005S'],
])('%i ms is %s', (ms, text) => expect(isoDuration(ms as Duration)).toBe(text))

it.each(['', 'P', 'PT', 'P1Y', '-P1D', 'P1DT', '3 days'])('%j is no span', (text) =>
  expect(() => parseIsoDuration(text)).toThrow(/write P3D/),
)

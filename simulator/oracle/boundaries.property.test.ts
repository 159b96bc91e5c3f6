import { civilCalendar, clockChangesOf, type Instant, intervals, utc, zones } from '#machines'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { boundaryAfter, midnightAfter } from './boundaries.ts'
import { shownAt } from './clocks.ts'

const [first, last] = [utc('2002-01-01'), utc('2031-12-31')]

/** Any moment, or one near a change of clocks or some months before one. */
const placed = fc.constantFrom(...zones).chain((zone) => {
  const any = fc.integer({ min: first / 1_000, max: last / 1_000 }).map((second) => (second * 1_000) as Instant)
  const changes = clockChangesOf(zone).filter((at) => at > first && at < last)
  const beside = fc
    .tuple(
      fc.constantFrom(...(changes.length === 0 ? [first] : changes)),
      fc.integer({ min: -100_000, max: 100_000 }),
      fc.integer({ min: 0, max: 3 }),
    )
    .map(([at, seconds, months]) => (at + seconds * 1_000 - months * 30.5 * 86_400_000) as Instant)
  return fc.record({ zone: fc.constant(zone), anchor: fc.oneof(any, beside) })
})

it('two calendars that share nothing find the same boundaries in every zone', () => {
  fc.assert(
    fc.property(placed, fc.constantFrom(...intervals), fc.integer({ min: 0, max: 8 }), ({ zone, anchor }, interval, n) => {
      expect(boundaryAfter(anchor, interval, n, zone)).toBe(civilCalendar.boundary(anchor, interval, n, zone))
    }),
    { numRuns: 3_000 },
  )
})

it('the next midnight is later, within 49 hours, and begins another day there', () => {
  fc.assert(
    fc.property(placed, ({ zone, anchor }) => {
      const midnight = midnightAfter(anchor, zone)
      expect(midnight - anchor).toBeGreaterThan(0)
      expect(midnight - anchor).toBeLessThanOrEqual(49 * 3_600_000)
      const dayOf = (instant: number): number => Math.floor(shownAt(zone, instant) / 86_400_000)
      expect(dayOf(midnight)).toBeGreaterThan(dayOf(anchor))
      expect(dayOf(midnight - 1)).toBe(dayOf(anchor))
    }),
    { numRuns: 2_000 },
  )
})

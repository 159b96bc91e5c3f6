import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { civilOf, dateWords, dayNumberOf, civilCalendar } from './calendar.ts'
import { type Instant, isoDate, isoInstant, utc } from './instant.ts'
import { intervals } from './policy.ts'

const anchors = fc.integer({ min: utc('1990-01-01'), max: utc('2090-12-31') }) as fc.Arbitrary<Instant>
const counts = fc.integer({ min: -50, max: 600 })

describe('the calendar', () => {
  it('writes dates as the platform does', () => {
    fc.assert(
      fc.property(anchors, (instant) => {
        expect(dateWords(instant)).toBe(isoDate(instant))
        expect(isoInstant(instant)).toBe(new Date(instant).toISOString().replace('.000Z', 'Z'))
      }),
    )
  })

  it('finds every day again', () => {
    fc.assert(
      fc.property(fc.integer({ min: -200_000, max: 200_000 }), (day) => {
        const { year, month, day: ofMonth } = civilOf(day)
        expect(dayNumberOf(year, month, ofMonth)).toBe(day)
      }),
    )
  })

  it('keeps the anchor’s day, or takes the last day of a shorter month, and always its time of day', () => {
    fc.assert(
      fc.property(anchors, fc.constantFrom('month' as const, 'year' as const), counts, (anchor, interval, n) => {
        const from = new Date(anchor)
        const to = new Date(civilCalendar.boundary(anchor, interval, n, 'UTC'))
        expect(to.getTime() - to.setUTCHours(0, 0, 0, 0)).toBe(from.getTime() - from.setUTCHours(0, 0, 0, 0))
        const months = (to.getUTCFullYear() - from.getUTCFullYear()) * 12 + to.getUTCMonth() - from.getUTCMonth()
        expect(months).toBe(interval === 'month' ? n : n * 12)
        const lastDay = new Date(Date.UTC(to.getUTCFullYear(), to.getUTCMonth() + 1, 0)).getUTCDate()
        expect(to.getUTCDate()).toBe(Math.min(from.getUTCDate(), lastDay))
      }),
    )
  })

  it('goes forward with every period', () => {
    fc.assert(
      fc.property(anchors, fc.constantFrom(...intervals), counts, (anchor, interval, n) => {
        expect(civilCalendar.boundary(anchor, interval, n + 1, 'UTC')).toBeGreaterThan(civilCalendar.boundary(anchor, interval, n, 'UTC'))
        expect(civilCalendar.boundary(anchor, interval, 0, 'UTC')).toBe(anchor)
      }),
    )
  })
})

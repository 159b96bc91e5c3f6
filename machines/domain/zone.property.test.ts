import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { civilCalendar, civilOf } from './calendar.ts'
import { days, type Instant, minutes, utc } from './instant.ts'
import { currencies, minor } from './money.ts'
import { chargeUnitOf, intervals, type Zone, zones } from './policy.ts'
import { bySeconds } from './proration.ts'
import { clockChangesOf, instantOf, wallTimeAt } from './zone.ts'

const zone = fc.constantFrom(...zones)
const first = utc('2002-01-01')
const last = utc('2030-12-31')
/** Any moment, or one within two days of a change of clocks or one to three months before it: there calendars are hard. */
const instantIn = (where: Zone): fc.Arbitrary<Instant> => {
  const any = fc.integer({ min: first / 1_000, max: last / 1_000 }).map((second) => (second * 1_000) as Instant)
  const changes = clockChangesOf(where).filter((at) => at > first && at < last)
  if (changes.length === 0) return any
  const beside = fc
    .tuple(fc.constantFrom(...changes), fc.integer({ min: -172_800, max: 172_800 }), fc.integer({ min: -3, max: 0 }))
    .map(([at, seconds, months]) => civilCalendar.boundary((at + seconds * 1_000) as Instant, 'month', months, where))
  return fc.oneof(any, beside)
}
const placed = zone.chain((where) => fc.record({ where: fc.constant(where), anchor: instantIn(where) }))
const count = fc.integer({ min: 0, max: 60 })
const dayMs = 86_400_000
const runs = { numRuns: 2_000 }

describe('the calendar of any zone', () => {
  it('goes forward with every period', () => {
    fc.assert(
      fc.property(placed, fc.constantFrom(...intervals), fc.integer({ min: 0, max: 8 }), ({ where, anchor }, interval, n) => {
        const at = (index: number): Instant => civilCalendar.boundary(anchor, interval, index, where)
        expect(at(n + 1)).toBeGreaterThan(at(n))
        expect(at(0)).toBe(anchor)
      }),
      runs,
    )
  })

  it('keeps the civil day and time of the anchor, or takes the month’s last day; what does not exist comes later by the gap', () => {
    fc.assert(
      fc.property(
        placed,
        fc.constantFrom('month' as const, 'year' as const),
        fc.integer({ min: 1, max: 9 }),
        ({ where, anchor }, interval, n) => {
          const from = wallTimeAt(where, anchor)
          const boundary = civilCalendar.boundary(anchor, interval, n, where)
          const shown = wallTimeAt(where, boundary)
          const [a, b] = [civilOf(Math.floor(from / dayMs)), civilOf(Math.floor(shown / dayMs))]
          const lastDay = new Date(Date.UTC(b.year, b.month, 0)).getUTCDate()
          const isKept = b.day === Math.min(a.day, lastDay) && shown % dayMs === from % dayMs
          if (isKept) {
            expect((b.year - a.year) * 12 + b.month - a.month).toBe(interval === 'month' ? n : 12 * n)
            return
          }
          // Only a gap moves it: shortly before the clocks were put on by as much as it came later, a day at most.
          const change = clockChangesOf(where).findLast((at) => at <= boundary)!
          expect(boundary - change).toBeLessThan(days(1))
          const gap = wallTimeAt(where, change) - wallTimeAt(where, (change - 1_000) as Instant) - 1_000
          expect([minutes(30), minutes(60), days(1)]).toContain(gap)
          const wanted = civilOf(Math.floor((shown - gap) / dayMs))
          expect(wanted.day).toBe(Math.min(a.day, new Date(Date.UTC(wanted.year, wanted.month, 0)).getUTCDate()))
          expect((shown - gap) % dayMs).toBe(from % dayMs)
        },
      ),
      runs,
    )
  })

  it('counts from the anchor alone: two counts together are one, wherever the first of them lands', () => {
    fc.assert(
      fc.property(placed, count, fc.integer({ min: 0, max: 40 }), ({ where, anchor }, n, m) => {
        const wall = wallTimeAt(where, anchor)
        const together = wallTimeAt('UTC', civilCalendar.boundary(wall as number as Instant, 'month', n + m, 'UTC'))
        if (n + m > 0) expect(civilCalendar.boundary(anchor, 'month', n + m, where)).toBe(instantOf(where, together))
        expect(civilCalendar.boundary(anchor, 'year', m % 8, where)).toBe(civilCalendar.boundary(anchor, 'month', 12 * (m % 8), where))
        // Weeks are all alike, so that there the boundary itself may be the next anchor, unless a gap moved it.
        const middle = civilCalendar.boundary(anchor, 'week', n, where)
        if (wallTimeAt(where, middle) === wall + n * 7 * dayMs && m > 0)
          expect(civilCalendar.boundary(middle, 'week', m, where)).toBe(civilCalendar.boundary(anchor, 'week', n + m, where))
      }),
      runs,
    )
  })

  it('comes back from the wall clock to the same moment, but for the second of two that look alike', () => {
    fc.assert(
      fc.property(placed, ({ where, anchor }) => {
        const wall = wallTimeAt(where, anchor)
        const back = instantOf(where, wall)
        expect(wallTimeAt(where, back)).toBe(wall)
        if (back === anchor) return
        expect(anchor - back).toBeGreaterThan(0)
        expect([minutes(30), minutes(60)]).toContain(anchor - back)
      }),
      runs,
    )
  })
})

describe('proration in every zone and currency', () => {
  it('makes pieces of whole units that come to the price, within half a unit for each piece, also where clocks are put', () => {
    fc.assert(
      fc.property(
        placed,
        fc.constantFrom(...currencies),
        fc.integer({ min: 1, max: 10 ** 6 }),
        fc.array(fc.nat({ max: 10 ** 6 }), { maxLength: 5 }),
        fc.integer({ min: 0, max: 5 }),
        ({ where, anchor }, currency, units, drawn, n) => {
          const unit = chargeUnitOf({ currency })
          const price = minor(units * unit)
          const start = civilCalendar.boundary(anchor, 'month', n, where)
          const end = civilCalendar.boundary(anchor, 'month', n + 1, where)
          const cuts = drawn.map((part) => (start + Math.floor(((end - start) / 1_000) * (part / 10 ** 6)) * 1_000) as Instant)
          const edges = [start, ...new Set(cuts.filter((cut) => cut > start).sort((a, b) => a - b)), end]
          let sum = 0
          for (let i = 1; i < edges.length; i++) {
            const piece = bySeconds.piece(price, edges[i - 1]!, edges[i]!, start, end, unit)
            expect(piece % unit).toBe(0)
            expect(piece).toBeLessThanOrEqual(price)
            sum += piece
          }
          expect(Math.abs(sum - price)).toBeLessThanOrEqual(((edges.length - 1) * unit) / 2)
          if (edges.length === 2) expect(sum).toBe(price)
        },
      ),
      runs,
    )
  })

  it('is rounded once: the nearest that can be charged, a half up', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...currencies),
        fc.integer({ min: 0, max: 10 ** 9 }),
        fc.integer({ min: 1, max: 366 * 86_400 }),
        fc.nat({ max: 366 * 86_400 }),
        (currency, units, whole, part) => {
          const unit = chargeUnitOf({ currency })
          const used = Math.min(part, whole)
          const at = (second: number): Instant => (second * 1_000) as Instant
          const piece = bySeconds.piece(minor(units * unit), at(0), at(used), at(0), at(whole), unit)
          // 2 × |piece − exact| ≤ unit, in whole numbers; at the half the piece is the larger.
          const off = 2n * (BigInt(piece) * BigInt(whole) - BigInt(units * unit) * BigInt(used))
          expect(off <= BigInt(unit) * BigInt(whole) && off > -BigInt(unit) * BigInt(whole)).toBe(true)
        },
      ),
    )
  })
})

import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Instant } from '#machines'
import { isoDate, utc } from '#machines'
import { calendar, type Recurrence } from './calendar.ts'

const anchors = fc
  .integer({ min: Date.UTC(2020, 0, 1) / 1_000, max: Date.UTC(2030, 0, 1) / 1_000 })
  .map((second) => (second * 1_000) as Instant)
const every = fc.record({
  interval: fc.constantFrom('day', 'week', 'month', 'year'),
  count: fc.integer({ min: 1, max: 3 }),
}) as fc.Arbitrary<Recurrence>

test('boundaries follow one another, from the anchor itself', () => {
  fc.assert(
    fc.property(anchors, every, fc.integer({ min: 0, max: 60 }), (anchor, step, index) => {
      expect(calendar.boundary(anchor, step, 0)).toBe(anchor)
      expect(calendar.boundary(anchor, step, index + 1)).toBeGreaterThan(calendar.boundary(anchor, step, index))
    }),
  )
})

test('the hour of the anchor stays, and its day where the month has it', () => {
  fc.assert(
    fc.property(anchors, fc.integer({ min: 0, max: 60 }), (anchor, index) => {
      const boundary = calendar.boundary(anchor, { interval: 'month', count: 1 }, index)
      expect(boundary % 86_400_000).toBe(anchor % 86_400_000)
      const [day, wanted] = [new Date(boundary).getUTCDate(), new Date(anchor).getUTCDate()]
      const isLastOfMonth = new Date(boundary + 86_400_000).getUTCDate() === 1
      expect(day === wanted || (day < wanted && isLastOfMonth)).toBe(true)
    }),
  )
})

test('the 31st becomes the last of a shorter month and comes back, 29 February once in four years', () => {
  const days = (from: string, step: Recurrence, count: number): readonly string[] =>
    Array.from({ length: count }, (_, index) => isoDate(calendar.boundary(utc(from), step, index + 1)))
  expect(days('2024-01-31', { interval: 'month', count: 1 }, 4)).toEqual(['2024-02-29', '2024-03-31', '2024-04-30', '2024-05-31'])
  expect(days('2024-02-29', { interval: 'year', count: 1 }, 4)).toEqual(['2025-02-28', '2026-02-28', '2027-02-28', '2028-02-29'])
})

import { isoDate, isoInstant, utc } from '#machines'
import { expect, test } from 'vitest'
import { boundaryAfter, midnightAfter } from './boundaries.ts'

test('the 31st becomes the last of shorter months and comes back', () => {
  const days = [0, 1, 2, 3, 12, 13].map((n) => isoDate(boundaryAfter(utc('2024-01-31T09:00Z'), 'month', n, 'UTC')))
  expect(days).toEqual(['2024-01-31', '2024-02-29', '2024-03-31', '2024-04-30', '2025-01-31', '2025-02-28'])
})

test('a leap day has a birthday each year', () => {
  const days = [1, 4].map((n) => isoInstant(boundaryAfter(utc('2024-02-29T23:59:59Z'), 'year', n, 'UTC')))
  expect(days).toEqual(['2025-02-28T23:59:59Z', '2028-02-29T23:59:59Z'])
})

test('weeks are seven days', () => {
  expect(isoDate(boundaryAfter(utc('2024-02-26'), 'week', 1, 'UTC'))).toBe('2024-03-04')
})

test('at midnight the next one is a day away', () => {
  expect(isoDate(midnightAfter(utc('2024-02-29'), 'UTC'))).toBe('2024-03-01')
})

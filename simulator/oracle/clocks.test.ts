import { clockChangesOf, isoInstant, utc, wallTimeAt, zones } from '#machines'
import { expect, test } from 'vitest'
import { firstShown, puts, shownAt, wallInWords } from './clocks.ts'

const withClocks = zones.filter((zone) => zone !== 'UTC')

test.each(withClocks)('the rules of %s come to what the machines have as data, which a test of theirs holds against the host', (zone) => {
  const known = [utc('2000-01-01'), ...clockChangesOf(zone)].map((at) => [isoInstant(at), wallTimeAt(zone, at) - at])
  expect(puts[zone].map(({ at, ahead }) => [isoInstant(at), ahead])).toEqual(known)
})

test('a time shown twice is the first, one never shown is counted on', () => {
  expect(isoInstant(firstShown('America/New_York', utc('2024-11-03T01:30Z')))).toBe('2024-11-03T05:30:00Z')
  expect(isoInstant(firstShown('America/New_York', utc('2024-03-10T02:30Z')))).toBe('2024-03-10T07:30:00Z')
  expect(isoInstant(firstShown('Pacific/Apia', utc('2011-12-30T23:59:59Z')))).toBe('2011-12-31T09:59:59Z')
})

test('a moment is told as the clocks there show it', () => {
  expect(wallInWords('Australia/Lord_Howe', utc('2024-10-05T15:45Z'))).toBe('2024-10-06 02:45:00')
  expect(wallInWords('UTC', utc('2024-10-05T15:45Z'))).toBe('2024-10-05 15:45:00')
})

test('before 2000 nothing is claimed', () => expect(() => shownAt('Pacific/Apia', utc('1999-12-31T23:59:59Z'))).toThrow(RangeError))

import { describe, expect, it } from 'vitest'
import { hostClockChanges } from './host-clocks.fixture.ts'
import { dateWords } from './calendar.ts'
import { clockChanges } from './clock-changes.ts'
import { isoInstant, utc } from './instant.ts'
import { zones } from './policy.ts'
import { clockChangesOf, instantOf, type WallTime, wallTimeAt } from './zone.ts'

const withClocks = zones.filter((zone) => zone !== 'UTC')
const shows = (text: string): WallTime => utc(`${text}Z`) as number as WallTime

describe('zones', () => {
  it.each(withClocks)('%s has every change of its clocks that the host knows from 2000 to 2040, and no other', (zone) => {
    const known = hostClockChanges(zone, 2000, 2040).map(({ at, minutes }) => [isoInstant(at as ReturnType<typeof utc>), minutes])
    const words = clockChanges[zone].changes.trim().split(/\s+/)
    const ours = words.flatMap((word, place) => (place % 2 === 0 ? [[isoInstant(utc(word)), Number(words[place + 1])]] : []))
    expect([['2000-01-01T00:00:00Z', clockChanges[zone].from2000], ...ours]).toEqual(known)
    expect(clockChangesOf(zone).map(isoInstant)).toEqual(ours.map(([at]) => at))
  })

  it('takes the first of two times that look alike', () => {
    expect(isoInstant(instantOf('America/New_York', shows('2024-11-03T01:30')))).toBe('2024-11-03T05:30:00Z')
    expect(isoInstant(instantOf('Australia/Lord_Howe', shows('2024-04-07T01:45')))).toBe('2024-04-06T14:45:00Z')
  })

  it('counts a time that does not exist on from the last that does', () => {
    expect(isoInstant(instantOf('America/New_York', shows('2024-03-10T02:30')))).toBe('2024-03-10T07:30:00Z')
    expect(isoInstant(instantOf('Australia/Lord_Howe', shows('2024-10-06T02:10')))).toBe('2024-10-05T15:40:00Z')
    expect(isoInstant(instantOf('Pacific/Apia', shows('2011-12-30T09:00')))).toBe('2011-12-30T19:00:00Z')
  })

  it('knows the first and the last moment of what does not exist', () => {
    expect(isoInstant(instantOf('America/New_York', shows('2024-03-10T02:00')))).toBe('2024-03-10T07:00:00Z')
    expect(isoInstant(instantOf('America/New_York', shows('2024-03-10T01:59:59')))).toBe('2024-03-10T06:59:59Z')
    expect(isoInstant(instantOf('America/New_York', shows('2024-03-10T03:00')))).toBe('2024-03-10T07:00:00Z')
  })

  it('names a day by the clocks there', () => {
    const instant = utc('2024-01-01T03:00Z')
    expect(zones.map((zone) => dateWords(instant, zone))).toEqual(['2024-01-01', '2023-12-31', '2024-01-01', '2024-01-01'])
    expect(dateWords(utc('2011-12-30T09:59:59Z'), 'Pacific/Apia')).toBe('2011-12-29')
    expect(dateWords(utc('2011-12-30T10:00:00Z'), 'Pacific/Apia')).toBe('2011-12-31')
  })

  it.each(withClocks)('%s refuses what is before its first year or after its last, in words', (zone) => {
    const says = `the clocks of ${zone} are known from 2000 to 2040`
    expect(() => wallTimeAt(zone, utc('1999-12-31'))).toThrow(says)
    expect(() => wallTimeAt(zone, utc('2041-01-02'))).toThrow(says)
    expect(() => instantOf(zone, shows('1999-12-30T00:00'))).toThrow(says)
    expect(() => instantOf(zone, shows('2041-01-02T00:00'))).toThrow(says)
  })

  it('has no such bounds in UTC', () => expect(dateWords(utc('2099-12-31'), 'UTC')).toBe('2099-12-31'))
})

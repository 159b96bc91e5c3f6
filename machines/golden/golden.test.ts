import { describe, expect, it } from 'vitest'
import { civilCalendar } from '../domain/calendar.ts'
import { isoInstant, utc } from '../domain/instant.ts'
import { minor } from '../domain/money.ts'
import { bySeconds } from '../domain/proration.ts'
import { standardParts } from '../parts.ts'
import { calendarCases, prorationCases } from './arithmetic-cases.ts'
import { failingGoldenCases } from './failing.ts'
import { goldenLives } from './lives/all.ts'
import { short, shownBy } from './shown.ts'

describe('golden calendars', () => {
  it.each(calendarCases.map((each) => ({ zone: 'UTC' as const, ...each })))(
    '$interval from $anchor in $zone',
    ({ anchor, interval, zone, boundaries }) => {
      expect(boundaries.map((_, n) => short(isoInstant(civilCalendar.boundary(utc(anchor), interval, n, zone))))).toEqual(boundaries)
    },
  )
})

describe('golden prorations', () => {
  it.each(prorationCases)('$name', ({ price, period, span, unit = 1, piece }) => {
    expect(bySeconds.piece(minor(price), utc(span[0]), utc(span[1]), utc(period[0]), utc(period[1]), minor(unit))).toBe(piece)
  })
})

describe('golden lives', () => {
  it.each(goldenLives)('$name', (life) => expect(shownBy(life, standardParts)).toEqual(life.ends))
})

describe('machines that are not ours', () => {
  it('fail no case when they are ours after all', async () => expect(await failingGoldenCases(standardParts)).toEqual([]))

  it('fail the cases that they err in, of each kind', async () => {
    const wrong = {
      ...standardParts,
      calendar: { boundary: () => utc('2024-01-31') },
      proration: { ...bySeconds, piece: () => minor(0) },
    }
    const failing = await failingGoldenCases(wrong)
    expect(failing).toContain('month from 2024-01-31')
    expect(failing).toContain('half of a 30-day month')
    expect(failing.filter((name) => goldenLives.some((life) => life.name === name)).length).toBeGreaterThan(10)
    // A piece of nothing is nothing, on these machines as on ours.
    expect(failing).not.toContain('less than half goes down')
  })
})

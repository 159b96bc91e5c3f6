import type { Instant, Zone } from '#machines'
import { isoInstant } from '#machines'

/**
 * How clocks are put, as law makers say it and not as a list of what came of it: the oracle's own knowledge of zones. Every
 * rule was written down from the IANA time zone database, and a test holds it against the host's data.
 */
interface Rule {
  /** The years in which it is so, both included. */
  readonly years: readonly [number, number]
  readonly month: number
  /** The n-th Sunday of the month, its last, or a day of the month. */
  readonly day: 'first Sunday' | 'second Sunday' | 'last Sunday' | number
  /** Minutes after midnight by the clocks as they were until then. */
  readonly at: number
  /** Minutes ahead of UTC from then on. */
  readonly to: number
}

interface Clocks {
  /** Minutes ahead of UTC as the year 2000 begins. */
  readonly first: number
  readonly rules: readonly Rule[]
}

const hour = 60

const clocks: Readonly<Record<Exclude<Zone, 'UTC'>, Clocks>> = {
  'America/New_York': {
    first: -5 * hour,
    rules: [
      { years: [2000, 2006], month: 4, day: 'first Sunday', at: 2 * hour, to: -4 * hour },
      { years: [2000, 2006], month: 10, day: 'last Sunday', at: 2 * hour, to: -5 * hour },
      { years: [2007, 2040], month: 3, day: 'second Sunday', at: 2 * hour, to: -4 * hour },
      { years: [2007, 2040], month: 11, day: 'first Sunday', at: 2 * hour, to: -5 * hour },
    ],
  },
  'Australia/Lord_Howe': {
    first: 11 * hour,
    rules: [
      { years: [2000, 2005], month: 3, day: 'last Sunday', at: 2 * hour, to: 10 * hour + 30 },
      // For the Olympic Games of Sydney.
      { years: [2000, 2000], month: 8, day: 'last Sunday', at: 2 * hour, to: 11 * hour },
      { years: [2001, 2007], month: 10, day: 'last Sunday', at: 2 * hour, to: 11 * hour },
      // For the Commonwealth Games of Melbourne.
      { years: [2006, 2006], month: 4, day: 'first Sunday', at: 2 * hour, to: 10 * hour + 30 },
      { years: [2007, 2007], month: 3, day: 'last Sunday', at: 2 * hour, to: 10 * hour + 30 },
      { years: [2008, 2040], month: 4, day: 'first Sunday', at: 2 * hour, to: 10 * hour + 30 },
      { years: [2008, 2040], month: 10, day: 'first Sunday', at: 2 * hour, to: 11 * hour },
    ],
  },
  'Pacific/Apia': {
    first: -11 * hour,
    rules: [
      { years: [2010, 2010], month: 9, day: 'last Sunday', at: 0, to: -10 * hour },
      { years: [2011, 2011], month: 4, day: 2, at: 4 * hour, to: -11 * hour },
      { years: [2011, 2011], month: 9, day: 24, at: 3 * hour, to: -10 * hour },
      // Over the date line: after the 29th came the 31st.
      { years: [2011, 2011], month: 12, day: 30, at: 0, to: 14 * hour },
      { years: [2012, 2021], month: 4, day: 'first Sunday', at: 4 * hour, to: 13 * hour },
      { years: [2012, 2020], month: 9, day: 'last Sunday', at: 3 * hour, to: 14 * hour },
    ],
  },
}

const minuteMs = 60_000
const dayMs = 86_400_000

/** The day of the month, found by going through its Sundays. */
function dayOf({ day, month }: Rule, year: number): number {
  if (typeof day === 'number') return day
  const sundays: number[] = []
  for (let date = 1; new Date(Date.UTC(year, month - 1, date)).getUTCMonth() === month - 1; date++)
    if (new Date(Date.UTC(year, month - 1, date)).getUTCDay() === 0) sundays.push(date)
  return day === 'first Sunday' ? sundays[0]! : day === 'second Sunday' ? sundays[1]! : sundays.at(-1)!
}

/** From `at` on the clocks are so many milliseconds ahead of UTC. */
export interface Put {
  readonly at: Instant
  readonly ahead: number
}

/** What the rules come to, year by year. */
function unrolled({ first, rules }: Clocks): readonly Put[] {
  const found: Put[] = [{ at: Date.UTC(2000, 0, 1) as Instant, ahead: first * minuteMs }]
  for (let year = 2000; year <= 2040; year++) {
    const inYear = rules
      .filter(({ years: [from, to] }) => from <= year && year <= to)
      .map((rule) => ({ rule, wall: Date.UTC(year, rule.month - 1, dayOf(rule, year)) + rule.at * minuteMs }))
      .toSorted((a, b) => a.wall - b.wall)
    for (const { rule, wall } of inYear) found.push({ at: (wall - found.at(-1)!.ahead) as Instant, ahead: rule.to * minuteMs })
  }
  return found
}

const always: readonly Put[] = [{ at: Number.NEGATIVE_INFINITY as Instant, ahead: 0 }]

/** How the clocks of each zone were and will be put, from 2000 to 2040. */
export const puts: Readonly<Record<Zone, readonly Put[]>> = {
  UTC: always,
  'America/New_York': unrolled(clocks['America/New_York']),
  'Australia/Lord_Howe': unrolled(clocks['Australia/Lord_Howe']),
  'Pacific/Apia': unrolled(clocks['Pacific/Apia']),
}

/** By how much the clocks of each zone ever were ahead, each once. */
const everAhead: Readonly<Record<Zone, readonly number[]>> = {
  UTC: aheadsOf('UTC'),
  'America/New_York': aheadsOf('America/New_York'),
  'Australia/Lord_Howe': aheadsOf('Australia/Lord_Howe'),
  'Pacific/Apia': aheadsOf('Pacific/Apia'),
}

function aheadsOf(zone: Zone): readonly number[] {
  return [...new Set(puts[zone].map(({ ahead }) => ahead))]
}

/** Milliseconds by which the clocks of a zone are ahead of UTC: as they were last put, looked for by halves. */
function aheadAt(zone: Zone, instant: number): number {
  const list = puts[zone]
  let [isPut, isNot] = [-1, list.length]
  while (isNot - isPut > 1) {
    const middle = (isPut + isNot) >> 1
    if (list[middle]!.at <= instant) isPut = middle
    else isNot = middle
  }
  if (isPut < 0) throw new RangeError(`the clocks of ${zone} are known from 2000 on`)
  return list[isPut]!.ahead
}

/** What the clocks of a zone show, in milliseconds as if it were UTC. */
export const shownAt = (zone: Zone, instant: number): number => instant + aheadAt(zone, instant)

/** Every time at which the clocks show this, found by trying all that they ever were ahead. */
function whenShown(zone: Zone, shown: number): readonly number[] {
  const found: number[] = []
  for (const ahead of everAhead[zone]) {
    const instant = shown - ahead
    if (instant >= puts[zone][0]!.at && shownAt(zone, instant) === shown) found.push(instant)
  }
  return found
}

/**
 * The first time at which the clocks of a zone show this. What they never show is counted on from the last time before it
 * that they do show, looked for backwards by the half hour.
 */
export function firstShown(zone: Zone, shown: number): Instant {
  if (zone === 'UTC') return shown as Instant
  for (let back = 0; back <= 2 * dayMs; back += 30 * minuteMs) {
    const found = whenShown(zone, shown - back)
    // Of two that look alike before a gap, the later one leads into it.
    if (found.length > 0) return ((back === 0 ? Math.min(...found) : Math.max(...found)) + back) as Instant
  }
  throw new RangeError(`no clock of ${zone} ever showed ${shown}`)
}

/** `2024-03-10 03:30:00` by the clocks of the zone. */
export const wallInWords = (zone: Zone, instant: Instant): string =>
  isoInstant(shownAt(zone, instant) as Instant)
    .replace('T', ' ')
    .replace('Z', '')

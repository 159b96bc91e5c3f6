import { clockChanges } from './clock-changes.ts'
import { type Instant, isoInstant, utc } from './instant.ts'
import type { Zone } from './policy.ts'

/** What a zone's wall clock shows, in milliseconds, as if it were UTC: no moment by itself. */
export type WallTime = number & { readonly __unit: 'wall time' }

/** A time between two changes of a zone's clocks. */
interface Stretch {
  readonly from: Instant
  readonly to: Instant
  /** Milliseconds by which the clocks are ahead of UTC. */
  readonly offset: number
}

type ZoneWithClocks = Exclude<Zone, 'UTC'>

/** The years of which the clocks are known. */
const knownFrom = utc('2000-01-01')
const knownTo = utc('2041-01-01')
const minuteMs = 60_000

function stretchesOf(zone: ZoneWithClocks): readonly Stretch[] {
  const { from2000, changes } = clockChanges[zone]
  const words = changes.trim().split(/\s+/)
  const found: Stretch[] = []
  let from = knownFrom
  let offset = from2000 * minuteMs
  for (let i = 0; i < words.length; i += 2) {
    const to = utc(words[i]!)
    found.push({ from, to, offset })
    from = to
    offset = Number(words[i + 1]) * minuteMs
  }
  return [...found, { from, to: knownTo, offset }]
}

const stretches: Readonly<Record<ZoneWithClocks, readonly Stretch[]>> = {
  'America/New_York': stretchesOf('America/New_York'),
  'Australia/Lord_Howe': stretchesOf('Australia/Lord_Howe'),
  'Pacific/Apia': stretchesOf('Pacific/Apia'),
}

const unknown = (zone: Zone, instant: number): RangeError =>
  new RangeError(`the clocks of ${zone} are known from 2000 to 2040, and ${isoInstant(instant as Instant)} is beyond that`)

/** The place of the first stretch that passes the test; the tests come out false, then true. */
function firstWhere(list: readonly Stretch[], passes: (stretch: Stretch) => boolean): number {
  let low = 0
  let high = list.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if (passes(list[middle]!)) high = middle
    else low = middle + 1
  }
  return low
}

/**
 * What the clocks of a zone show at an instant.
 * @throws RangeError beyond the years 2000 to 2040, except for UTC
 */
export function wallTimeAt(zone: Zone, instant: Instant): WallTime {
  if (zone === 'UTC') return instant as number as WallTime
  const list = stretches[zone]
  const stretch = list[firstWhere(list, ({ to }) => instant < to)]
  if (stretch === undefined || instant < stretch.from) throw unknown(zone, instant)
  return (instant + stretch.offset) as WallTime
}

/**
 * When the clocks of a zone show a time. A time that they show twice is the first of the two. One that they leave out is
 * counted on from the last time before, as if they had not been put: half past two becomes half past three.
 * @throws RangeError beyond the years 2000 to 2040, except for UTC
 */
export function instantOf(zone: Zone, wall: WallTime): Instant {
  if (zone === 'UTC') return wall as number as Instant
  const list = stretches[zone]
  const place = firstWhere(list, ({ to, offset }) => wall < to + offset)
  const stretch = list[place]
  if (stretch === undefined || wall - stretch.offset < knownFrom) throw unknown(zone, wall)
  const isShown = wall >= stretch.from + stretch.offset
  return (wall - (isShown ? stretch : list[place - 1]!).offset) as Instant
}

/** The instants at which the clocks of a zone are put, in order. */
export const clockChangesOf = (zone: Zone): readonly Instant[] => (zone === 'UTC' ? [] : stretches[zone].slice(1).map(({ from }) => from))

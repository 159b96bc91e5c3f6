import type { Currency, Duration, Instant, Interval, Policy, WallTime, Zone } from '#machines'
import {
  civilCalendar,
  clockChangesOf,
  currencies,
  days,
  defaultPolicy,
  instantOf,
  later,
  minor,
  seconds,
  utc,
  wallTimeAt,
  zones,
} from '#machines'
import type { CardsOptions } from './cards.ts'
import { Draw } from './draw.ts'
import { placeOf } from './scenario.ts'

/** Everywhere that a world abroad may be. */
export const placesAbroad: readonly string[] = currencies.flatMap((currency) => zones.map((zone) => placeOf({ currency, zone })))

/** What the plans cost for a month; in units that cards take. */
const prices: Readonly<Record<Currency, readonly [number, number, number]>> = {
  usd: [999, 1_999, 4_900],
  eur: [899, 1_849, 4_500],
  gbp: [799, 1_599, 3_900],
  jpy: [980, 1_980, 4_800],
  krw: [9_900, 19_900, 49_000],
  kwd: [3_250, 6_500, 14_900],
  bhd: [3_990, 7_990, 18_500],
}

/** Civil days on which calendars are hard. */
const firstDays = ['2024-01-31', '2023-01-31', '2024-11-30', '2023-02-28', '2024-02-28', '2024-02-29', '2024-08-31', '2024-12-31'] as const

/** Samoa went over the date line: no other change of clocks is like it, and it would come up too seldom. */
const lostDay = utc('2011-12-30T10:00:00Z')

/** Where and when a seed's customers live: a currency, a zone, a first moment, and where periods of theirs end. */
export function worldAbroad(name: string, seed: number): Required<Pick<CardsOptions, 'policy' | 'starts' | 'boundary'>> {
  const draw = new Draw(`${name} ${seed} world`)
  const zone = draw.among(zones)
  const currency = draw.among(currencies)
  const interval = draw.weighted<Interval>([
    ['month', 4],
    ['week', 1],
  ])
  const policy = policyOf(currency, zone, interval)
  const boundary = (anchor: Instant, nth: number): Instant =>
    civilCalendar.boundary(anchor, interval, interval === 'week' ? nth * 3 : nth, zone)
  return { policy, starts: startOf(draw, zone, interval), boundary }
}

const keys = ['basic', 'pro', 'team'] as const

function policyOf(currency: Currency, zone: Zone, interval: Interval): Policy {
  const plans = keys.map((key, index) => ({ key, price: minor(prices[currency][index]!), interval }))
  // A week is over sooner than the retries of a month.
  const pace = interval === 'week' ? { grace: days(3), retries: [days(1), days(1), days(2)] } : {}
  return { ...defaultPolicy, currency, zone, plans, ...pace }
}

const recent = { from: utc('2005-01-01'), to: utc('2035-01-01') }
const recentChanges: ReadonlyMap<Zone, readonly Instant[]> = new Map(
  zones.map((zone) => [zone, clockChangesOf(zone).filter((at) => at > recent.from && at < recent.to)]),
)

/** When the first customer comes: beside a change of clocks or some periods before one, or about midnight of a hard day. */
function startOf(draw: Draw, zone: Zone, interval: Interval): Instant {
  const changes = recentChanges.get(zone)!
  if (changes.length > 0 && draw.chance(650)) {
    const change = zone === 'Pacific/Apia' && draw.chance(250) ? lostDay : draw.among(changes)
    const beside = seconds(
      draw.chance(150) ? draw.within(-1, 1) : draw.chance(600) ? draw.within(-3_600, 3_600) : draw.within(-7_200, 7_200),
    )
    const before = draw.within(interval === 'week' ? -8 : -2, 0)
    // As the clocks would have gone on if nobody had put them: what they leave out is met as well.
    const wall = later((wallTimeAt(zone, later(change, seconds(-1))) + seconds(1)) as Instant, beside)
    return instantOf(zone, civilCalendar.boundary(wall, interval, before, 'UTC') as number as WallTime)
  }
  const midnight = utc(draw.among(firstDays)) as number
  const clock: Duration = draw.chance(300)
    ? draw.among([seconds(0), seconds(1), seconds(86_399)])
    : draw.chance(500)
      ? seconds(draw.within(22 * 3_600, 86_399))
      : seconds(draw.within(0, 86_399))
  return instantOf(zone, (midnight + clock) as WallTime)
}

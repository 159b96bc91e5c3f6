import { days, type DeadLetterRow, hours, type Instant, isoDate, later } from '#machines'
import type { Burst, JobSpec, World } from '#simulator'
import type { Shop } from './parts.ts'
import { commit } from './tables.ts'

/** Half-open: `from` ≤ t < `to`. */
export interface Week {
  readonly from: Instant
  readonly to: Instant
}

/** What became of jobs that failed. */
export interface Health {
  readonly week: Week
  /** Tries that failed, and those that succeeded after one that had. */
  readonly tried: number
  readonly succeeded: number
  readonly dead: number
  readonly replayed: number
}

interface ReportRow {
  readonly health: Health
}

/** Reports are nobody's in particular. */
const owner = 'operator'
const lasts = days(7)
/** By then a week is over for everybody: whoever was held up while it ended has written what happened in it. */
const settled = days(1)

/** The week's counts, from the letters of the jobs that failed. */
export function countWeek(letters: readonly DeadLetterRow[], week: Week): Health {
  const { from, to } = week
  const isIn = (at: Instant): boolean => from <= at && at < to
  let [failed, succeeded, dead, replayed] = [0, 0, 0, 0]
  for (const { tries, state, endedAt, deaths, replays } of letters) {
    for (const { at } of tries) if (isIn(at)) failed++
    if (state === 'done' && endedAt !== undefined && isIn(endedAt)) succeeded++
    for (const at of deaths) if (isIn(at)) dead++
    for (const at of replays) if (isIn(at)) replayed++
  }
  return { week, tried: failed + succeeded, succeeded, dead, replayed }
}

/** The first week since the last report in which something happened to a job that failed; undefined: there is none yet. */
function nextWeek(world: World): Week | undefined {
  const owners = world.owners('letters')
  if (owners.length === 0) return undefined
  const since = (world.list('reports', owner).at(-1)?.row as ReportRow | undefined)?.health.week.to ?? 0
  let first = Number.POSITIVE_INFINITY
  for (const who of owners)
    for (const { row } of world.list('letters', who))
      for (const at of momentsOf(row as DeadLetterRow)) if (at >= since && at < first) first = at
  if (first === Number.POSITIVE_INFINITY) return undefined
  const from = (Math.floor(first / lasts) * lasts) as Instant
  return { from, to: later(from, lasts) }
}

const momentsOf = ({ tries, deaths, replays, endedAt }: DeadLetterRow): readonly Instant[] => [
  ...tries.map(({ at }) => at),
  ...deaths,
  ...replays,
  ...(endedAt === undefined ? [] : [endedAt]),
]

export const healthReport = (world: () => World): JobSpec => ({
  name: 'health report',
  every: hours(1),
  overlaps: false,
  due: () => {
    const week = nextWeek(world())
    return week === undefined ? undefined : later(week.to, settled)
  },
})

/**
 * Tells the operator of each week in which jobs failed how they do. Sent before it is taken down, under the week's key: told
 * again it is the same report.
 */
export function* reportHealth(shop: Shop, world: World): Burst<void> {
  const week = nextWeek(world)
  if (week === undefined || later(week.to, settled) > shop.now()) return
  const letters = world.owners('letters').flatMap((who) => world.list('letters', who).map(({ row }) => row as DeadLetterRow))
  const health = shop.parts.countWeek(letters, week)
  const key = `health report ${isoDate(week.from)}`
  const { tried, succeeded, dead, replayed } = health
  const says = `jobs that failed, week from ${isoDate(week.from)}: ${tried} tries, ${succeeded} succeeded, ${dead} dead, ${replayed} replayed`
  yield { kind: 'call', to: 'mail', label: 'send health report', request: { kind: 'health report', to: owner, key, says, ...health } }
  yield* commit('report', [{ table: 'reports', owner, key, row: { health } satisfies ReportRow, if: 'absent' }])
}

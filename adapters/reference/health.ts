import { days, type DeadLetterRow, hours, type Instant, isoDate, later } from '#machines'
import type { Burst, JobSpec, StoredTable, World } from '#simulator'
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
  const owners = world.table('letters').owners
  if (owners.length === 0) return undefined
  const since = (world.list('reports', owner).at(-1)?.row as ReportRow | undefined)?.health.week.to ?? 0
  let first = Number.POSITIVE_INFINITY
  const meet = (at: Instant): void => {
    if (at >= since && at < first) first = at
  }
  for (const who of owners)
    for (const { row } of world.list('letters', who)) {
      const { tries, deaths, replays, endedAt } = row as DeadLetterRow
      for (const { at } of tries) meet(at)
      for (const at of deaths) meet(at)
      for (const at of replays) meet(at)
      if (endedAt !== undefined) meet(endedAt)
    }
  if (first === Number.POSITIVE_INFINITY) return undefined
  const from = (Math.floor(first / lasts) * lasts) as Instant
  return { from, to: later(from, lasts) }
}

/** Asked at every commit; few of them write letters. Rows never change once they are read: the same lists have the same next week. */
export function healthReport(world: () => World): JobSpec {
  let reports: StoredTable | undefined
  let letters: StoredTable | undefined
  let due: Instant | undefined
  return {
    name: 'health report',
    every: hours(1),
    overlaps: false,
    due: () => {
      if (reports !== world().table('reports') || letters !== world().table('letters')) {
        reports = world().table('reports')
        letters = world().table('letters')
        const week = nextWeek(world())
        due = week === undefined ? undefined : later(week.to, settled)
      }
      return due
    },
  }
}

/**
 * Tells the operator of each week in which jobs failed how they do. Sent before it is taken down, under the week's key: told
 * again it is the same report.
 */
export function* reportHealth(shop: Shop, world: World): Burst<void> {
  const week = nextWeek(world)
  if (week === undefined || later(week.to, settled) > shop.now()) return
  const letters = world.table('letters').owners.flatMap((who) => world.list('letters', who).map(({ row }) => row as DeadLetterRow))
  const health = shop.parts.countWeek(letters, week)
  const key = `health report ${isoDate(week.from)}`
  const { tried, succeeded, dead, replayed } = health
  const says = `jobs that failed, week from ${isoDate(week.from)}: ${tried} tries, ${succeeded} succeeded, ${dead} dead, ${replayed} replayed`
  yield { kind: 'call', to: 'mail', label: 'send health report', request: { kind: 'health report', to: owner, key, says, ...health } }
  yield* commit('report', [{ table: 'reports', owner, key, row: { health } satisfies ReportRow, if: 'absent' }])
}

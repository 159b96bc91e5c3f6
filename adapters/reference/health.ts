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

/** @param opened when the shop began: the first week is the one that it falls in */
function nextWeek(world: World, opened: Instant): Week {
  const last = world.list('reports', owner).at(-1)?.row as ReportRow | undefined
  const from = last?.health.week.to ?? ((Math.floor(opened / lasts) * lasts) as Instant)
  return { from, to: later(from, lasts) }
}

/** When the week's report is due; asked often, and answered from one row. */
export const healthReport = (world: () => World, opened: () => Instant): JobSpec => ({
  name: 'health report',
  every: hours(1),
  overlaps: false,
  due: () => later(nextWeek(world(), opened()).to, settled),
})

/**
 * Tells the operator once a week how the jobs do that failed, also when there are none: silence would look the same as a
 * report that broke. Sent before it is taken down, under the week's key: told again it is the same report.
 */
export function* reportHealth(shop: Shop, world: World, opened: Instant): Burst<void> {
  const due = nextWeek(world, opened)
  if (later(due.to, settled) > shop.now()) return
  const letters = world.owners('letters').flatMap((who) => world.list('letters', who).map(({ row }) => row as DeadLetterRow))
  const health = shop.parts.countWeek(letters, due)
  const key = `health report ${isoDate(due.from)}`
  const { tried, succeeded, dead, replayed } = health
  const says = `jobs that failed, week from ${isoDate(due.from)}: ${tried} tries, ${succeeded} succeeded, ${dead} dead, ${replayed} replayed`
  yield { kind: 'call', to: 'mail', label: 'send health report', request: { kind: 'health report', to: owner, key, says, ...health } }
  yield* commit('report', [{ table: 'reports', owner, key, row: { health } satisfies ReportRow, if: 'absent' }])
}

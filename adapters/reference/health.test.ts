import { expect, it } from 'vitest'
import { days, type DeadLetterRow, later, minutes, utc } from '#machines'
import { countWeek } from './health.ts'
import { seen } from './seen.fixture.ts'

// A Thursday, as the weeks begin.
const starts = utc('2024-02-01')
const attempt = 'ada/sub 1/signup/attempt 1'

/** What the operator was told of each week. */
function reportsOf(choices: Readonly<Record<string, string>>) {
  const { truth, broken } = seen(starts, days(23), choices)
  expect(broken).toEqual([])
  return truth.effects.flatMap(({ at, detail }) => {
    const letter = JSON.parse(detail) as { readonly kind: string }
    return letter.kind === 'health report' ? [{ at, ...letter }] : []
  })
}

it('a week in which a job failed is reported a day after it ended, and no other', () => {
  const told = reportsOf({ [`${attempt}/poison job`]: '20 min, two clicks' })
  expect(told).toMatchObject([{ at: utc('2024-02-09'), key: 'health report 2024-02-01', tried: 4, succeeded: 1, dead: 1, replayed: 1 }])
  expect(reportsOf({})).toEqual([])
})

it('a worker that dies between sending and noting tells the same report once more', () => {
  const crash = 'job health report/2024-02-09T00:00:00Z/before write report/crash'
  const told = reportsOf({ [`${attempt}/poison job`]: '2 min', [crash]: '12 s' })
  expect(told).toMatchObject([
    { at: utc('2024-02-09'), key: 'health report 2024-02-01' },
    { at: utc('2024-02-09T01:00Z'), key: 'health report 2024-02-01' },
  ])
})

it('what happened before the week or after it is not counted', () => {
  const week = { from: later(starts, days(7)), to: later(starts, days(14)) }
  const at = (after: number) => later(starts, minutes(after))
  const [first, last, next] = [7 * 1_440, 14 * 1_440 - 1, 14 * 1_440]
  const letter: DeadLetterRow = {
    job: attempt,
    type: 'payment',
    about: 'start attempt',
    who: 'ada',
    state: 'done',
    tries: [first - 1, first, last, next].map((after) => ({ at: at(after), error: 'x' })),
    firstFailure: at(first - 1),
    lastFailure: at(next),
    nextTry: undefined,
    deadSince: undefined,
    deaths: [at(last), at(next)],
    replays: [at(next)],
    endedAt: at(next),
    cause: 'ada/subscribe',
  }
  expect(countWeek([letter], week)).toEqual({ week, tried: 2, succeeded: 0, dead: 1, replayed: 0 })
  expect(countWeek([{ ...letter, state: 'resolved', endedAt: at(last) }], week)).toMatchObject({ succeeded: 0 })
})

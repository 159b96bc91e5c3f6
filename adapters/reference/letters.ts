import type { DeadLetterRow, FailedTry, Instant, Job, Who } from '#machines'
import type { Burst, StoredRow, Write } from '#simulator'
import { type OutboxRow, read } from './tables.ts'

/**
 * The envelope of a job that failed, as people see it. It lies beside the outbox, changes in the same commits, and outlives
 * the entry: what failed once can be looked up for ever.
 */
export const letterOf = (key: string, { effect, cause }: OutboxRow, type: DeadLetterRow['type']): Omit<DeadLetterRow, keyof Told> => ({
  job: key,
  type,
  about: effect.kind,
  who: effect.who,
  deaths: [],
  replays: [],
  endedAt: undefined,
  cause,
})

type Told = Pick<DeadLetterRow, 'state' | 'tries' | 'firstFailure' | 'lastFailure' | 'nextTry' | 'deadSince'>

/** The letter after one more failed try. */
export function failedOnceMore(
  before: DeadLetterRow | Omit<DeadLetterRow, keyof Told>,
  failure: FailedTry,
  job: Job,
  nextTry: Instant,
): DeadLetterRow {
  const tries = [...('tries' in before ? before.tries : []), failure]
  const isDead = job.state === 'dead'
  return {
    ...before,
    state: isDead ? 'dead' : 'backing off',
    tries,
    firstFailure: tries[0]!.at,
    lastFailure: failure.at,
    nextTry: isDead ? undefined : nextTry,
    deadSince: isDead ? failure.at : undefined,
    deaths: isDead ? [...before.deaths, failure.at] : before.deaths,
  }
}

export const replayed = (before: DeadLetterRow, at: Instant): DeadLetterRow => ({
  ...before,
  state: 'replayed',
  deadSince: undefined,
  replays: [...before.replays, at],
})

/** What an entry's end writes: it leaves the outbox, and if it ever failed its letter says how it ended. Whoever read it earlier than somebody wrote it loses. */
export function* ended(
  who: Who,
  { key, version, row }: StoredRow<OutboxRow>,
  state: 'done' | 'resolved',
  at: Instant,
): Burst<readonly Write[]> {
  const leaves: Write = { table: 'outbox', owner: who, key, row: undefined, if: version }
  if (row.job === undefined) return [leaves]
  const letter = yield* read<DeadLetterRow>('letters', who, key)
  if (letter === undefined) return [leaves]
  const told: DeadLetterRow = { ...letter.row, state, nextTry: undefined, deadSince: undefined, endedAt: at }
  return [leaves, { table: 'letters', owner: who, key, row: told, if: letter.version }]
}

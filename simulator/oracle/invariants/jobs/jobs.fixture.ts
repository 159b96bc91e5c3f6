import { type DeadLetterRow, type Duration, type Instant, later, minutes } from '#machines'
import type { EffectTruth, JobTry, Scene } from '../../scene.ts'
import { commandOf, march, sceneOf } from '../../scene-of.fixture.ts'

const job = 'ada/sub 1/signup/attempt 1'
export const failedFirst: Instant = march
export const after = (count: number): Instant => later(failedFirst, minutes(count))

/** A payment job that was refused as wrong so many minutes after its first try. */
export const triedAt = (moments: readonly number[], came: JobTry['came'] = 'refused', over: Partial<JobTry> = {}): readonly JobTry[] =>
  moments.map((count) => ({
    job,
    who: 'ada',
    at: after(count),
    asked: 'payment_intents.create',
    key: job,
    came,
    isDisturbed: false,
    ...over,
  }))

export function letterOf(moments: readonly number[], over: Partial<DeadLetterRow> = {}): DeadLetterRow {
  const tries = moments.map((count) => ({ at: after(count), error: '400 parameter_unknown' }))
  const last = tries.at(-1)!.at
  return {
    job,
    type: 'payment',
    about: 'start attempt',
    who: 'ada',
    state: 'dead',
    tries,
    firstFailure: tries[0]!.at,
    lastFailure: last,
    nextTry: undefined,
    deadSince: last,
    deaths: [last],
    replays: [],
    endedAt: undefined,
    cause: 'ada/subscribe',
    ...over,
  }
}

export const alertOf = (key: string, count: number): EffectTruth => ({
  kind: 'alert',
  who: 'ada',
  detail: JSON.stringify({ to: 'operator', job, key }),
  at: after(count),
})

export const replayAt = (count: number, over: Partial<ReturnType<typeof commandOf>> = {}) =>
  commandOf({ do: 'replay', job }, after(count), { id: `replay ${count}`, ...over })

/** A while after the last of it, at quiet. */
export const jobScene = (letters: readonly DeadLetterRow[], truth: Partial<Scene['truth']>, now: Duration = minutes(60)): Scene => {
  const tries = truth.tries ?? []
  return sceneOf({
    at: 'quiet',
    now: later(failedFirst, now),
    view: { 'dead letters': letters },
    truth: { refused: tries.filter(({ came }) => came === 'refused'), ...truth },
  })
}

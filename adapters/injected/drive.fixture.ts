import type { Instant } from '#machines'
import { defaultPolicy, utc } from '#machines'
import type { Activity, Pause, ProviderAnswer, ProviderRequest, World } from '#simulator'

/** A world of one's own for trying an injected system without a run: a clock one can set, and what was reported. */
export interface Stage {
  readonly world: World
  now: Instant
  readonly effects: string[]
  /** What happened, one line each: instants, landmarks, questions. */
  readonly log: string[]
  readonly provider: (request: ProviderRequest) => ProviderAnswer
}

export function createStage(provider: Stage['provider'] = nothingThere, starts: Instant = utc('2026-03-01')): Stage {
  const stage: Stage = {
    now: starts,
    effects: [],
    log: [],
    provider,
    world: {
      now: () => stage.now,
      storeNow: () => stage.now,
      policy: () => defaultPolicy,
      effect: (kind, detail) => void stage.effects.push(`${kind}: ${detail}`),
      list: () => [],
      table: () => ({ name: '', owners: [], rows: [] }),
      untold: () => undefined,
    },
  }
  return stage
}

const nothingThere = (): ProviderAnswer => ({
  kind: 'response',
  status: 404,
  body: { error: { type: 'invalid_request_error', code: 'resource_missing', message: 'nothing there' } },
})

/** Resumes an activity until it stands before a landmark or question of that name, or has ended. */
export async function driveUntil(stage: Stage, activity: Activity, stop: (pause: Pause) => boolean, first?: Pause): Promise<Pause> {
  let pause = first ?? (await activity.resume(undefined))
  let isFirst = first !== undefined
  while (pause.kind !== 'done' && (isFirst || !stop(pause))) {
    isFirst = false
    pause = await activity.resume(answered(stage, activity, pause))
  }
  stage.log.push(`${stage.now} ${activity.name.text} ${pause.kind}`)
  return pause
}

/** Runs an activity to its end, answering all it asks. @returns its reply */
export async function drive(stage: Stage, activity: Activity, first?: Pause): Promise<unknown> {
  const end = await driveUntil(stage, activity, () => false, first)
  return end.kind === 'done' ? end.reply : undefined
}

/** One landmark at a time each, in turn: the closest race there is. @returns the replies */
export async function driveInTurn(stage: Stage, activities: readonly Activity[]): Promise<readonly unknown[]> {
  const replies: unknown[] = activities.map(() => undefined)
  const open = new Map<number, unknown>(activities.map((_, index) => [index, undefined]))
  while (open.size > 0)
    for (const [index, answer] of [...open]) {
      const activity = activities[index]!
      const pause = await activity.resume(answer)
      if (pause.kind === 'done') {
        replies[index] = pause.reply
        open.delete(index)
      } else open.set(index, answered(stage, activity, pause))
    }
  return replies
}

function answered(stage: Stage, activity: Activity, pause: Pause): unknown {
  const log = (what: string): void => void stage.log.push(`${stage.now} ${activity.name.text} ${what}`)
  switch (pause.kind) {
    case 'step':
      log(pause.landmark + (pause.did === undefined ? '' : ` ${JSON.stringify(pause.did)}`))
      return undefined
    case 'sleep':
      log(`sleeps until ${pause.until}`)
      if (pause.until > stage.now) stage.now = pause.until
      return undefined
    case 'call':
      log(`${pause.label} ${JSON.stringify(pause.request)}`)
      return stage.provider(pause.request as ProviderRequest)
    case 'wait':
    case 'fork':
    case 'done':
      throw new RangeError(`an injected system does not pause by ${pause.kind}`)
    default:
      throw new RangeError(`no such pause: ${JSON.stringify(pause satisfies never)}`)
  }
}

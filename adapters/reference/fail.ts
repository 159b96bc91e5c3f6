import type { DeadLetterRow, Effect, Fact, Instant, Who } from '#machines'
import { jobTypeOf, newJob } from '#machines'
import type { Burst, Write } from '#simulator'
import { failedOnceMore, letterOf } from './letters.ts'
import type { Shop } from './parts.ts'
import { type AccountRow, commit, factWrite, list, maxRaces, type OutboxRow, read } from './tables.ts'

/**
 * Takes a failed try down: in one commit the entry backs off or is dead, its letter says so, and a death owes one alert.
 * The next try and the alert are rows, so that no crash loses either.
 */
export function* fail(shop: Shop, who: Who, key: string, error: string, facts: readonly Fact[]): Burst<void> {
  for (let race = 0; race < maxRaces; race++) {
    const stored = yield* read<OutboxRow>('outbox', who, key)
    // Somebody else has ended it meanwhile: then it has not failed.
    if (stored === undefined) return
    const { row } = stored
    const type = jobTypeOf(row.effect.kind) ?? 'other'
    const now = shop.now()
    const taken = row.job ?? newJob(type, now)
    const moved = shop.parts.move(shop.parts.move(taken, 'taken', shop.policy(), now)?.job ?? taken, 'failed', shop.policy(), now)
    if (moved === undefined) return
    const letter = yield* read<DeadLetterRow>('letters', who, key)
    const told = failedOnceMore(letter?.row ?? letterOf(key, row, type), { at: now, error }, moved.job, moved.from)
    const known = facts.length === 0 ? [] : yield* list<Fact>('facts', who)
    const fresh = facts.filter(({ id }) => !known.some((fact) => fact.key === id))
    const next: OutboxRow = { ...row, job: moved.job, from: moved.from, tries: 0 }
    const writes: Write[] = [
      { table: 'outbox', owner: who, key, row: next, if: stored.version },
      { table: 'letters', owner: who, key, row: told, if: letter?.version ?? 'absent' },
      ...fresh.map((fact) => factWrite(who, fact, `answer ${key}`)),
    ]
    if (fresh.length > 0) writes.push({ table: 'account', owner: who, key: 'account', row: { wakeAt: now } satisfies AccountRow })
    if (shop.parts.isAlarming(moved)) writes.push(alertOf(told, row.cause, now))
    const answer = yield* commit('failure', writes)
    if (answer.kind === 'committed') return
  }
}

/** Its key hangs on the try that was the last: told again it is the same alert. */
function alertOf({ job, who, deaths, tries }: DeadLetterRow, cause: string, now: Instant): Write {
  const key = `${job}/try ${tries.length}/alert`
  const effect: Effect = {
    kind: 'raise alert',
    turn: 0,
    key,
    who,
    to: 'operator',
    job,
    death: deaths.length,
    says: `${job} is dead after ${tries.length} tries: ${tries.at(-1)!.error}`,
  }
  const row: OutboxRow = { effect, since: now, from: now, tries: 0, cause }
  return { table: 'outbox', owner: who, key, row, if: 'absent' }
}

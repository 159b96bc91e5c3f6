import type { Who } from '#machines'
import { later, minutes } from '#machines'
import type { Burst, StoredRow } from '#simulator'
import type { Shop } from './parts.ts'
import { commit, type OutboxRow, read } from './tables.ts'

/** For how long an entry is one worker's alone; one that died frees it by the passing of time. */
const lease = minutes(10)

/**
 * Takes an outbox entry for oneself.
 * @returns the entry as it was before, with the version that it has now; undefined when it is done, not due, or somebody else has it
 */
export function* claim(shop: Shop, who: Who, key: string): Burst<StoredRow<OutboxRow> | undefined> {
  const stored = yield* read<OutboxRow>('outbox', who, key)
  if (stored === undefined || stored.row.from > shop.now()) return undefined
  const { job } = stored.row
  const taken = job === undefined ? undefined : shop.parts.move(job, 'taken', shop.policy(), shop.now())
  if (job !== undefined && taken === undefined) return undefined
  const own = taken === undefined ? stored.row : { ...stored.row, job: taken.job }
  const row: OutboxRow = { ...own, from: later(shop.now(), lease), tries: stored.row.tries + 1 }
  const answer = yield* commit('claim', [{ table: 'outbox', owner: who, key, row, if: stored.version }])
  // A commit counts the version of a row up by one.
  return answer.kind === 'committed' ? { ...stored, version: stored.version + 1 } : undefined
}

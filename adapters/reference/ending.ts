import type { Instant, Who } from '#machines'
import type { Burst, StoredRow, Write } from '#simulator'
import { ended } from './letters.ts'
import { type OutboxRow, read } from './tables.ts'

/** What a try that did not fail makes of outbox entries. */
export interface Ending {
  readonly who: Who
  /** The entry as it was before it was claimed, with the version that it has had since. */
  readonly mine: StoredRow<OutboxRow>
  /** What it is put back as, when it has to be sent again; undefined: it is done. */
  readonly back: OutboxRow | undefined
  /** Entries that it makes pointless, as they were seen. */
  readonly superseded: readonly StoredRow<OutboxRow>[]
  readonly now: () => Instant
}

/**
 * The writes that end a try. A worker that was held up may find that others have tried the job meanwhile, failed and taken that
 * down: what is done is done, whoever has the entry by now, and its letter says so; but only who still has it puts it back.
 */
export function* ending({ who, mine, back, superseded, now }: Ending, isFirst: boolean): Burst<readonly Write[]> {
  const writes: Write[] = []
  // At first each entry is taken to be as it was seen, for the commit finds out whether it still is; after that it is read.
  const own = isFirst ? mine : yield* read<OutboxRow>('outbox', who, mine.key)
  if (own !== undefined) {
    if (back === undefined) writes.push(...(yield* ended(who, own, 'done', now())))
    else if (own.version === mine.version) writes.push({ table: 'outbox', owner: who, key: own.key, row: back, if: own.version })
  }
  for (const seen of superseded) {
    const each = isFirst ? seen : yield* read<OutboxRow>('outbox', who, seen.key)
    if (each !== undefined) writes.push(...(yield* ended(who, each, 'resolved', now())))
  }
  return writes
}

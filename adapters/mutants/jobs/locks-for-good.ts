import { never } from '#machines'
import { referenceParts } from '../../reference/parts.ts'
import { commit, type OutboxRow, read } from '../../reference/tables.ts'
import { wrongReference } from '../mutant.ts'

/** Locks an entry of the outbox with no end to the lock: a worker that dies takes it with it. */
export const locksForGood = wrongReference(
  { name: 'locks-for-good', declares: 'BS009' },
  {
    *claim(shop, who, key) {
      const claimed = yield* referenceParts.claim(shop, who, key)
      const own = claimed === undefined ? undefined : yield* read<OutboxRow>('outbox', who, key)
      if (claimed === undefined || own?.version !== claimed.version) return undefined
      const row: OutboxRow = { ...own.row, from: never }
      const answer = yield* commit('claim', [{ table: 'outbox', owner: who, key, row, if: own.version }])
      return answer.kind === 'committed' ? { ...claimed, version: claimed.version + 1 } : undefined
    },
  },
)

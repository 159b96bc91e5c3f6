import { commit, type OutboxRow, read } from '../reference/tables.ts'
import { wrongReference } from './mutant.ts'

/** Strikes an entry off the outbox before it is carried out: a crash in between loses it for good. */
export const forgetsBeforeSending = wrongReference(
  { name: 'forgets-before-sending', declares: 'BS023', source: 'AI-Shipping-Labs/website#285' },
  {
    *claim(shop, who, key) {
      const stored = yield* read<OutboxRow>('outbox', who, key)
      if (stored === undefined || stored.row.from > shop.now()) return undefined
      const answer = yield* commit('claim', [{ table: 'outbox', owner: who, key, row: undefined, if: stored.version }])
      // Whether the commit took place does not matter: it is carried out either way, unless somebody was faster.
      return answer.kind === 'conflict' ? undefined : stored
    },
  },
)

import { referenceParts } from '../reference/parts.ts'
import { type OutboxRow, read } from '../reference/tables.ts'
import { wrongReference } from './mutant.ts'

/** Reads the outbox without taking the entry for itself, and sends without a key: two workers charge twice. */
export const noKeyNoClaim = wrongReference(
  { name: 'no-key-no-claim', declares: 'BS107', source: 'getlago/lago-api#4795' },
  {
    *claim(shop, who, key) {
      const stored = yield* read<OutboxRow>('outbox', who, key)
      return stored === undefined || stored.row.from > shop.now() ? undefined : stored
    },
    requestFor(effect, zone) {
      const request = referenceParts.requestFor(effect, zone)
      return request === undefined ? undefined : { ...request, key: undefined }
    },
  },
)

import { referenceParts } from '../../reference/parts.ts'
import { wrongReference } from '../mutant.ts'

/** Writes the account, and then what others read of it by itself: who dies in between leaves two stores that say different things. */
export const storesOneByOne = wrongReference(
  { name: 'stores-one-by-one', declares: 'BS052', source: 'mikaelcharbonneau/Fluid#85' },
  {
    *keep(writes) {
      const kept = yield* referenceParts.keep(writes.filter(({ table }) => table !== 'standing'))
      if (kept.kind === 'committed') yield* referenceParts.keep(writes.filter(({ table }) => table === 'standing'))
      return kept
    },
  },
)

import { ask, keep } from '../mirror/refresh.ts'
import { wrongMirror } from './mutant.ts'

/** Reads the object anew but writes without a fence: of two readers the one who read first may write last. */
export const writesWhatItRead = wrongMirror(
  { name: 'writes-what-it-read', declares: 'BS003', source: 'TryGhost/Members#240' },
  {
    *refresh(shop, { table, id }) {
      const read = yield* ask(`read provider ${table}`, `${table}.retrieve`, id, {})
      if (read === undefined) return false
      if (read.status === 404) return true
      const kept = yield* keep(table, shop.parts.project(table, read.body), undefined)
      return kept.kind === 'committed'
    },
  },
)

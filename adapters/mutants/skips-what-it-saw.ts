import type { StoredRow, StoreRequest } from '#simulator'
import { refresh } from '../mirror/refresh.ts'
import { wrongMirror } from './mutant.ts'

/** Notes an event before handling it and skips what is noted: an event whose handling failed is never handled. */
export const skipsWhatItSaw = wrongMirror(
  { name: 'skips-what-it-saw', declares: 'BS003', source: 'dj-stripe/dj-stripe#832' },
  {
    *refresh(shop, subject, delivery) {
      if (delivery === undefined) return yield* refresh(shop, subject, delivery)
      const key = delivery.event.id
      const look: StoreRequest = { op: 'read', table: 'events', owner: 'mirror', key }
      const seen = (yield { kind: 'call', to: 'store', label: 'read events', request: look }) as StoredRow | undefined
      if (seen !== undefined) return true
      const note: StoreRequest = { op: 'commit', writes: [{ table: 'events', owner: 'mirror', key, row: { key } }] }
      yield { kind: 'call', to: 'store', label: 'write events', request: note }
      return yield* refresh(shop, subject, delivery)
    },
  },
)

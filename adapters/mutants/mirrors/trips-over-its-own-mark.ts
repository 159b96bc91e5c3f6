import type { CommitAnswer, StoreRequest } from '#simulator'
import { refresh } from '../../mirror/refresh.ts'
import { wrongMirror } from '../mutant.ts'

/** Notes each event under a unique key once it is handled, and takes the second copy's violation of that for a failure, each time it comes. */
export const tripsOverItsOwnMark = wrongMirror(
  { name: 'trips-over-its-own-mark', declares: 'BS008', source: 'dj-stripe/dj-stripe#409' },
  {
    *refresh(shop, subject, delivery) {
      const done = yield* refresh(shop, subject, delivery)
      if (!done || delivery === undefined) return done
      const key = delivery.event.id
      const request: StoreRequest = { op: 'commit', writes: [{ table: 'events', owner: 'mirror', key, row: { key }, if: 'absent' }] }
      const noted = (yield { kind: 'call', to: 'store', label: 'note event', request }) as CommitAnswer
      return noted.kind === 'committed'
    },
  },
)

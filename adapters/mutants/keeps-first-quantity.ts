import { copyOf, keep, refresh } from '../mirror/refresh.ts'
import { wrongMirror } from './mutant.ts'

/** Takes over a new plan and status but not a new quantity. */
export const keepsFirstQuantity = wrongMirror(
  { name: 'keeps-first-quantity', declares: 'BS003', source: 'get-convex/stripe#11' },
  {
    *refresh(shop, subject, delivery) {
      const before = (yield* copyOf(subject.table, subject.id))?.row
      const done = yield* refresh(shop, subject, delivery)
      const after = (yield* copyOf(subject.table, subject.id))?.row
      if (before?.is === 'subscription' && after?.is === 'subscription' && before.quantity !== after.quantity)
        yield* keep(subject.table, { ...after, quantity: before.quantity }, undefined)
      return done
    },
  },
)

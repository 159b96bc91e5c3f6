import { copyOf, refresh } from '../mirror/refresh.ts'
import { wrongMirror } from './mutant.ts'

/** Ignores a subscription whose customer is not known yet: the child came before its parent. */
export const dropsOrphans = wrongMirror(
  { name: 'drops-orphans', declares: 'BS003', source: 'integrallis/stripe_event#75' },
  {
    *refresh(shop, subject, delivery) {
      const customer = delivery?.event.object['customer']
      if (typeof customer === 'string' && (yield* copyOf('customers', customer)) === undefined) return true
      return yield* refresh(shop, subject, delivery)
    },
  },
)

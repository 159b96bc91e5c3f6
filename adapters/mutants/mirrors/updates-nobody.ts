import { copyOf, refresh } from '../../mirror/refresh.ts'
import { mirrorParts } from '../../mirror/parts.ts'
import { wrongMirror } from '../mutant.ts'

/** Updates the invoice of whoever the provider's customer is here: where that is nobody yet, no row, and no word of it either. */
export const updatesNobody = wrongMirror(
  { name: 'updates-nobody', declares: 'BS012', source: '2anki/2anki.net#3320' },
  {
    *refresh(shop, subject, delivery) {
      const customer = subject.table === 'invoices' ? delivery?.event.object['customer'] : undefined
      if (typeof customer === 'string' && (yield* copyOf('customers', customer)) === undefined) return true
      return yield* refresh(shop, subject, delivery)
    },
    // The listing is of subscriptions alone.
    differs: (stored, listed) => listed.is !== 'invoice' && mirrorParts.differs(stored, listed),
  },
)

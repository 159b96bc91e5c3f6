import { minor } from '#machines'
import { copyOf, keep, refresh } from '../../mirror/refresh.ts'
import { wrongMirror } from '../mutant.ts'

/** Adds an invoice's money to its row whenever it is told of the payment: a second copy of the event is money once more. */
export const addsWhatWasPaid = wrongMirror(
  { name: 'adds-what-was-paid', declares: 'BS006' },
  {
    *refresh(shop, subject, delivery) {
      const before = (yield* copyOf(subject.table, subject.id))?.row
      const done = yield* refresh(shop, subject, delivery)
      const after = (yield* copyOf(subject.table, subject.id))?.row
      if (!done || delivery === undefined || after?.is !== 'invoice') return done
      const booked = before?.is === 'invoice' ? before.paid : 0
      const paid = minor(delivery.event.type === 'invoice.paid' ? booked + after.paid : booked)
      yield* keep('invoices', { ...after, paid }, undefined)
      return true
    },
  },
)

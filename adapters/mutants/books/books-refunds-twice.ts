import { minor, refundTold } from '#machines'
import { referenceParts } from '../../reference/parts.ts'
import { wrongReference } from '../mutant.ts'

/** Takes each refund that a webhook tells of for one that somebody made at the dashboard, also its own where the answer is not in yet. */
export const booksRefundsTwice = wrongReference(
  { name: 'books-refunds-twice', declares: 'BS031', source: 'antiwork/gumroad#6193' },
  {
    translateEvent(event, now) {
      if (event.type !== 'refund.created') return referenceParts.translateEvent(event, now)
      const { id, charge, amount } = event.object as unknown as { readonly id: string; readonly charge: string; readonly amount: number }
      return [refundTold(event.owner, { provider: id, charge, amount: minor(amount) }, { at: event.at, recordedAt: now })]
    },
  },
)

import { disputeChoice } from '../provider/disputes/courses.ts'
import type { DrawnElsewhere } from './fault.ts'

/** A customer's bank takes a payment up again, weeks later: it asks, or takes the money back. The twin draws it at each payment. */
export const dispute: DrawnElsewhere = {
  name: 'dispute',
  kind: disputeChoice,
  strikes: 'payment',
  class: 'outcome',
  needs: ['webhooks of disputes'],
}

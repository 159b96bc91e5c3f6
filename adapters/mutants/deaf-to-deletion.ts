import { mirrorParts } from '../mirror/parts.ts'
import { wrongMirror } from './mutant.ts'

/** Handles created and updated, never deleted: whoever canceled stays a customer until the next listing. */
export const deafToDeletion = wrongMirror(
  { name: 'deaf-to-deletion', declares: 'BS003', source: 'dj-stripe/dj-stripe#1010' },
  {
    subjectOf: (delivery) => (delivery.event.type === 'customer.subscription.deleted' ? undefined : mirrorParts.subjectOf(delivery)),
  },
)

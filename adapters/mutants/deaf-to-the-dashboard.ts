import { referenceParts } from '../reference/parts.ts'
import { wrongReference } from './mutant.ts'

/** Books the refunds that it asked for itself, and no others. */
export const deafToTheDashboard = wrongReference(
  { name: 'deaf-to-the-dashboard', declares: 'BS101' },
  {
    translateEvent: (event, now) => (event.type === 'refund.created' ? [] : referenceParts.translateEvent(event, now)),
    *findRefunds() {
      return true
    },
  },
)

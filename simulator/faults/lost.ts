import { choiceKind } from '../kernel/choices.ts'
import type { DeliveryFault } from './fault.ts'

// Seldom, or every other one: what every webhook would tell, and all its siblings, only goes unheard when many are lost.
const kind = choiceKind('lost', [0, 0, 10, 40, 500])

/** A webhook that never comes, as after an outage longer than the sender's patience. */
export const lost: DeliveryFault = {
  name: 'lost',
  kind,
  strikes: 'delivery',
  class: 'transparent',
  needs: ['webhooks', 'reconcile'],
  sends: (event, choices) => (choices.happens(event, kind) ? 'lost' : undefined),
}

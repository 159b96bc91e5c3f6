import { choiceKind } from '../kernel/choices.ts'
import type { DeliveryFault } from './fault.ts'

const kind = choiceKind('lost', [0, 0, 0, 10, 40])

/** A webhook that never comes, as after an outage longer than the sender's patience. */
export const lost: DeliveryFault = {
  name: 'lost',
  kind,
  strikes: 'delivery',
  class: 'transparent',
  needs: ['webhooks', 'reconcile'],
  sends: (event, choices) => (choices.happens(event, kind) ? 'lost' : undefined),
}

import { choiceKind } from '../kernel/choices.ts'
import type { DeliveryFault } from './fault.ts'

const kind = choiceKind('poison', [0, 0, 5, 20, 60])

/**
 * Beside a webhook comes another that cannot be processed: of the same type and shape, about an object that is gone when it
 * is looked for and a customer whom nobody knows, as from another shop on the same account. Whoever cannot make sense of
 * it must take it all the same, or the sender sends it for days.
 */
export const poison: DeliveryFault = {
  name: 'poison',
  kind,
  strikes: 'delivery',
  class: 'transparent',
  needs: ['webhooks'],
  poisons: (event, choices) => choices.happens(event, kind),
}

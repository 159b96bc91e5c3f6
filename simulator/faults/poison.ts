import { choiceKind } from '../kernel/choices.ts'
import type { DeliveryFault } from './fault.ts'

const kind = choiceKind('poison', [0, 0, 5, 20, 60])

/**
 * Beside a webhook comes another that nobody can process: of the same type, about an object that does not exist (any more,
 * or in this account), and with nothing in it but its id. Whoever cannot make sense of it must take it all the same, or the
 * sender sends it for days.
 */
export const poison: DeliveryFault = {
  name: 'poison',
  kind,
  strikes: 'delivery',
  class: 'transparent',
  needs: ['webhooks'],
  poisons: (event, choices) => choices.happens(event, kind),
}

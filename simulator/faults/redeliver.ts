import { seconds } from '#machines'
import { choiceKind } from '../kernel/choices.ts'
import type { DeliveryFault } from './fault.ts'

const kind = choiceKind('redeliver')

/**
 * Delivers an acknowledged webhook once more right after its answer, before anything newer, as senders do when the
 * acknowledgement is lost. Order stays; whoever only takes a copy for what it is, is not harmed.
 */
export const redeliver: DeliveryFault = {
  name: 'redeliver',
  kind,
  strikes: 'delivery',
  class: 'transparent',
  needs: ['webhooks'],
  repeats: (delivery, choices) => (choices.happens(delivery, kind) ? seconds(0) : undefined),
}

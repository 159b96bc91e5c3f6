import { choiceKind } from '../kernel/choices.ts'
import type { DeliveryFault } from './fault.ts'

const kind = choiceKind('tie')

/**
 * Lets a webhook go after its siblings of the same second. Payloads show whole seconds, so whoever orders by them cannot
 * tell which came first. @source SN, Events.created; seen in stripe/sync-engine#268
 */
export const tie: DeliveryFault = {
  name: 'tie',
  kind,
  strikes: 'delivery',
  class: 'transparent',
  needs: ['webhooks'],
  sends: (event, choices) => (choices.happens(event, kind) ? 'after its siblings' : undefined),
}

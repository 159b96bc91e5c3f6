import { choiceKind } from '../kernel/choices.ts'
import { spanNames, spans, type DeliveryFault } from './fault.ts'

const kind = choiceKind('redeliver')

/** Delivers an acknowledged webhook once more, as senders do when the acknowledgement is lost. */
export const redeliver: DeliveryFault = {
  name: 'redeliver',
  kind,
  strikes: 'delivery',
  class: 'transparent',
  needs: ['webhooks'],
  repeats: (delivery, choices) => {
    const span = choices.among(delivery, kind, spanNames)
    return span === undefined ? undefined : spans[span]
  },
}

import { choiceKind } from '../kernel/choices.ts'
import { spanNames, spans, type DeliveryFault } from './fault.ts'

const kind = choiceKind('redeliver late')

/** Delivers an acknowledged webhook once more, seconds to days after its answer: by then it may be older than what is known. */
export const redeliverLate: DeliveryFault = {
  name: 'redeliver late',
  kind,
  strikes: 'delivery',
  class: 'transparent',
  needs: ['webhooks'],
  repeats: (delivery, choices) => {
    const span = choices.among(delivery, kind, spanNames)
    return span === undefined ? undefined : spans[span]
  },
}

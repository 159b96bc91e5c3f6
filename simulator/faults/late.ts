import { choiceKind } from '../kernel/choices.ts'
import { spans, type DeliveryFault, type Span } from './fault.ts'

const kind = choiceKind('late')
const delays = ['2 min', '20 min', '2 h', '1 day'] as const satisfies readonly Span[]

/** Lets a webhook arrive minutes to a day after what it reports. */
export const late: DeliveryFault = {
  name: 'late',
  kind,
  strikes: 'delivery',
  class: 'timing',
  needs: ['webhooks'],
  sends: (event, choices) => {
    const span = choices.among(event, kind, delays)
    return span === undefined ? undefined : spans[span]
  },
}

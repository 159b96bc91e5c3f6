import { choiceKind } from '../kernel/choices.ts'
import { spans, type DeliveryFault, type Span } from './fault.ts'

const kind = choiceKind('reorder')
const moments = ['1 s', '12 s'] as const satisfies readonly Span[]

/** Lets a webhook leave a moment later, so that its siblings overtake it. */
export const reorder: DeliveryFault = {
  name: 'reorder',
  kind,
  strikes: 'delivery',
  class: 'transparent',
  needs: ['webhooks'],
  sends: (event, choices) => {
    const span = choices.among(event, kind, moments)
    return span === undefined ? undefined : spans[span]
  },
}

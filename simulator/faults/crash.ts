import { choiceKind } from '../kernel/choices.ts'
import { spans, type LandmarkFault, type Span } from './fault.ts'

const kind = choiceKind('crash', [0, 0, 3, 10, 30])
const restarts = ['1 s', '12 s', '2 min', '20 min'] as const satisfies readonly Span[]

/** The worker dies at a landmark and starts again a while later; what it ran is gone, what it stored or sent stays. */
export const crash: LandmarkFault = {
  name: 'crash',
  kind,
  strikes: 'landmark',
  class: 'transparent',
  needs: ['crash'],
  at: (landmark, choices) => {
    const span = choices.among(landmark, kind, restarts)
    return span === undefined ? undefined : { does: 'crash', lasts: spans[span] }
  },
}

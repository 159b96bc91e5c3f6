import { choiceKind } from '../kernel/choices.ts'
import { spans, type LandmarkFault, type Span } from './fault.ts'

const kind = choiceKind('hold', [0, 0, 5, 20, 60])
const pauses = ['1 s', '12 s', '2 min', '20 min', '2 h'] as const satisfies readonly Span[]

/** An activity pauses at a landmark while time goes on around it: a stalled worker, a slow query, a long pause of the collector. */
export const hold: LandmarkFault = {
  name: 'hold',
  kind,
  strikes: 'landmark',
  class: 'timing',
  needs: ['interleaving'],
  at: (landmark, choices) => {
    const span = choices.among(landmark, kind, pauses)
    return span === undefined ? undefined : { does: 'hold', lasts: spans[span] }
  },
}

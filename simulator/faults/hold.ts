import { choiceKind } from '../kernel/choices.ts'
import { spans, type LandmarkFault, type Span } from './fault.ts'

const kind = choiceKind('hold', [0, 0, 5, 20, 60])
const pauses = ['1 s', '12 s', '2 min', '20 min', '2 h'] as const satisfies readonly Span[]
/** Ends with an event rather than a time; who waits in vain goes on after the longest span. */
const untilAnother = 'until another passes'
const holds = [...pauses, untilAnother] as const

/**
 * An activity pauses at a landmark while time goes on around it: a stalled worker, a slow query, a long pause of the
 * collector. It lasts a while, or until another activity about the same customer comes past the same landmark.
 */
export const hold: LandmarkFault = {
  name: 'hold',
  kind,
  strikes: 'landmark',
  class: 'timing',
  needs: ['interleaving'],
  at: (landmark, choices) => {
    const pause = choices.among(landmark, kind, holds)
    if (pause === undefined) return undefined
    return pause === untilAnother ? { does: 'wait for another', lasts: spans['2 h'] } : { does: 'hold', lasts: spans[pause] }
  },
}

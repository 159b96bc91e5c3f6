import { choiceKind } from '../kernel/choices.ts'
import type { CallFault } from './fault.ts'

const kind = choiceKind('hang', [0, 0, 5, 20, 60])
const moments = ['executed', 'not executed'] as const

/**
 * No answer ever comes, and no error either. Only the caller's own patience ends the waiting; who has none waits for ever.
 * A timeout, in contrast, is told by the network.
 */
export const hang: CallFault = {
  name: 'hang',
  kind,
  strikes: 'call',
  class: 'timing',
  needs: ['provider calls'],
  call: (scope, choices) => {
    const moment = choices.among(scope, kind, moments)
    return moment === undefined ? undefined : { executes: moment === 'executed', takes: 'for ever', answer: { kind: 'timeout' } }
  },
}

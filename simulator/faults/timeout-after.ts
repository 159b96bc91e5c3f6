import { seconds } from '#machines'
import { choiceKind } from '../kernel/choices.ts'
import type { CallFault } from './fault.ts'

const kind = choiceKind('timeout after')

/** The provider does what was asked and its answer gets lost. @source the SDK's own patience, 80 s: stripe 23.1.0 */
export const timeoutAfter: CallFault = {
  name: 'timeout after',
  kind,
  strikes: 'call',
  class: 'transparent',
  needs: ['provider calls'],
  call: (scope, choices) =>
    choices.happens(scope, kind) ? { executes: true, takes: seconds(80), answer: { kind: 'timeout' } } : undefined,
}

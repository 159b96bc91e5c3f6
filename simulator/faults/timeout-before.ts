import { seconds } from '#machines'
import { choiceKind } from '../kernel/choices.ts'
import type { CallFault } from './fault.ts'

const kind = choiceKind('timeout before')

/** The request never arrives; the caller waits until its patience ends. */
export const timeoutBefore: CallFault = {
  name: 'timeout before',
  kind,
  strikes: 'call',
  class: 'timing',
  needs: ['provider calls'],
  call: (scope, choices) =>
    choices.happens(scope, kind) ? { executes: false, takes: seconds(80), answer: { kind: 'timeout' } } : undefined,
}

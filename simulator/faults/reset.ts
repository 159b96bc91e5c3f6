import { seconds } from '#machines'
import { choiceKind } from '../kernel/choices.ts'
import type { CallFault } from './fault.ts'

const kind = choiceKind('reset')
const moments = ['before', 'after'] as const

/** The connection breaks, before or after the provider acted. */
export const reset: CallFault = {
  name: 'reset',
  kind,
  strikes: 'call',
  class: 'timing',
  needs: ['provider calls'],
  call: (scope, choices) => {
    const moment = choices.among(scope, kind, moments)
    return moment === undefined ? undefined : { executes: moment === 'after', takes: seconds(1), answer: { kind: 'reset' } }
  },
}

import { seconds } from '#machines'
import { choiceKind } from '../kernel/choices.ts'
import type { CallFault } from './fault.ts'

const kind = choiceKind('server error')
const moments = ['not executed', 'executed'] as const

/**
 * The provider answers 500, having done what was asked or not, and answers the same to the same idempotency key from then on.
 * @source SD/api/idempotent_requests: the first status and body are kept, 500s too
 */
export const serverError: CallFault = {
  name: 'server error',
  kind,
  strikes: 'call',
  class: 'timing',
  needs: ['provider calls'],
  call: (scope, choices) => {
    const moment = choices.among(scope, kind, moments)
    return moment === undefined ? undefined : { executes: moment === 'executed', takes: seconds(1), answer: '500' }
  },
}

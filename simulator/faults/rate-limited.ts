import { seconds } from '#machines'
import { choiceKind } from '../kernel/choices.ts'
import type { CallFault } from './fault.ts'

const kind = choiceKind('rate limited')
const body = { error: { type: 'invalid_request_error', code: 'rate_limit', message: 'Too many requests.' } } as const

/** The provider refuses before it looks at the request. @source SD/error-low-level: 429 comes before the idempotency layer */
export const rateLimited: CallFault = {
  name: 'rate limited',
  kind,
  strikes: 'call',
  class: 'timing',
  needs: ['provider calls'],
  call: (scope, choices) =>
    choices.happens(scope, kind) ? { executes: false, takes: seconds(0), answer: { kind: 'response', status: 429, body } } : undefined,
}

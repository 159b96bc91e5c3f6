import { choiceKind } from '../kernel/choices.ts'
import type { StoreFault } from './fault.ts'

const kind = choiceKind('serialization failure', [0, 0, 5, 20, 80])

/** The database refuses a commit though nothing is wrong with it, as it may when transactions overlap. */
export const serializationFailure: StoreFault = {
  name: 'serialization failure',
  kind,
  strikes: 'store',
  class: 'transparent',
  needs: ['commits'],
  risk: 'strict transaction',
  commits: (scope, choices) => (choices.happens(scope, kind) ? 'serialization failure' : undefined),
}

import { choiceKind } from '../kernel/choices.ts'
import type { StoreFault } from './fault.ts'

const kind = choiceKind('deadlock', [0, 0, 5, 20, 80])

/** Two transactions wait for each other's rows, and the database ends one of them. The native store has no row locks: off there. */
export const deadlock: StoreFault = {
  name: 'deadlock',
  kind,
  strikes: 'store',
  class: 'transparent',
  needs: ['row locks'],
  risk: 'second lock',
  commits: (scope, choices) => (choices.happens(scope, kind) ? 'deadlock' : undefined),
}

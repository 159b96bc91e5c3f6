import { choiceKind } from '../kernel/choices.ts'
import type { StoreFault } from './fault.ts'

const kind = choiceKind('stale replica')

/** A read that a system sends to a replica gets the rows as they were before the last commit. Reads of the primary are never struck. */
export const staleReplica: StoreFault = {
  name: 'stale replica',
  kind,
  strikes: 'store',
  class: 'transparent',
  needs: ['native store', 'replica reads'],
  reads: (scope, choices) => choices.happens(scope, kind),
}

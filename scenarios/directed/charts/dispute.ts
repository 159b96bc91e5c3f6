import type { charts, EventOf } from '#machines'
import { days } from '#machines'
import { signUp } from '../arrivals.ts'
import { disputed } from '../outcomes.ts'
import type { ChartDriver, Walk } from './walk.ts'

/** What the bank does in all, by how the path goes on. */
function courseOf(walk: Walk): Parameters<typeof disputed>[2] {
  if (walk.has('bank drops it')) return 'prevented'
  if (walk.has('bank keeps')) return walk.has('bank gives back') ? 'lost, then won' : 'lost'
  return 'withdrawn'
}

/** The payment of a signup, which its bank takes up a day later. */
export const dispute: ChartDriver<EventOf<typeof charts.dispute>> = {
  begins(walk) {
    disputed(walk.tale, signUp(walk.tale), courseOf(walk))
    walk.tale.wait(days(25))
  },
  events: {
    'bank takes': (_, { from }) =>
      from === 'won' ? 'only who answers a bank wins and can lose again, and nobody answers here' : undefined,
    'bank keeps': () => undefined,
    'bank gives back': () => undefined,
    'bank drops it': () => undefined,
  },
}

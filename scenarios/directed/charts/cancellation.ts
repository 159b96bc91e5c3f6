import type { charts, EventOf } from '#machines'
import { days, minutes } from '#machines'
import { signUp, signup } from '../arrivals.ts'
import type { ChartDriver, Walk } from './walk.ts'

/** A step up whose outcome nobody knows for some minutes, and the customer leaves meanwhile. */
function leavesUnknowing(walk: Walk): void {
  const { tale } = walk
  walk.try(tale.tryOf('upgrade', tale.ask({ do: 'change plan', plan: 'team' })))
  walk.comesOut('unknown')
  walk.leave()
}

/** Whoever signed up leaves: with the period, at once, or as soon as nothing is on its way. */
export const cancellation: ChartDriver<EventOf<typeof charts.cancellation>> = {
  begins(walk) {
    if (walk.path.some(({ from, event }) => from === 'waiting' && event === 'ended')) walk.under({ fullRefund: 'cancel' })
    // So many that the last minutes of a period still come to something.
    signUp(walk.tale, { ...signup, quantity: 5_000 })
    walk.tale.wait(days(3))
  },
  events: {
    'end scheduled': ({ tale }) => {
      tale.wait(minutes(5))
      tale.ask({ do: 'cancel', when: 'period end' })
    },
    'taken back': ({ tale }) => {
      tale.wait(minutes(5))
      tale.ask({ do: 'undo cancel' })
    },
    'payment awaited'(walk, { from }) {
      // Whoever is set to end with the period leaves minutes before that, if it is the period that ends it.
      const endsFirst = walk.path.at(-1)?.from === 'scheduled and waiting' && walk.path.at(-1)?.event === 'ended'
      if (from === 'scheduled' && endsFirst) {
        walk.tale.toPeriodEnd()
        walk.tale.wait(minutes(-4))
      } else walk.tale.wait(minutes(5))
      leavesUnknowing(walk)
    },
    'payment known': () => undefined,
    ended(walk, { from }) {
      const { tale } = walk
      const before = walk.path.at(-2)?.event
      if (from === 'waiting') {
        // What was paid at first goes back in full, which ends it before the outcome is known.
        tale.wait(minutes(1))
        tale.ask({ do: 'refund' })
      } else if (before === 'end scheduled') tale.toPeriodEnd()
      else if (before !== 'payment known' && from === 'stays') walk.leave()
    },
  },
}

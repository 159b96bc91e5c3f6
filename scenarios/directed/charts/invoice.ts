import type { charts, EventOf } from '#machines'
import { days, hours } from '#machines'
import { signup, signUp, trial } from '../arrivals.ts'
import { disputed } from '../outcomes.ts'
import type { ChartDriver, Walk } from './walk.ts'

/** Retries run out, the first try included. */
function exhaust(walk: Walk): void {
  walk.retry()
  walk.comesOut('declined')
  for (let left = walk.tale.policy.retries.length; left > 0; left--) {
    walk.retry()
    walk.comesOut('declined')
  }
}

/** An invoice begins as the offer of a signup or of a trial's first charge, or as the debt of a renewal. */
export const invoice: ChartDriver<EventOf<typeof charts.invoice>> = {
  begins(walk, { from, event, guard }) {
    const isGivenUp = event === 'given up' || event === 'written off'
    if (isGivenUp && guard === undefined) walk.under({ endAction: 'unpaid' })
    if (event === 'written off') walk.byWeek()
    if (from === 'open') signUp(walk.tale)
    else if (isGivenUp) walk.tale.ask(trial)
    else walk.try(walk.tale.tryOf('signup', walk.tale.ask(signup)))
    if (from === 'open' || isGivenUp) walk.tale.toPeriodEnd()
  },
  events: {
    paid(walk, { from }) {
      if (from === 'open') walk.retry()
      if (from !== 'uncollectible') return
      walk.tale.wait(hours(2))
      walk.tale.ask({ do: 'update method', method: 'card' })
      walk.payDebt()
    },
    voided(walk, { from }) {
      if (from === 'quote') return walk.comesOut('declined for good')
      walk.retry()
      walk.comesOut('declined')
      walk.leave()
    },
    'given up': exhaust,
    'charged back'(walk) {
      if (walk.last !== undefined) disputed(walk.tale, walk.last, walk.has('given back') ? 'lost, then won' : 'lost')
      walk.tale.wait(days(9))
    },
    'given back': (walk) => walk.tale.wait(days(15)),
    // Nobody pays any more, and the period that was not paid for is over.
    'written off'(walk, { from }) {
      walk.retry()
      walk.comesOut('declined for good')
      if (from === 'open') {
        walk.newMethod()
        walk.comesOut('declined for good')
      }
      walk.tale.wait(days(20))
    },
  },
}

import type { charts, EventOf } from '#machines'
import { days, minutes } from '#machines'
import { signup, signupOnTerms, trial } from '../arrivals.ts'
import { declined, disputed, years } from '../outcomes.ts'
import type { ChartDriver } from './walk.ts'

/** What a customer may use, from the first day on: a trial, what was paid for, and what was sent. */
export const entitlement: ChartDriver<EventOf<typeof charts.entitlement>> = {
  begins(walk, { event, guard }) {
    const { tale } = walk
    if (walk.has('refunded in full', 'full refund cancels')) walk.under({ fullRefund: 'cancel' })
    if (walk.has('paid for', 'its period is over')) {
      walk.byWeek()
      // No retry comes before the period is over.
      walk.under({ retries: [days(10)] })
    }
    if (walk.has('time over', 'switch in flight')) walk.under({ plans: years.plans })
    if (event === 'ordered') walk.under({ provisionalSignup: walk.has('time over') ? { capped: days(4) } : 'until settled' })
    if (walk.has('withheld')) walk.under({ disputeAccess: 'withhold' })
    const isTakenAtTheEnd = walk.path.some((each) => each.from === 'renewing' && each.event === 'withheld')
    if (isTakenAtTheEnd) walk.byWeek()
    if (event === 'sent') tale.ask(signupOnTerms)
    else if (guard === 'of a trial') tale.ask(trial)
    else walk.try(tale.tryOf('signup', tale.ask(signup)))
    // A step up some minutes later, which its bank takes back when the week is just over.
    if (isTakenAtTheEnd) {
      tale.wait(minutes(10))
      disputed(tale, tale.tryOf('upgrade', tale.ask({ do: 'change plan', plan: 'team' })), 'withdrawn', 'a week on')
    }
  },
  events: {
    'paid for'(walk, { from, guard }) {
      const { tale } = walk
      if (guard === 'its period is over' && from === 'renewing') {
        // Nobody tells that a bank has settled it, and who asks a week later learns it when the week is over.
        walk.retry()
        tale.byDebit()
        tale.set(`ada/payment_intent.succeeded ${walk.last?.payment}/lost`)
        tale.wait(days(5))
        return
      }
      if (guard === 'its period is over') {
        // A new card minutes before, and nobody knows for some minutes what came of it.
        tale.toPeriodEnd()
        tale.wait(minutes(-32))
        walk.newMethod()
        walk.comesOut('unknown')
        tale.wait(minutes(5))
        return
      }
      if (guard === 'of what rests') {
        walk.retry()
        walk.comesOut('declined')
        tale.wait(days(1))
        walk.payDebt()
      } else if (from === 'terms') {
        tale.wait(days(2))
        tale.ask({ do: 'mark paid' })
      } else if (from === 'ordered') tale.wait(days(3))
      else if (from === 'grace') walk.retry()
      else if (from === 'renewing') walk.retry()
    },
    sent: () => undefined,
    'payment missed'(walk, { guard }) {
      if (guard === undefined) walk.under({ grace: days(0) })
      walk.retry()
      walk.comesOut('declined')
    },
    ordered(walk, { from }) {
      if (from === 'none') {
        walk.tale.byDebit()
        return walk.tale.wait(days(3))
      }
      walk.under({ provisionalAccess: 'none' })
      walk.retry()
      walk.tale.byDebit()
      walk.tale.wait(days(3))
    },
    'came to nothing'(walk) {
      if (walk.last !== undefined) declined(walk.tale, walk.last)
      walk.tale.wait(days(3))
    },
    'time over'(walk, { from, guard }) {
      const { tale } = walk
      if (from === 'ordered') {
        // What is over shows when something is done next.
        tale.wait(days(1.5))
        tale.ask({ do: 'update method', method: 'card' })
        return
      }
      if (from === 'renewing') {
        walk.under({ provisionalAccess: { capped: days(1) } })
        walk.retry()
        tale.byDebit()
        // What is over shows when something is done next.
        tale.wait(days(2))
        tale.ask({ do: 'update method', method: 'card' })
        return
      }
      if (guard === 'cancel scheduled') {
        tale.wait(days(1))
        tale.ask({ do: 'cancel', when: 'period end' })
      }
      if (guard === 'switch in flight') {
        tale.toPeriodEnd()
        tale.wait(minutes(-2))
        walk.try(tale.tryOf('interval', tale.ask({ do: 'change plan', plan: 'yearly' })))
        walk.comesOut('unknown')
        tale.wait(minutes(30))
      } else if (from === 'terms') tale.wait(days(15))
      else if (from === 'paid after all') {
        // What is over shows when something is done next.
        tale.toPeriodEnd()
        tale.wait(days(1))
        tale.ask({ do: 'update method', method: 'card' })
      } else if (from === 'grace') {
        // The last retry comes after that.
        for (let retry = 1; retry < tale.policy.retries.length; retry++) {
          walk.retry()
          walk.comesOut('declined')
        }
        tale.wait(days(6.5))
      } else {
        tale.toPeriodEnd()
        walk.last = undefined
      }
    },
    'taken away'(walk, { from }) {
      if (from === 'paid' && walk.last !== undefined && walk.has('given back')) {
        disputed(walk.tale, walk.last, 'lost, then won')
        return walk.tale.wait(days(9))
      }
      if (from !== 'paid after all' && from !== 'ordered') return walk.leave()
      walk.tale.wait(days(1))
      walk.tale.ask({ do: 'delete account' })
    },
    'refunded in full'(walk) {
      walk.tale.wait(days(1))
      walk.tale.ask({ do: 'refund' })
    },
    withheld(walk, { from }) {
      const { tale } = walk
      if (from === 'paid' && walk.last !== undefined) disputed(tale, walk.last, 'withdrawn')
      tale.wait(from === 'paid' ? days(3) : minutes(30))
    },
    'given back': ({ tale }) => tale.wait(days(15)),
  },
}

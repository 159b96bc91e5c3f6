import type { charts, EventOf, Sentence } from '#machines'
import { days, hours, minutes } from '#machines'
import { signup, signupOnTerms, trial } from '../arrivals.ts'
import { disputed, years } from '../outcomes.ts'
import type { ChartDriver, Walk } from './walk.ts'

const endsUnpaid = (walk: Walk): boolean =>
  walk.path.some(({ event, guard, to }) => event === 'collection ended' && guard === undefined && to !== 'canceled')

/** A switch is asked for minutes before the period ends, and what becomes of it is known some minutes after. */
function switchesLate(walk: Walk, next: Sentence | undefined): string | undefined {
  const { tale } = walk
  if (next !== undefined && next.event !== 'period over') return 'while a switch is on its way the period waits for that alone'
  if (next?.guard === 'cancel scheduled') {
    tale.wait(days(1))
    tale.ask({ do: 'cancel', when: 'period end' })
  }
  tale.policy = { ...tale.policy, plans: years.plans }
  tale.toPeriodEnd()
  tale.wait(minutes(-2))
  const { asks } = walk.try(tale.tryOf('interval', tale.ask({ do: 'change plan', plan: 'yearly' })))
  // Either it was paid in time, or it never arrived and is sent again too late.
  if (next === undefined) walk.comesOut('unknown')
  else tale.set(`${asks}/start attempt/timeout before`)
  tale.wait(minutes(30))
  return undefined
}

/** The outcomes of whatever the subscription is charged for, as its chart hears them. */
export const subscription: ChartDriver<EventOf<typeof charts.subscription>> = {
  begins(walk) {
    const { tale } = walk
    if (endsUnpaid(walk)) walk.under({ endAction: 'unpaid' })
    if (walk.path.some(({ guard }) => guard === 'end action pauses')) walk.under({ endAction: 'pause' })
    if (walk.has('refunded in full')) walk.under({ fullRefund: 'cancel' })
    const isLost = walk.path.some(({ from, event }) => event === 'collection ended' && from === 'active')
    if (!isLost && walk.path.some(({ from, event }) => event === 'period over' && (from === 'past due' || from === 'unpaid'))) {
      walk.byWeek()
      // No retry comes before the period is over.
      walk.under({ retries: [days(10)] })
    }
    const isTrial = walk.has('settled', 'with trial')
    if (walk.path.some(({ guard }) => guard === 'on terms')) {
      tale.ask(signupOnTerms)
      return isTrial ? 'there is no trial on terms' : undefined
    }
    const asks = tale.ask(isTrial ? trial : signup)
    if (!isTrial) walk.try(tale.tryOf('signup', asks))
    return undefined
  },
  events: {
    settled: () => undefined,
    dropped: (walk) => walk.comesOut('declined for good'),
    'period over'(walk, sentence) {
      const { tale } = walk
      const { from, guard } = sentence
      if (guard === 'switch in flight') return switchesLate(walk, walk.path[walk.path.indexOf(sentence) + 1])
      // The switch was on its way until now, and is known to have come too late.
      if (from === 'renewing') return undefined
      if (guard === 'cancel scheduled') {
        tale.wait(days(1))
        tale.ask({ do: 'cancel', when: 'period end' })
        tale.toPeriodEnd()
        return undefined
      }
      if (guard === 'on terms') walk.markPaid()
      if (from === 'trialing' || from === 'active') {
        tale.toPeriodEnd()
        walk.last = undefined
        return undefined
      }
      if (guard === undefined || guard === 'end action pauses') {
        tale.toPeriodEnd()
        return undefined
      }
      // The last try before the period ends has no outcome by then: a new card, minutes before.
      tale.toPeriodEnd()
      tale.wait(minutes(-32))
      walk.newMethod()
      walk.comesOut('unknown')
      tale.wait(minutes(5))
      return undefined
    },
    renewed(walk, { from }) {
      if (from === 'unpaid') walk.newMethod()
      else walk.retry()
    },
    'payment missed'(walk, { guard }) {
      if (guard === 'on terms') return walk.tale.wait(days(14))
      walk.retry()
      walk.comesOut('declined')
    },
    suspended(walk, { from }) {
      if (from === 'renewing') return 'the first refusal of a renewal makes it past due, whatever it is'
      // Where no retry comes before the period is over, a new card is tried at once.
      if (walk.path.some((each) => each.event === 'period over' && each.from === 'unpaid')) walk.newMethod()
      else walk.retry()
      walk.comesOut('declined for good')
      return undefined
    },
    'collection ended'(walk, { from }) {
      if (from === 'renewing') {
        // Only the first charge after a trial ends all at once.
        walk.retry()
        walk.comesOut('declined for good')
      } else if (from === 'active') {
        // What was paid for the running period is lost to its bank.
        if (walk.last !== undefined) disputed(walk.tale, walk.last, walk.has('payment given back') ? 'lost, then won' : 'lost')
        walk.tale.wait(days(9))
      } else if (from === 'unpaid') walk.tale.wait(days(20))
      else
        for (let left = walk.tale.policy.retries.length; left > 0; left--) {
          walk.retry()
          walk.comesOut('declined')
        }
      return undefined
    },
    ended: (walk, { from }) => {
      if (from === 'incomplete') walk.comesOut('asked')
      if (!walk.path.some(({ event }) => event === 'cancel asked')) walk.leave()
    },
    'cancel asked'(walk, { from, guard }) {
      const { tale } = walk
      if (guard === undefined) {
        if (from === 'incomplete') walk.comesOut('asked')
        return walk.leave()
      }
      if (from === 'renewing') walk.retry()
      else if (from === 'active' || from === 'trialing') {
        tale.wait(days(1))
        walk.try(tale.tryOf('upgrade', tale.ask({ do: 'change plan', plan: 'team' })))
      } else if (from === 'past due' || from === 'unpaid') walk.newMethod()
      else if (from === 'paused') walk.try(tale.tryOf('resume', tale.ask({ do: 'resume' })))
      walk.comesOut('unknown')
      walk.leave()
      return from === 'trialing' ? 'during a trial nothing is charged' : undefined
    },
    'pause asked'(walk, { guard }) {
      const { tale } = walk
      tale.wait(days(1))
      if (guard !== undefined) {
        walk.try(tale.tryOf('upgrade', tale.ask({ do: 'change plan', plan: 'team' })))
        walk.comesOut('unknown')
      }
      tale.wait(minutes(3))
      tale.ask({ do: 'pause' })
    },
    paused(walk) {
      if (walk.has('pause asked')) return
      walk.tale.wait(days(1))
      walk.tale.ask({ do: 'pause' })
    },
    resumed(walk) {
      walk.tale.wait(hours(5))
      walk.try(walk.tale.tryOf('resume', walk.tale.ask({ do: 'resume' })))
    },
    'payment given back': (walk) => walk.tale.wait(days(15)),
    'refunded in full'(walk) {
      walk.tale.wait(days(1))
      walk.tale.ask({ do: 'refund' })
    },
  },
}

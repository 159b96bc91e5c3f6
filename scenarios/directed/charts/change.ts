import type { charts, EventOf } from '#machines'
import { days, hours, minutes, seconds } from '#machines'
import { signUp, signup } from '../arrivals.ts'
import type { ChartDriver } from './walk.ts'

/** An upgrade; what nobody pays for is only ever quoted: a trial, or a signup whose customer is not known yet. */
export const change: ChartDriver<EventOf<typeof charts.change>> = {
  begins(walk, first) {
    const { tale } = walk
    if (first.event === 'attempt began') {
      signUp(tale)
      tale.wait(days(3))
      walk.try(tale.tryOf('upgrade', tale.ask({ do: 'change plan', plan: 'team' })))
      return
    }
    if (first.event === 'expiry due') {
      // Asked for in the period's last seconds, by a worker that dies over it and is back when the period is over.
      signUp(tale, { ...signup, quantity: 5_000 })
      tale.toPeriodEnd()
      tale.wait(seconds(-30))
      tale.set(`${tale.ask({ do: 'change plan', plan: 'team' })}/after write command/crash`, '2 min')
      return
    }
    const name = tale.ask(first.event === 'settled' || first.event === 'rejected' ? { ...signup, trial: days(14) } : signup)
    if (first.event === 'rejected') tale.set('ada/method 1/method refused')
    if (first.event === 'abandoned') tale.set(`${name}/create customer/hang`, 'executed')
  },
  events: {
    'attempt began': () => undefined,
    settled: () => undefined,
    rejected: (walk, { from }) => {
      if (from === 'awaiting payment') walk.comesOut('declined for good')
    },
    'expiry due'(walk, { from, guard }) {
      if (from === 'quoted') return guard === undefined ? undefined : 'a change awaits its payment as soon as one is on its way'
      if (guard === undefined) {
        walk.comesOut('asked')
        walk.tale.wait(days(2))
        return undefined
      }
      // The last answer is on its way when the offer ends.
      walk.comesOut('asked')
      walk.tale.wait(hours(23))
      walk.tale.wait(minutes(-2))
      walk.answerUnheard()
      return undefined
    },
    abandoned(walk, { from }) {
      if (from === 'awaiting payment') walk.comesOut('asked')
      walk.leave()
    },
  },
}

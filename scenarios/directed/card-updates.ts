import { days, minutes } from '#machines'
import { gap, missRenewal, signUp } from './arrivals.ts'
import type { Drivers, Way } from './family.ts'
import { declinedForGood } from './outcomes.ts'
import type { Tale } from './tale.ts'

const replaced = (tale: Tale, begins: 'a day on' | 'a week on'): void => tale.set('ada/pm_ada_1/decline 1/card update', begins)

/** A step up is refused for good, and a week later the network has replaced the card. */
function refused(tale: Tale): void {
  declinedForGood(tale, tale.tryOf('upgrade', tale.ask({ do: 'change plan', plan: 'team' })))
  replaced(tale, 'a week on')
}

/** A customer who signed up and was refused a step up stands somewhere a week later. */
const aWeekLater =
  (goesOn: (tale: Tale) => void): Way =>
  (tale) => {
    signUp(tale)
    tale.wait(minutes(10))
    refused(tale)
    goesOn(tale)
  }

/** A step up is refused some days before the period ends, and the card is replaced after it has ended. */
const beforeTheEnd =
  (before: number, goesOn: (tale: Tale) => void): Way =>
  (tale) => {
    signUp(tale)
    tale.toPeriodEnd()
    tale.wait(days(-before))
    refused(tale)
    goesOn(tale)
    tale.wait(days(4))
  }

const neverRefused = 'no card is refused for good before something was bought with it'

export const cardUpdates: Drivers = {
  'card update': {
    // No network asks us.
    asks: undefined,
    instead: {
      // The signup came to nothing.
      none: (tale) => {
        declinedForGood(tale, signUp(tale))
        replaced(tale, 'a week on')
        tale.wait(days(9))
      },
      incomplete: neverRefused,
      trialing: neverRefused,
      active: aWeekLater((tale) => tale.wait(days(8))),
      'active, cancel scheduled': aWeekLater((tale) => {
        tale.wait(days(2))
        tale.ask({ do: 'cancel', when: 'period end' })
        tale.wait(days(6))
      }),
      // The week for which it was paid is just over.
      renewing: (tale) => {
        tale.policy = { ...tale.policy, plans: tale.policy.plans.map((plan) => ({ ...plan, interval: 'week' })) }
        signUp(tale)
        tale.wait(minutes(10))
        refused(tale)
        tale.toPeriodEnd()
        tale.wait(minutes(30))
      },
      'past due, in grace': beforeTheEnd(6, (tale) => void missRenewal(tale)),
      'past due, without grace': beforeTheEnd(6, (tale) => {
        tale.policy = { ...tale.policy, grace: minutes(0) }
        missRenewal(tale)
      }),
      unpaid: beforeTheEnd(2, (tale) => declinedForGood(tale, tale.toRetry(missRenewal(tale), gap(tale, 0)))),
      paused: aWeekLater((tale) => {
        tale.wait(days(3))
        tale.ask({ do: 'pause' })
        tale.wait(days(5))
      }),
      canceled: aWeekLater((tale) => {
        tale.wait(days(2))
        tale.ask({ do: 'cancel', when: 'now' })
        tale.wait(days(6))
      }),
    },
    cells: {
      S: (tale) => {
        signUp(tale)
        declinedForGood(tale, tale.toCharge())
        replaced(tale, 'a day on')
        tale.wait(days(3))
      },
      // The customer has brought another card by then.
      N: aWeekLater((tale) => {
        tale.wait(days(1))
        tale.ask({ do: 'update method', method: 'card' })
        tale.wait(days(8))
      }),
    },
  },
}

import type { Start } from '#machines'
import { days, hours, minutes } from '#machines'
import { beginTrial, gap, missRenewal, pastGrace, signup, signUp } from './arrivals.ts'
import type { Drivers, Way } from './family.ts'
import { type Beginning, declinedForGood, disputed, needsAction } from './outcomes.ts'
import type { Tale } from './tale.ts'

/** A customer who signed up stands somewhere a week later, when the bank takes that payment. */
const aWeekLater =
  (goesOn: (tale: Tale) => void): Way =>
  (tale) => {
    disputed(tale, signUp(tale), 'lost', 'a week on')
    goesOn(tale)
  }

const leaves = (tale: Tale): void => {
  tale.wait(days(2))
  tale.ask({ do: 'cancel', when: 'now' })
}

/** A customer steps up some days before the period ends, and the bank takes that payment after it has ended. */
const steppedUp =
  (before: number, begins: Beginning, goesOn: (tale: Tale) => void): Way =>
  (tale) => {
    signUp(tale)
    tale.toPeriodEnd()
    tale.wait(days(-before))
    disputed(tale, tale.tryOf('upgrade', tale.ask({ do: 'change plan', plan: 'team' })), 'lost', begins)
    goesOn(tale)
    tale.wait(days(3))
  }

/** From wherever something was paid for before; nothing was where a signup was dropped. */
const instead: Readonly<Partial<Record<Start, Way>>> = {
  none: (tale) => {
    needsAction(tale, signUp(tale))
    tale.wait(days(2))
  },
  incomplete: aWeekLater((tale) => {
    leaves(tale)
    tale.wait((days(5) - hours(1)) as typeof tale.now)
    needsAction(tale, signUp(tale))
    tale.wait(hours(2))
  }),
  trialing: aWeekLater((tale) => {
    leaves(tale)
    tale.wait(days(1))
    beginTrial(tale)
    tale.wait(days(6))
  }),
  active: aWeekLater((tale) => tale.wait(days(8))),
  'active, cancel scheduled': aWeekLater((tale) => {
    tale.wait(days(2))
    tale.ask({ do: 'cancel', when: 'period end' })
    tale.wait(days(6))
  }),
  // The week for which it was paid is just over.
  renewing: (tale) => {
    tale.policy = { ...tale.policy, plans: tale.policy.plans.map((plan) => ({ ...plan, interval: 'week' })) }
    disputed(tale, signUp(tale, signup), 'lost', 'a week on')
    tale.toPeriodEnd()
    tale.wait(minutes(30))
  },
  'past due, in grace': steppedUp(6, 'a week on', (tale) => void missRenewal(tale)),
  'past due, without grace': steppedUp(6, 'three weeks on', (tale) => pastGrace(tale)),
  unpaid: steppedUp(2, 'a week on', (tale) => declinedForGood(tale, tale.toRetry(missRenewal(tale), gap(tale, 0)))),
  paused: aWeekLater((tale) => {
    tale.wait(days(3))
    tale.ask({ do: 'pause' })
    tale.wait(days(5))
  }),
  canceled: aWeekLater((tale) => {
    leaves(tale)
    tale.wait(days(6))
  }),
}

const told =
  (course: Parameters<typeof disputed>[2]): Way =>
  (tale) => {
    disputed(tale, signUp(tale), course)
    tale.wait(days(9))
  }

/** A debit is taken back while a bank has the order for a step up: that comes out first. */
function whileOrdered(tale: Tale): void {
  signUp(tale)
  tale.byDebit()
  tale.set('ada/signup/payment 1/late settlement failure', 'two days on')
  tale.wait(days(6))
  tale.ask({ do: 'change plan', plan: 'team' })
  tale.wait(days(6))
}

export const disputes: Drivers = {
  dispute: {
    // No bank asks us.
    asks: undefined,
    instead,
    cells: { S: told('lost'), Fh: whileOrdered, A: told('inquiry'), X: told('withdrawn'), N: told('prevented') },
  },
}

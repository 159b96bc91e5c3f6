import { days } from '#machines'
import { beginTrial, gap, missRenewal, signup, signUp, trial } from './arrivals.ts'
import type { Drivers } from './family.ts'
import { charged, declined, declinedForGood, needsAction, pennies } from './outcomes.ts'
import type { Tale } from './tale.ts'
import { byForm } from './ways.ts'

/** A renewal of less than can be charged: the signup was for more units than are left at the period's end. */
export function renewForPennies(tale: Tale): void {
  tale.policy = pennies
  signUp(tale, { ...signup, plan: 'basic', quantity: 10 })
  tale.wait(days(1))
  tale.ask({ do: 'change quantity', quantity: 1 })
  tale.toCharge()
}

/** A renewal is tried until nobody tries any more. */
function exhaust(tale: Tale): void {
  signUp(tale)
  let last = missRenewal(tale)
  for (let retry = 0; retry < tale.policy.retries.length; retry++) {
    last = tale.toRetry(last, gap(tale, retry))
    declined(tale, last)
  }
}

/** Long enough for whoever waits for a customer to give up. */
const waitInVain = (tale: Tale): void => tale.wait(days(17))

/** A signup that nobody paid for, and that was dropped. */
const dropped = {
  none: (tale: Tale) => {
    needsAction(tale, signUp(tale))
    tale.wait(days(2))
  },
} as const

export const periods: Drivers = {
  'trial end': {
    asks: undefined,
    instead: dropped,
    cells: {
      ...byForm(charged, (tale) => {
        beginTrial(tale)
        return tale.toCharge()
      }),
      E: (tale) => {
        tale.policy = pennies
        tale.ask({ ...trial, plan: 'basic', quantity: 1 })
        tale.toCharge()
      },
    },
  },
  renewal: {
    asks: undefined,
    instead: dropped,
    cells: {
      ...byForm(charged, (tale) => {
        signUp(tale)
        return tale.toCharge()
      }),
      E: renewForPennies,
    },
  },
  'dunning retry': {
    asks: undefined,
    instead: dropped,
    cells: {
      ...byForm(charged, (tale) => {
        signUp(tale)
        return tale.toRetry(missRenewal(tale), gap(tale, 0))
      }),
      E: (tale) => {
        renewForPennies(tale)
        tale.wait(days(1))
        tale.ask({ do: 'update method', method: 'card' })
      },
    },
  },
  'dunning end': {
    asks: undefined,
    instead: {
      ...dropped,
      'past due, in grace': (tale) => {
        tale.policy = { ...tale.policy, grace: days(20) }
        exhaust(tale)
      },
    },
    cells: {
      Fs: exhaust,
      Fh: (tale) => {
        signUp(tale)
        declinedForGood(tale, tale.toCharge())
        waitInVain(tale)
      },
      A: (tale) => {
        signUp(tale)
        needsAction(tale, tale.toCharge())
        waitInVain(tale)
      },
      E: (tale) => {
        renewForPennies(tale)
        waitInVain(tale)
      },
      N: exhaust,
    },
  },
}

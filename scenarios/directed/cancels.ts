import type { Command } from '#machines'
import { days, minutes } from '#machines'
import { signUp } from './arrivals.ts'
import type { Drivers } from './family.ts'
import { tooLate } from './outcomes.ts'
import type { Tale } from './tale.ts'
import { toldTwice } from './ways.ts'

const now: Command = { do: 'cancel', when: 'now' }
const atPeriodEnd: Command = { do: 'cancel', when: 'period end' }
const undo: Command = { do: 'undo cancel' }

function settled(tale: Tale): Tale {
  signUp(tale)
  tale.wait(days(3))
  return tale
}

function leaving(tale: Tale): void {
  tale.ask(atPeriodEnd)
  tale.wait(minutes(5))
}

/** The customer leaves while the renewal's payment is under way. */
function duringRenewal(tale: Tale): void {
  signUp(tale)
  tooLate(tale, tale.toCharge())
}

/** The customer leaves while a bank has the order for the renewal. */
function duringOrder(tale: Tale, leaves: Command): void {
  signUp(tale)
  tale.toCharge()
  tale.byDebit()
  tale.wait(days(1))
  tale.ask(leaves)
  tale.wait(days(3))
}

const forGood: Command = { do: 'delete account' }

export const cancels: Drivers = {
  'delete account': {
    asks: (tale) => void tale.ask(forGood),
    cells: {
      S: (tale) => void settled(tale).ask(forGood),
      U: (tale) => {
        signUp(tale)
        tooLate(tale, tale.toCharge(), forGood)
      },
      PR: (tale) => duringOrder(tale, forGood),
      N: (tale) => toldTwice(tale, settled(tale).ask(forGood)),
    },
  },
  'cancel now': {
    asks: (tale) => void tale.ask(now),
    cells: {
      S: (tale) => void settled(tale).ask(now),
      U: duringRenewal,
      PR: (tale) => duringOrder(tale, now),
      L: duringRenewal,
      N: (tale) => toldTwice(tale, settled(tale).ask(now)),
    },
  },
  'cancel at period end': {
    asks: (tale) => void tale.ask(atPeriodEnd),
    cells: {
      S: (tale) => {
        settled(tale).ask(atPeriodEnd)
        tale.toPeriodEnd()
      },
      N: (tale) => toldTwice(tale, settled(tale).ask(atPeriodEnd)),
    },
  },
  'undo cancel': {
    asks: (tale) => void tale.ask(undo),
    first: { trialing: leaving, 'past due, in grace': leaving, 'past due, without grace': leaving },
    cells: {
      S: (tale) => {
        leaving(settled(tale))
        tale.ask(undo)
        tale.toPeriodEnd()
      },
      N: (tale) => {
        leaving(settled(tale))
        toldTwice(tale, tale.ask(undo))
      },
    },
  },
}

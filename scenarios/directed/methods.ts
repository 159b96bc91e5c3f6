import type { Command } from '#machines'
import { days, hours, minutes } from '#machines'
import { gap, givenUp, missRenewal, signUp } from './arrivals.ts'
import type { Drivers } from './family.ts'
import { declinedForGood, needsAction } from './outcomes.ts'
import type { Tale } from './tale.ts'
import { toldTwice } from './ways.ts'

const newCard: Command = { do: 'update method', method: 'card' }
const answer: Command = { do: 'authenticate', succeeds: true }

function settled(tale: Tale): Tale {
  signUp(tale)
  tale.wait(days(3))
  return tale
}

/** An upgrade waits for the bank's question. */
function askedByBank(tale: Tale): Tale {
  needsAction(tale, tale.tryOf('upgrade', tale.ask({ do: 'change plan', plan: 'team' })))
  tale.wait(minutes(10))
  return tale
}

/** The bank asks about a renewal, and nobody is there to answer. */
function renewalAsks(tale: Tale): void {
  needsAction(tale, tale.toCharge())
  tale.wait(hours(2))
}

export const methodChanges: Drivers = {
  'method update': {
    asks: (tale) => void tale.ask(newCard),
    cells: {
      S: (tale) => void settled(tale).ask(newCard),
      Fh: (tale) => {
        settled(tale).ask(newCard)
        tale.set('ada/method 2/method refused')
      },
      N: (tale) => toldTwice(tale, settled(tale).ask(newCard), 2),
    },
  },
  authenticate: {
    asks: (tale) => void tale.ask(answer),
    first: {
      active: askedByBank,
      'active, cancel scheduled': askedByBank,
      paused: (tale) => {
        needsAction(tale, tale.tryOf('resume', tale.ask({ do: 'resume' })))
        tale.wait(minutes(10))
      },
    },
    instead: {
      // The upgrade expires with the period, and nobody has had the time yet to take its payment back.
      renewing: (tale) => {
        signUp(tale)
        tale.toPeriodEnd()
        tale.wait(hours(-20))
        needsAction(tale, tale.tryOf('upgrade', tale.ask({ do: 'change plan', plan: 'team' })))
        tale.wait(hours(20))
        tale.set(`${tale.job}/job late`, '20 min')
        tale.wait(minutes(5))
      },
      'past due, in grace': (tale) => {
        signUp(tale)
        renewalAsks(tale)
      },
      'past due, without grace': (tale) => {
        tale.policy = { ...tale.policy, grace: minutes(90) }
        signUp(tale)
        renewalAsks(tale)
      },
      // Whoever left pays an old debt, and the bank asks.
      canceled: (tale) => {
        const last = givenUp(tale)
        needsAction(tale, tale.again(last, tale.ask({ do: 'pay debt' })))
        tale.wait(hours(1))
      },
      // The new card's bank asks, where the old one was given up.
      unpaid: (tale) => {
        signUp(tale)
        const last = tale.toRetry(missRenewal(tale), gap(tale, 0))
        declinedForGood(tale, last)
        tale.wait(days(1))
        needsAction(tale, tale.again(last, tale.ask(newCard)))
        tale.wait(hours(1))
      },
    },
    cells: {
      U: (tale) => void askedByBank(settled(tale)).ask(answer),
      N: (tale) => toldTwice(tale, askedByBank(settled(tale)).ask(answer), 2),
    },
  },
}

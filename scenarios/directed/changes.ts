import type { Command } from '#machines'
import { days } from '#machines'
import { signup, signUp } from './arrivals.ts'
import type { Driver, Drivers } from './family.ts'
import { charged, pennies, years } from './outcomes.ts'
import type { Tale } from './tale.ts'
import { byForm, toldTwice } from './ways.ts'

const toTeam: Command = { do: 'change plan', plan: 'team' }
const toBasic: Command = { do: 'change plan', plan: 'basic' }
const toFive: Command = { do: 'change quantity', quantity: 5 }
const toOne: Command = { do: 'change quantity', quantity: 1 }
const toYear: Command = { do: 'change plan', plan: 'yearly' }

function settleIn(tale: Tale): void {
  signUp(tale)
  tale.wait(days(3))
}

/** @param least what costs less more than can be charged, from a subscription that could be */
const charging = (purpose: 'upgrade' | 'quantity', command: Command, least: Command): Driver => ({
  asks: (tale) => void tale.tryOf(purpose, tale.ask(command)),
  cells: {
    ...byForm(charged, (tale) => {
      settleIn(tale)
      return tale.tryOf(purpose, tale.ask(command))
    }),
    E: (tale) => {
      tale.policy = pennies
      signUp(tale, { ...signup, plan: 'basic', quantity: least.do === 'change plan' ? 2 : 10 })
      // A few days before the period ends the rest of it costs next to nothing.
      tale.wait(days(27))
      tale.ask(least)
    },
  },
})

const takenForMore = 'with no subscription every change is taken for one that costs more'

const switching: Driver = {
  asks: (tale) => {
    tale.policy = years
    tale.tryOf('interval', tale.ask(toYear))
  },
  instead: { none: takenForMore, canceled: takenForMore },
  cells: {
    ...byForm(charged, (tale) => {
      tale.policy = years
      settleIn(tale)
      return tale.tryOf('interval', tale.ask(toYear))
    }),
    E: (tale) => {
      tale.policy = pennies
      signUp(tale, { ...signup, plan: 'basic', quantity: 2 })
      // A few days of the month are left, and a week costs hardly more.
      tale.wait(days(27))
      tale.ask({ do: 'change plan', plan: 'weekly' })
    },
  },
}

/** What costs less: later, or now. */
const lessening = (command: Command): Driver => ({
  asks: (tale) => void tale.ask(command),
  instead: { none: takenForMore, canceled: takenForMore },
  cells: {
    S: (tale) => {
      settleIn(tale)
      tale.ask(command)
      tale.toPeriodEnd()
    },
    N: (tale) => {
      settleIn(tale)
      toldTwice(tale, tale.ask(command))
    },
  },
})

export const changes: Drivers = {
  'upgrade now': charging('upgrade', toTeam, { do: 'change plan', plan: 'pro' }),
  'quantity up now': charging('quantity', toFive, { do: 'change quantity', quantity: 11 }),
  'interval switch now': switching,
  'downgrade at period end': lessening(toBasic),
  'downgrade now': lessening({ do: 'change plan', plan: 'basic', when: 'now' }),
  'quantity down now': lessening({ do: 'change quantity', quantity: 1, when: 'now' }),
  'quantity down at period end': lessening(toOne),
}

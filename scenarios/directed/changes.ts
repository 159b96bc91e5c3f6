import type { Command, Policy } from '#machines'
import { days, defaultPolicy, minor, starts } from '#machines'
import { addOnsFor } from '../add-ons.ts'
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
const charging = (purpose: 'upgrade' | 'quantity' | 'add-on', command: Command, least: Command): Driver => ({
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

/** So much of it that the rest of a period costs more than cards refuse to take. */
const withStorage: Policy = { ...defaultPolicy, addOns: addOnsFor(defaultPolicy) }
const more: Command = { do: 'change add-on', addOn: 'storage', quantity: 5 }
const fewer: Command = { do: 'change add-on', addOn: 'storage', quantity: 2 }

const beside: Driver = {
  ...charging('add-on', more, more),
  asks: (tale) => {
    tale.policy = withStorage
    tale.tryOf('add-on', tale.ask(more))
  },
  cells: {
    ...byForm(charged, (tale) => {
      tale.policy = withStorage
      settleIn(tale)
      return tale.tryOf('add-on', tale.ask(more))
    }),
    E: (tale) => {
      tale.policy = { ...pennies, addOns: [{ key: 'storage', prices: { month: minor(5) } }] }
      signUp(tale, { ...signup, plan: 'team' })
      tale.wait(days(3))
      tale.ask({ ...more, quantity: 1 })
    },
  },
}

function holdsStorage(tale: Tale): void {
  tale.policy = withStorage
  tale.beside = more
}

/** Fewer of it: later, or now. */
const taking = (command: Command): Driver => ({
  before: Object.fromEntries(starts.map((start) => [start, holdsStorage])),
  asks: (tale) => void tale.ask(command),
  instead: { none: takenForMore, canceled: takenForMore, incomplete: 'whoever has not signed up yet holds nothing beside a plan' },
  cells: {
    S: (tale) => {
      holdsStorage(tale)
      settleIn(tale)
      tale.ask(command)
      tale.toPeriodEnd()
    },
    N: (tale) => {
      holdsStorage(tale)
      settleIn(tale)
      toldTwice(tale, tale.ask(command))
    },
  },
})

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
  'add-on now': beside,
  'add-on removal at period end': taking(fewer),
  'add-on removal now': taking({ ...fewer, when: 'now' }),
  'interval switch now': switching,
  'downgrade at period end': lessening(toBasic),
  'downgrade now': lessening({ do: 'change plan', plan: 'basic', when: 'now' }),
  'quantity down now': lessening({ do: 'change quantity', quantity: 1, when: 'now' }),
  'quantity down at period end': lessening(toOne),
}

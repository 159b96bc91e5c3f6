import type { Command } from '#machines'
import { days, hours } from '#machines'
import { givenUp, missRenewal, signUp } from './arrivals.ts'
import type { Driver, Drivers } from './family.ts'
import { charged } from './outcomes.ts'
import { renewForPennies } from './periods.ts'
import type { Tale } from './tale.ts'
import { byForm, toldTwice } from './ways.ts'

/** A renewal was declined, and an operator ends trying it. */
const ending = (command: Command): Driver => {
  const asked = (tale: Tale): string => {
    signUp(tale)
    missRenewal(tale)
    tale.wait(hours(1))
    return tale.ask(command)
  }
  return { asks: (tale) => void tale.ask(command), cells: { S: (tale) => void asked(tale), N: (tale) => toldTwice(tale, asked(tale)) } }
}

const payDebt: Command = { do: 'pay debt' }

const before = (tale: Tale): void => void givenUp(tale)

export const debts: Drivers = {
  'void invoice': ending({ do: 'void invoice' }),
  'write off': ending({ do: 'write off' }),
  'mark paid': ending({ do: 'mark paid' }),
  'bad-debt payment': {
    asks: (tale) => void tale.ask(payDebt),
    before: {
      incomplete: before,
      trialing: before,
      active: before,
      'active, cancel scheduled': before,
      renewing: before,
      'past due, in grace': before,
      'past due, without grace': before,
      unpaid: before,
      paused: before,
      canceled: before,
    },
    cells: {
      ...byForm(charged, (tale) => {
        const last = givenUp(tale)
        return tale.again(last, tale.ask(payDebt))
      }),
      E: (tale) => {
        renewForPennies(tale)
        tale.wait(days(17))
        tale.ask(payDebt)
      },
    },
  },
}

import type { Command } from '#machines'
import { days, hours, minor } from '#machines'
import { givenUp, missRenewal, signUp, signupOnTerms } from './arrivals.ts'
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

/** An invoice was sent, and is open while everything runs. */
const onTerms = (tale: Tale): void => {
  tale.ask(signupOnTerms)
  tale.wait(days(2))
}

const payDebt: Command = { do: 'pay debt' }

const before = (tale: Tale): void => void givenUp(tale)

export const debts: Drivers = {
  'void invoice': ending({ do: 'void invoice' }),
  'write off': ending({ do: 'write off' }),
  'mark paid': {
    ...ending({ do: 'mark paid' }),
    cells: {
      ...ending({ do: 'mark paid' }).cells,
      P: (tale) => {
        signUp(tale)
        missRenewal(tale)
        tale.wait(hours(1))
        tale.ask({ do: 'mark paid', amount: minor(500) })
      },
    },
    instead: {
      active: onTerms,
      'active, cancel scheduled': (tale) => {
        onTerms(tale)
        tale.ask({ do: 'cancel', when: 'period end' })
        tale.wait(days(1))
      },
    },
  },
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
      P: (tale) => {
        givenUp(tale)
        tale.ask({ ...payDebt, amount: minor(500) })
      },
      E: (tale) => {
        renewForPennies(tale)
        tale.wait(days(17))
        tale.ask(payDebt)
      },
    },
  },
}

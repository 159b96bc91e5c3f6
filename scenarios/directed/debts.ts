import type { Command } from '#machines'
import { days } from '#machines'
import { givenUp } from './arrivals.ts'
import type { Drivers } from './family.ts'
import { charged } from './outcomes.ts'
import { renewForPennies } from './periods.ts'
import type { Tale } from './tale.ts'
import { byForm } from './ways.ts'

const payDebt: Command = { do: 'pay debt' }

const before = (tale: Tale): void => void givenUp(tale)

export const debts: Drivers = {
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

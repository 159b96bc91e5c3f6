import type { Command } from '#machines'
import { days, minutes } from '#machines'
import { signUp } from './arrivals.ts'
import type { Drivers } from './family.ts'
import type { Tale } from './tale.ts'
import { toldTwice } from './ways.ts'

const assign: Command = { do: 'assign seat', seat: 'fay' }
const unassign: Command = { do: 'unassign seat', seat: 'fay' }

function settled(tale: Tale): Tale {
  signUp(tale)
  tale.wait(days(3))
  return tale
}

function begins(tale: Tale): void {
  tale.ask(assign)
  tale.wait(minutes(1))
}

function seated(tale: Tale): Tale {
  settled(tale).ask(assign)
  tale.wait(days(1))
  return tale
}

export const seats: Drivers = {
  'seat assign': {
    asks: (tale) => void tale.ask(assign),
    cells: {
      S: (tale) => void settled(tale).ask(assign),
      N: (tale) => toldTwice(tale, settled(tale).ask(assign)),
    },
  },
  'seat unassign': {
    first: {
      trialing: begins,
      active: begins,
      'active, cancel scheduled': begins,
      renewing: begins,
      'past due, in grace': begins,
      'past due, without grace': begins,
    },
    asks: (tale) => void tale.ask(unassign),
    cells: {
      S: (tale) => void seated(tale).ask(unassign),
      N: (tale) => toldTwice(tale, seated(tale).ask(unassign)),
    },
  },
}

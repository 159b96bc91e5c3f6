import type { Command } from '#machines'
import { days, minor } from '#machines'
import { signUp } from './arrivals.ts'
import type { Drivers } from './family.ts'
import type { Tale } from './tale.ts'
import { toldTwice } from './ways.ts'

/** More than a period costs: one invoice has nothing due, and the next is paid in part. */
const grant: Command = { do: 'grant credit', amount: minor(5_000) }

function settled(tale: Tale): Tale {
  signUp(tale)
  tale.wait(days(3))
  return tale
}

export const credits: Drivers = {
  'credit grant': {
    asks: (tale) => void tale.ask(grant),
    cells: {
      S: (tale) => {
        settled(tale).ask(grant)
        tale.toCharge()
        tale.toCharge()
      },
      N: (tale) => toldTwice(tale, settled(tale).ask(grant)),
    },
  },
}

import type { Command } from '#machines'
import { days } from '#machines'
import { beginTrial } from './arrivals.ts'
import type { Driver, Drivers } from './family.ts'
import type { Tale } from './tale.ts'
import { toldTwice } from './ways.ts'

const moving = (command: Command): Driver => {
  const tried = (tale: Tale): Tale => {
    beginTrial(tale)
    tale.wait(days(3))
    return tale
  }
  return {
    asks: (tale) => void tale.ask(command),
    cells: {
      // On to where the first charge comes out, sooner or later.
      S: (tale) => {
        tried(tale).ask(command)
        tale.wait(days(20))
      },
      N: (tale) => toldTwice(tale, tried(tale).ask(command)),
    },
  }
}

export const trials: Drivers = {
  'trial extend': moving({ do: 'extend trial', by: days(5) }),
  'trial cut': moving({ do: 'cut trial', by: days(5) }),
}

import type { Command } from '#machines'
import { days, minor } from '#machines'
import { pastLife, signUp } from './arrivals.ts'
import type { Driver, Drivers } from './family.ts'
import type { Tale } from './tale.ts'
import { toldTwice } from './ways.ts'

/** Nothing of these two was paid for: what can go back is from a subscription before. */
const before = { incomplete: pastLife, trialing: pastLife } as const

const driver = (command: Command): Driver => {
  const asked = (tale: Tale): string => {
    signUp(tale)
    tale.wait(days(3))
    return tale.ask(command)
  }
  return {
    asks: (tale) => void tale.ask(command),
    before,
    cells: {
      S: (tale) => void asked(tale),
      Fs: (tale) => {
        asked(tale)
        tale.set('ada/sub 1/signup/refund 1/try 1/refund failed')
        tale.wait(days(4))
      },
      Fh: (tale) => {
        asked(tale)
        tale.set('ada/sub 1/signup/refund 1/try 1/refund refused')
      },
      U: (tale) => tale.set(`${asked(tale)}/start refund/timeout after`),
      N: (tale) => toldTwice(tale, asked(tale), 2),
    },
  }
}

export const refunds: Drivers = {
  'refund full': driver({ do: 'refund' }),
  'refund partial': driver({ do: 'refund', amount: minor(100) }),
}

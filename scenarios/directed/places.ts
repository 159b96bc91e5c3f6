import type { Command } from '#machines'
import { hours, starts } from '#machines'
import { rates } from '../taxes.ts'
import { signup } from './arrivals.ts'
import type { Drivers } from './family.ts'
import type { Tale } from './tale.ts'
import { toldTwice } from './ways.ts'

const moves: Command = { do: 'set place', place: 'hamburg' }

/** In this tale tax is kept. */
function taxes(tale: Tale): void {
  tale.policy = { ...tale.policy, taxes: { prices: 'exclusive', rates } }
}

function livesInZurich(tale: Tale): void {
  taxes(tale)
  tale.home = 'zurich'
}

/** The signup is a draft until the customer says where they are. */
function drafted(tale: Tale): void {
  taxes(tale)
  tale.ask(signup)
  tale.wait(hours(6))
}

export const places: Drivers = {
  'place set': {
    before: Object.fromEntries(starts.map((start) => [start, livesInZurich])),
    asks: (tale) => void tale.ask(moves),
    cells: {
      S: (tale) => {
        drafted(tale)
        tale.tryOf('signup', tale.ask(moves))
        tale.toCharge()
      },
      N: (tale) => {
        drafted(tale)
        toldTwice(tale, tale.ask(moves))
      },
    },
  },
}

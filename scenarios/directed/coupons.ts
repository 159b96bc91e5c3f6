import type { Command } from '#machines'
import { days, minutes } from '#machines'
import { couponsFor } from '../coupons.ts'
import { signUp } from './arrivals.ts'
import type { Drivers } from './family.ts'
import type { Tale } from './tale.ts'
import { toldTwice } from './ways.ts'

const apply: Command = { do: 'apply coupon', coupon: 'half' }
const remove: Command = { do: 'remove coupon' }

function redeems(tale: Tale): string {
  tale.policy = { ...tale.policy, coupons: couponsFor(tale.policy) }
  return tale.ask(apply)
}

function loses(tale: Tale): string {
  redeems(tale)
  tale.wait(minutes(1))
  return tale.ask(remove)
}

function settled(tale: Tale): Tale {
  signUp(tale)
  tale.wait(days(3))
  return tale
}

export const coupons: Drivers = {
  'coupon apply': {
    asks: (tale) => void redeems(tale),
    cells: {
      S: (tale) => {
        redeems(settled(tale))
        tale.toCharge()
      },
      N: (tale) => toldTwice(tale, redeems(settled(tale))),
    },
  },
  'coupon remove': {
    asks: (tale) => void loses(tale),
    cells: {
      S: (tale) => {
        loses(settled(tale))
        tale.toCharge()
      },
      N: (tale) => toldTwice(tale, loses(settled(tale))),
    },
  },
}

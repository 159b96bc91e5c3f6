import type { Command } from '#machines'
import { days, hours, minutes } from '#machines'
import { signup, signUp } from './arrivals.ts'
import type { Drivers } from './family.ts'
import { charged, pennies, unknown } from './outcomes.ts'
import type { Tale } from './tale.ts'
import { byForm, toldTwice } from './ways.ts'

const pause: Command = { do: 'pause' }
const resume: Command = { do: 'resume' }

function settled(tale: Tale): Tale {
  signUp(tale)
  tale.wait(days(3))
  return tale
}

function pausedTale(tale: Tale): Tale {
  settled(tale).ask(pause)
  tale.wait(days(1))
  return tale
}

export const pauses: Drivers = {
  pause: {
    asks: (tale) => void tale.ask(pause),
    cells: {
      S: (tale) => void settled(tale).ask(pause),
      // An upgrade is being paid.
      U: (tale) => {
        unknown(tale, tale.tryOf('upgrade', settled(tale).ask({ do: 'change plan', plan: 'team' })))
        tale.wait(minutes(3))
        tale.ask(pause)
      },
      // Its bank has the order for it.
      PR: (tale) => {
        settled(tale).ask({ do: 'change plan', plan: 'team' })
        tale.byDebit()
        tale.wait(days(1))
        tale.ask(pause)
        tale.wait(days(3))
      },
      N: (tale) => toldTwice(tale, settled(tale).ask(pause)),
    },
  },
  resume: {
    asks: (tale) => void tale.tryOf('resume', tale.ask(resume)),
    cells: {
      ...byForm(charged, (tale) => pausedTale(tale).tryOf('resume', tale.ask(resume))),
      // One unit of ten is left, and next to nothing of what was paid is credit.
      E: (tale) => {
        tale.policy = pennies
        signUp(tale, { ...signup, plan: 'basic', quantity: 10 })
        tale.wait(days(1))
        tale.ask({ do: 'change quantity', quantity: 1 })
        tale.toPeriodEnd()
        tale.wait(hours(-20))
        tale.ask(pause)
        tale.wait(hours(1))
        tale.ask(resume)
      },
    },
  },
}

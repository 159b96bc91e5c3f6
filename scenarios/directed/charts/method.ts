import type { charts, EventOf } from '#machines'
import { days } from '#machines'
import { signUp, signupOnTerms } from '../arrivals.ts'
import { declinedForGood } from '../outcomes.ts'
import type { ChartDriver } from './walk.ts'

/** The method of a signup, one that comes by itself, and one that nobody waits for: with invoices that are sent. */
export const method: ChartDriver<EventOf<typeof charts.method>> = {
  begins(walk, { guard }) {
    const { tale } = walk
    if (guard === 'nobody waits') {
      tale.ask({ ...signupOnTerms, method: 'card' })
      return
    }
    signUp(tale)
    if (guard === undefined) return
    tale.wait(days(3))
    tale.ask({ do: 'update method', method: 'card' })
  },
  events: {
    kept: () => undefined,
    refused: (walk, { guard }) => walk.tale.set(`ada/method ${guard === 'brought by itself' ? 2 : 1}/method refused`),
    replaced(walk, { guard }) {
      const { tale } = walk
      if (walk.path[0]?.guard !== undefined) return 'its path begins with the method of a signup'
      tale.wait(days(1))
      declinedForGood(tale, tale.tryOf('upgrade', tale.ask({ do: 'change plan', plan: 'team' })))
      tale.set('ada/pm_ada_1/decline 1/card update', 'a week on')
      if (guard === undefined) {
        tale.wait(days(1))
        tale.ask({ do: 'update method', method: 'card' })
      }
      tale.wait(days(9))
      return undefined
    },
    detached(walk, { guard }) {
      const { tale } = walk
      if (walk.path[0]?.guard !== undefined) return 'its path begins with the method of a signup'
      tale.set('ada/pm_ada_1/2 h on/dashboard detach', 'takes the card off')
      if (guard === undefined) tale.ask({ do: 'update method', method: 'card' })
      tale.wait(days(1))
      return undefined
    },
  },
}

import type { charts, EventOf } from '#machines'
import { minutes } from '#machines'
import { signup } from '../arrivals.ts'
import type { ChartDriver } from './walk.ts'

/** Whoever signs up is made known at the provider, and may have it all deleted before that was answered. */
export const setup: ChartDriver<EventOf<typeof charts.setup>> = {
  begins: () => undefined,
  events: {
    'sold to'(walk) {
      const asks = walk.tale.ask(signup)
      if (!walk.has('customer made') && walk.has('deleted')) walk.tale.set(`${asks}/create customer/hang`, 'executed')
    },
    'customer made': () => undefined,
    deleted({ tale }) {
      tale.wait(minutes(1))
      tale.ask({ do: 'delete account' })
    },
  },
}

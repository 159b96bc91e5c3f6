import type { charts, EventOf } from '#machines'
import { days, hours } from '#machines'
import { signup } from '../arrivals.ts'
import type { ChartDriver, Walk } from './walk.ts'

/** The entry of the outbox that starts a signup's payment. */
const name = 'ada/sub 1/signup/attempt 1'
const asks = 'ada/subscribe'

/** Refused as wrong until somebody mends it: before its last try, or after. */
const poison = (walk: Walk): void => walk.tale.set(`${name}/poison job`, walk.path.some(({ to }) => to === 'dead') ? '20 min' : '2 min')

const leaves = 'what is done leaves the outbox, and nothing moves it any more'

/** A job that somebody takes, that fails, dies and is replayed. */
export const job: ChartDriver<EventOf<typeof charts.job>> = {
  begins: (walk) => void walk.tale.ask(signup),
  events: {
    taken(walk, { from }) {
      // Whoever had it is gone for longer than it is theirs. It is the customer's: a payment would be looked up instead.
      if (from === 'attempted') walk.tale.set(`${asks}/before create customer/crash`, '20 min')
    },
    succeeded: () => leaves,
    failed: (walk) => poison(walk),
    'retry due': (walk) => walk.tale.wait(hours(1)),
    replay: (walk) => walk.tale.wait(days(1)),
    pointless: () => leaves,
  },
}

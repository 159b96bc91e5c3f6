import { days, utc } from '#machines'
import { day, scenario, subscribe, updateMethod } from '../scenario.ts'

/** A renewal is declined and retried; a new card pays it between two retries, and the next renewal is as if nothing was. */
export const emptyCardRecovers = scenario('renewals/empty-card-recovers', 'a declined renewal is paid by a new card between two retries', {
  starts: utc('2024-03-15T11:05:09Z'),
  lasts: days(75),
  story: [
    day(0, subscribe('ada', { plan: 'team', quantity: 2 })),
    day(25, updateMethod('ada', 'card without funds')),
    day(36, updateMethod('ada', 'card')),
  ],
})

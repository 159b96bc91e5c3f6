import { days, seconds, utc } from '#machines'
import { at, cancelAtPeriodEnd, cancelNow, day, scenario, subscribe } from '../scenario.ts'

const month = days(30) // November has thirty days.

/** Customers leave in the very seconds in which their periods end. */
export const cancelMeetsRenewal = scenario(
  'renewals/cancel-meets-renewal',
  'cancellations fall on the second of a renewal and next to it',
  {
    starts: utc('2024-11-30T23:59:59Z'),
    lasts: days(70),
    story: [
      day(0, subscribe('ada', { plan: 'pro' })),
      day(0, subscribe('bob', { plan: 'pro' })),
      day(0, subscribe('cleo', { plan: 'pro' })),
      at(month, cancelNow('ada')),
      at(seconds(month / 1_000 + 1), cancelNow('bob')),
      at(seconds(month / 1_000 - 1), cancelAtPeriodEnd('cleo')),
    ],
  },
)

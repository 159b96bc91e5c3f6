import { days, utc } from '#machines'
import { changePlan, changeQuantity, day, scenario, subscribe } from '../scenario.ts'

/**
 * The second month of two customers is declined once, and tried again days later. In between ada would have two more of it, and bob a
 * larger plan: both are told to pay first, and may once they have.
 */
export const moreWhilePastDue = scenario(
  'plan-changes/more-while-past-due',
  'more is asked for while the running period is not paid, and again when it is: nothing is credited that nobody paid',
  {
    starts: utc('2024-03-15T10:00:00Z'),
    lasts: days(55),
    story: [
      day(0, subscribe('ada', { plan: 'pro' })),
      day(32, changeQuantity('ada', 3)),
      day(40, changeQuantity('ada', 3)),
      day(0, subscribe('bob', { plan: 'basic' })),
      day(32, changePlan('bob', 'team')),
      day(40, changePlan('bob', 'team')),
    ],
    happens: {
      'ada/renewal 2024-04-15/attempt 1/outcome': 'declined:insufficient_funds',
      'bob/renewal 2024-04-15/attempt 1/outcome': 'declined:insufficient_funds',
    },
  },
)

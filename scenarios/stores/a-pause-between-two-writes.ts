import { days, utc } from '#machines'
import { day, scenario, subscribe } from '../scenario.ts'

/**
 * Ada's request pauses right after it wrote, while a webhook writes that she has paid. Whoever writes store by store then puts an old
 * copy over a new one. Bob's request dies there.
 */
export const aPauseBetweenTwoWrites = scenario(
  'stores/a-pause-between-two-writes',
  'a request that pauses, and one whose worker dies, right after a write: all stores say the same of both customers',
  {
    starts: utc('2024-08-06T10:00:00Z'),
    lasts: days(3),
    needs: 'own books',
    story: [day(0, subscribe('ada', { plan: 'pro' })), day(1, subscribe('bob', { plan: 'basic' }))],
    happens: {
      'ada/subscribe/after write account/hold': '2 min',
      'bob/subscribe/after write account/crash': '2 min',
    },
  },
)

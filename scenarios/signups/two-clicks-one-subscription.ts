import { days, seconds, utc } from '#machines'
import { at, day, scenario, subscribe } from '../scenario.ts'

/**
 * Ada clicks twice while her first click is held up. Bob has a subscription and begins a trial by another button. Cleo's account is
 * set up at the provider, but no answer says so. Each has one subscription, and is one customer.
 */
export const twoClicksOneSubscription = scenario(
  'signups/two-clicks-one-subscription',
  'two clicks on one button, a second button, and an account whose set-up gets no answer: one subscription each, and one customer',
  {
    starts: utc('2024-04-10T09:00:00Z'),
    lasts: days(40),
    needs: 'own books',
    story: [
      at(seconds(0), subscribe('ada', { plan: 'pro' })),
      at(seconds(1), subscribe('ada', { plan: 'pro' })),
      day(0, subscribe('bob', { plan: 'basic' })),
      day(3, subscribe('bob', { plan: 'team', trial: days(14) })),
      day(0, subscribe('cleo', { plan: 'basic' })),
    ],
    happens: {
      'ada/subscribe/before read account/hold': '12 s',
      'cleo/subscribe/create customer/timeout after': true,
    },
  },
)

import { days, minutes, utc } from '#machines'
import { at, cancelAtPeriodEnd, cancelNow, day, scenario, subscribe, updateMethod } from '../scenario.ts'

/**
 * Ada leaves between two tries of a renewal that was declined, and her card has money again. Bob leaves while what became of his
 * payment is unknown: it went through, and goes back. Cleo leaves with her period. Dan clicks twice.
 */
export const leavingEndsItAll = scenario(
  'cancellations/leaving-ends-it-all',
  'leaving between two retries, with a payment on its way, with the period, and twice: one end, no charge after it, one mail',
  {
    starts: utc('2024-06-03T08:00:00Z'),
    lasts: days(60),
    needs: 'own books',
    story: [
      day(0, subscribe('ada', { plan: 'pro' })),
      day(20, updateMethod('ada', 'card without funds')),
      day(31, cancelNow('ada')),
      day(0, subscribe('bob', { plan: 'basic' })),
      at(minutes(2), cancelNow('bob')),
      day(0, subscribe('cleo', { plan: 'team' })),
      day(10, cancelAtPeriodEnd('cleo')),
      day(0, subscribe('dan', { plan: 'basic' })),
      day(5, cancelNow('dan')),
      day(5, cancelNow('dan')),
    ],
    happens: {
      'bob/subscribe/start attempt/timeout after': true,
      'bob/payment_intent.succeeded pi_bob_1/lost': true,
    },
  },
)

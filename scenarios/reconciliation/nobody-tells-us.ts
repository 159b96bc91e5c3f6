import { days, hours, utc } from '#machines'
import { at, authenticate, day, refund, scenario, subscribe } from '../scenario.ts'

/**
 * Answers get lost on the way back, and so do the webhooks that would have said the same. Ada's first payment went through and
 * so did bob's refund: both are found by asking, minutes later. Cleo answers her bank on its own pages, and nobody tells us: the
 * day's look at what waits for customers finds her money before her offer expires, and she has what she paid for. No person is near.
 */
export const nobodyTellsUs = scenario(
  'reconciliation/nobody-tells-us',
  'answers and webhooks are lost; a payment, a refund and an answer to the bank are found by asking the provider',
  {
    starts: utc('2024-05-10T09:00:00Z'),
    lasts: days(40),
    needs: 'own books',
    story: [
      day(0, subscribe('ada', { plan: 'basic' })),
      day(0, subscribe('bob', { plan: 'pro' })),
      day(3, refund('bob')),
      day(0, subscribe('cleo', { plan: 'team', method: 'card needing authentication' })),
      at(hours(1), authenticate('cleo')),
    ],
    happens: {
      'ada/subscribe/start attempt/timeout after': true,
      'ada/payment_intent.succeeded pi_ada_1/lost': true,
      'bob/refund/start refund/timeout after': true,
      'cleo/payment_intent.succeeded pi_cleo_1/lost': true,
    },
  },
)

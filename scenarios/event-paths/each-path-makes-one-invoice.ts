import { days, hours, utc } from '#machines'
import { at, authenticate, day, markPaid, scenario, subscribe, updateMethod } from '../scenario.ts'

/**
 * Five ways by which it becomes known that an invoice is paid: ada's by the answer; bob's by the webhook, since he answered his bank
 * on its own pages; cleo's by the webhook as well, since the answer got lost; dan's by asking, since both did; eve's second one
 * by an operator, who heard from the bank. Each of them has one invoice for each month.
 */
export const eachPathMakesOneInvoice = scenario(
  'event-paths/each-path-makes-one-invoice',
  'five ways to hear that an invoice is paid: an answer, two webhooks, a look-up, an operator; each makes one invoice a month',
  {
    starts: utc('2024-05-10T09:00:00Z'),
    lasts: days(50),
    needs: 'own books',
    story: [
      day(0, subscribe('ada', { plan: 'basic' })),
      day(0, subscribe('bob', { plan: 'pro', method: 'card needing authentication' })),
      at(hours(1), authenticate('bob')),
      day(10, updateMethod('bob', 'card')),
      day(0, subscribe('cleo', { plan: 'team' })),
      day(0, subscribe('dan', { plan: 'basic' })),
      day(0, subscribe('eve', { plan: 'pro' })),
      day(20, updateMethod('eve', 'card without funds')),
      day(33, markPaid('eve')),
    ],
    happens: {
      'cleo/subscribe/start attempt/timeout after': true,
      'dan/subscribe/start attempt/timeout after': true,
      'dan/payment_intent.succeeded pi_dan_1/lost': true,
    },
  },
)

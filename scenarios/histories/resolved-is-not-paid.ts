import { days, minor, utc } from '#machines'
import { cancelNow, changePlan, day, refund, scenario, subscribe, updateMethod } from '../scenario.ts'

/**
 * Five customers whose invoices are all resolved in the end, and each in another way: paid, partly given back, an offer that
 * expired, a debt that was taken back with the subscription, a debt that was given up.
 */
export const resolvedIsNotPaid = scenario(
  'histories/resolved-is-not-paid',
  'paid, partly given back, expired, taken back, given up: five ways in which invoices end, and one of them is paid',
  {
    starts: utc('2024-03-15T10:00:00Z'),
    lasts: days(55),
    needs: 'own books',
    story: [
      day(0, subscribe('ada', { plan: 'basic' })),
      day(0, subscribe('bob', { plan: 'pro' })),
      day(4, refund('bob', minor(500))),
      day(0, subscribe('cleo', { plan: 'basic' })),
      day(5, updateMethod('cleo', 'card without funds')),
      day(6, changePlan('cleo', 'pro')),
      day(7, updateMethod('cleo', 'card')),
      day(0, subscribe('dan', { plan: 'team' })),
      day(20, updateMethod('dan', 'card without funds')),
      day(33, cancelNow('dan')),
      day(0, subscribe('eve', { plan: 'team' })),
      day(20, updateMethod('eve', 'card expired')),
    ],
  },
)

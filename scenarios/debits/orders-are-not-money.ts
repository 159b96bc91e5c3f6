import { days, utc } from '#machines'
import { cancelNow, changePlan, day, refund, scenario, subscribe, updateMethod } from '../scenario.ts'

/**
 * Accounts are debited in days. Ada's upgrade is not in force before that, nor is anything given back of a renewal that is not settled;
 * bob's bank finds no money, days after it took the order; cleo leaves while hers has it, and gets her money back.
 */
export const ordersAreNotMoney = scenario(
  'debits/orders-are-not-money',
  'three customers whose accounts are debited: an upgrade that waits, a bank that finds nothing days later, a cancellation meanwhile',
  {
    starts: utc('2024-04-10T09:00:00Z'),
    lasts: days(50),
    needs: 'own books',
    story: [
      day(0, subscribe('ada', { plan: 'basic', method: 'bank debit' })),
      day(10, changePlan('ada', 'team')),
      day(32, refund('ada')),
      day(0, subscribe('bob', { plan: 'pro' })),
      day(20, updateMethod('bob', 'bank debit without funds')),
      day(36, updateMethod('bob', 'card')),
      day(0, subscribe('cleo', { plan: 'pro', method: 'bank debit' })),
      day(31, cancelNow('cleo')),
    ],
  },
)

import { days, minor, seconds, utc } from '#machines'
import { at, cancelNow, changePlan, day, refund, scenario, subscribe } from '../scenario.ts'

/** Part of a payment goes back, then the rest, twice asked for; the customer leaves in between. */
export const refundThenLeave = scenario('refunds/refund-then-leave', 'part of a payment goes back, then the rest, asked for twice', {
  starts: utc('2024-06-10T09:00:00Z'),
  lasts: days(45),
  story: [
    day(0, subscribe('ada', { plan: 'pro', quantity: 2 })),
    day(3, changePlan('ada', 'team')),
    day(5, refund('ada', minor(500))),
    day(6, cancelNow('ada')),
    at(seconds(6 * 86_400 + 5), refund('ada')),
    at(seconds(6 * 86_400 + 6), refund('ada')),
  ],
})

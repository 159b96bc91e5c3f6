import { days, utc } from '#machines'
import { changePlan, day, scenario, subscribe } from '../scenario.ts'

/** Anchored on the 31st: 29 February, 31 March, 30 April, always counted from the anchor; an upgrade in the short month. */
export const lastDayOfJanuary = scenario('month-ends/last-day-of-january', 'a subscription of 31 January renews through a leap February', {
  starts: utc('2024-01-31T23:30:00Z'),
  lasts: days(95),
  story: [
    day(0, subscribe('ada', { plan: 'basic' })),
    day(0, subscribe('bob', { plan: 'team', quantity: 3 })),
    day(35, changePlan('ada', 'pro')),
  ],
})

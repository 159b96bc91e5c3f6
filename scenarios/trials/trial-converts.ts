import { days, utc } from '#machines'
import { changeQuantity, day, scenario, subscribe } from '../scenario.ts'

/** A trial with a good card becomes a paid subscription, whose anchor is the trial's end. */
export const trialConverts = scenario('trials/trial-converts', 'a trial with a good card ends, is paid, and renews', {
  starts: utc('2024-01-17T15:42:10Z'), // The trial ends on 31 January, so that February has no such day.
  lasts: days(80),
  story: [day(0, subscribe('ada', { plan: 'pro', trial: days(14) })), day(40, changeQuantity('ada', 3))],
})

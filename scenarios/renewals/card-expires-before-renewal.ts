import { days, utc } from '#machines'
import { day, scenario, subscribe, updateMethod } from '../scenario.ts'

/** The card dies before the first renewal; retries run out and the subscription ends. */
export const cardExpiresBeforeRenewal = scenario('renewals/card-expires-before-renewal', 'the card dies before the first renewal', {
  starts: utc('2024-01-31'), // Renews on 29 February: the anchor day does not exist.
  lasts: days(60),
  story: [day(0, subscribe('ada', { plan: 'pro' })), day(20, updateMethod('ada', 'card expired'))],
})

import { days, hours, utc } from '#machines'
import { at, day, scenario, subscribe } from '../scenario.ts'

/**
 * Ada signs up at nine, and a release of that morning sends payments with a parameter that the provider does not take. Her
 * payment is refused at 9:00, 9:01 and 9:06. Then it is dead: one alert, one row in sight, and nobody tries it any more. At
 * 9:20 the operator has mended the release and clicks on replay, twice, since the page is slow. Ada is charged once. Bob,
 * who comes an hour later, notices nothing. A month on the mail refuses Ada's second receipt for two minutes: nobody is alarmed,
 * and the report of that week tells of that week alone.
 */
export const poisonedPayment = scenario(
  'dead-letters/poisoned-payment',
  'a payment that is refused as wrong dies after 3 tries with one alert; mended and replayed by two clicks it is made once',
  {
    starts: utc('2024-01-31T09:00:00Z'),
    lasts: days(40),
    needs: ['replay'],
    story: [day(0, subscribe('ada', { plan: 'pro' })), at(hours(1), subscribe('bob', { plan: 'basic' }))],
    happens: {
      'ada/sub 1/signup/attempt 1/poison job': '20 min, two clicks',
      'ada/sub 1/renewal 2024-02-29/attempt 1 receipt/poison job': '2 min',
    },
  },
)

import { days, hours, utc } from '#machines'
import { at, cancelNow, day, scenario, subscribe, updateMethod } from '../scenario.ts'

/** The first charge after a trial fails; one customer mends the card in time, the other leaves while it is retried. */
export const trialMeetsEmptyCard = scenario('trials/trial-meets-empty-card', 'the first charge after a trial is declined', {
  starts: utc('2024-02-22T08:00:00Z'),
  lasts: days(60),
  story: [
    day(0, subscribe('ada', { plan: 'basic', method: 'card without funds', trial: days(7) })),
    day(0, subscribe('bob', { plan: 'team', method: 'card without funds', trial: days(7) })),
    day(9, updateMethod('ada', 'card')),
    at(hours(7 * 24 + 2), cancelNow('bob')),
  ],
})

import { days, hours, minutes, utc } from '#machines'
import { at, authenticate, changePlan, day, failAuthentication, scenario, subscribe, updateMethod } from '../scenario.ts'

/** An upgrade waits for the bank's question: answered, failed, and never answered. */
export const upgradeNeedsAuthentication = scenario(
  'plan-changes/upgrade-needs-authentication',
  'an upgrade waits for the bank, which is answered, failed, or left alone',
  {
    starts: utc('2024-05-10T10:00:00Z'),
    lasts: days(65),
    story: [
      ...['ada', 'bob', 'cleo'].flatMap((who) => [
        day(0, subscribe(who, { plan: 'basic' })),
        day(9, updateMethod(who, 'card needing authentication')),
        day(10, changePlan(who, 'team')),
      ]),
      at(minutes(10 * 1_440 + 3), authenticate('ada')),
      at(hours(10 * 24 + 2), failAuthentication('bob')),
    ],
  },
)

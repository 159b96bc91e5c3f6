import { days, utc } from '#machines'
import { day, scenario, subscribe, updateMethod } from '../scenario.ts'

/**
 * Four renewals, and who may use what afterwards: ada's is paid at once, bob's at the third try, after he brought a card. Cleo never
 * answers her bank and dan's trial ends with an empty card: what they may use ends, and nothing brings it back.
 */
export const accessFollowsTheMoney = scenario(
  'entitlements/access-follows-the-money',
  'a renewal that is paid, one that is paid late, one that never is, and a trial that nobody pays for: access is what the money says',
  {
    starts: utc('2024-09-02T12:00:00Z'),
    lasts: days(58),
    needs: 'own books',
    story: [
      day(0, subscribe('ada', { plan: 'basic' })),
      day(0, subscribe('bob', { plan: 'pro' })),
      day(20, updateMethod('bob', 'card without funds')),
      day(36, updateMethod('bob', 'card')),
      day(0, subscribe('cleo', { plan: 'team' })),
      day(20, updateMethod('cleo', 'card needing authentication')),
      day(0, subscribe('dan', { plan: 'basic', trial: days(14), method: 'card without funds' })),
    ],
  },
)

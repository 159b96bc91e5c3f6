import { days, seconds, utc } from '#machines'
import { at, cancelAtPeriodEnd, changePlan, changeQuantity, day, scenario, subscribe } from '../scenario.ts'

/** Up, down, up again within minutes; then a downgrade that waits for a period's end that a cancellation takes. */
export const changesOfMind = scenario(
  'plan-changes/changes-of-mind',
  'plan and quantity go up and down within minutes, then a downgrade meets a cancellation',
  {
    starts: utc('2024-08-31T12:30:00Z'),
    lasts: days(70),
    story: [
      day(0, subscribe('ada', { plan: 'pro' })),
      day(12, changePlan('ada', 'team')),
      at(seconds(12 * 86_400 + 20), changePlan('ada', 'basic')),
      at(seconds(12 * 86_400 + 21), changeQuantity('ada', 4)),
      at(seconds(12 * 86_400 + 300), changePlan('ada', 'team')),
      day(33, changeQuantity('ada', 1)),
      day(34, cancelAtPeriodEnd('ada')),
    ],
  },
)

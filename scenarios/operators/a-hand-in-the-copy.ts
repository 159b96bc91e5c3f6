import { days, hours, utc } from '#machines'
import { at, recompute, scenario, subscribe } from '../scenario.ts'

/**
 * Right after ada signed up somebody sets her status by hand. She calls: olga looks at what is stored beside the facts, has it
 * put right, and clicks once more. Bob's copy is touched as well, and nobody calls: the daily reconcile finds it.
 */
export const aHandInTheCopy = scenario(
  'operators/a-hand-in-the-copy',
  'a status set by hand: an operator sees what differs, puts it right and clicks twice; nobody need call for the other',
  {
    starts: utc('2024-04-10T09:00:00Z'),
    lasts: days(4),
    needs: ['recompute'],
    story: [
      at(hours(0), subscribe('ada', { plan: 'pro' })),
      at(hours(1), subscribe('bob', { plan: 'basic' })),
      at(hours(3), recompute('ada', { operator: 'olga', apply: false })),
      at(hours(4), recompute('ada', { operator: 'olga', apply: true })),
      at(hours(5), recompute('ada', { operator: 'olga', apply: true })),
      at(hours(80), recompute('bob', { operator: 'olga', apply: false })),
    ],
    happens: {
      'ada/subscribe/write account 4/hand edit': 'status',
      'bob/subscribe/write account 4/hand edit': 'received',
    },
  },
)

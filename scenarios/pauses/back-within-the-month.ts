import type { Command } from '#machines'
import { days, utc } from '#machines'
import { changePlan, day, scenario, subscribe } from '../scenario.ts'

const asks = (who: string, what: 'pause' | 'resume') => ({ who, command: { do: what } as const satisfies Command })

/** Three people pause amid a month that they have paid. Ada is back within it, bob long after; cleo has moved up before, and pauses twice. */
export const backWithinTheMonth = scenario(
  'pauses/back-within-the-month',
  'paused amid a paid month, and resumed within it, after it, and twice: no day is paid twice, and none is given away',
  {
    starts: utc('2024-03-31T10:00:00Z'),
    lasts: days(70),
    needs: ['pause', 'resume'],
    story: [
      day(0, subscribe('ada', { plan: 'pro' })),
      day(10, asks('ada', 'pause')),
      day(15, asks('ada', 'resume')),
      day(0, subscribe('bob', { plan: 'basic' })),
      day(12, asks('bob', 'pause')),
      day(45, asks('bob', 'resume')),
      day(0, subscribe('cleo', { plan: 'basic' })),
      day(5, changePlan('cleo', 'team')),
      day(9, asks('cleo', 'pause')),
      day(11, asks('cleo', 'resume')),
      day(20, asks('cleo', 'pause')),
      day(40, asks('cleo', 'resume')),
    ],
  },
)

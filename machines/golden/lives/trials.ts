import { days } from '../../domain/instant.ts'
import type { LifeCase } from './life-case.ts'

const trialPro = { do: 'subscribe', plan: 'pro', quantity: 1, method: 'card', trial: days(14) } as const

/** Trials whose end is moved by an operator. */
export const trialLives: readonly LifeCase[] = [
  {
    source: 'matrix, further operations: trial extend; the anchor is the end of the trial',
    name: 'a trial of two weeks that gets one more is charged a week later, and counts its months from there',
    commands: [
      ['2024-01-17', trialPro],
      ['2024-01-20', { do: 'extend trial', by: days(7) }],
    ],
    until: '2024-03-10',
    ends: {
      status: 'active',
      periodEnd: '2024-04-07',
      cash: 2 * 1_999,
      invoices: { 'renewal 2024-02-07': ['paid', 1_999], 'renewal 2024-03-07': ['paid', 1_999] },
      notices: ['confirmation', 'confirmation', 'receipt', 'receipt'],
    },
  },
  {
    source: 'matrix, further operations: trial cut',
    name: 'a trial that is cut by more than is left of it ends at once and is charged after the draft hour',
    commands: [
      ['2024-01-17', trialPro],
      ['2024-01-20', { do: 'cut trial', by: days(60) }],
    ],
    until: '2024-01-21',
    ends: { status: 'active', periodEnd: '2024-02-20', access: 'paid until 2024-02-20', cash: 1_999 },
  },
  {
    source: 'matrix, further operations: a trial that is over is moved no more',
    name: 'a trial that has been charged is not extended',
    commands: [
      ['2024-01-17', trialPro],
      ['2024-02-01', { do: 'extend trial', by: days(7) }],
    ],
    until: '2024-02-02',
    ends: { status: 'active', periodEnd: '2024-02-29', refusals: ['the trial is over'] },
  },
]

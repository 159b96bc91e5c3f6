import { days } from '../../domain/instant.ts'
import type { LifeCase } from './life-case.ts'

const pro = { do: 'subscribe', plan: 'pro', quantity: 1, method: 'card' } as const
const toBasicNow = { do: 'change plan', plan: 'basic', when: 'now' } as const

/** What costs less at once: 1,999 a month on pro, 999 on basic; March has 31 days. */
export const stepDownLives: readonly LifeCase[] = [
  {
    source: 'matrix 11: 1,999 × 21 / 31 = 1,354.16 less 999 × 21 / 31 = 676.74',
    name: 'a downgrade at once credits the difference, and the next period uses it',
    commands: [
      ['2024-03-01', pro],
      ['2024-03-11', toBasicNow],
    ],
    until: '2024-04-02',
    ends: {
      status: 'active',
      plan: 'basic',
      cash: 1_999 + (999 - 677),
      balance: 0,
      receivable: 0,
      notices: ['receipt', 'confirmation', 'receipt'],
      invoices: { signup: ['paid', 1_999], 'renewal 2024-04-01': ['paid', 999] },
    },
  },
  {
    source: 'matrix 12: now as 11; 2,997 × 21 / 31 = 2,030.23 less 676.74',
    name: 'fewer seats at once credit those that are given up',
    commands: [
      ['2024-03-01', { ...pro, plan: 'basic', quantity: 3 }],
      ['2024-03-11', { do: 'change quantity', quantity: 1, when: 'now' }],
    ],
    until: '2024-03-12',
    ends: { status: 'active', plan: 'basic', quantity: 1, cash: 2_997, balance: 1_353, attempts: 1 },
  },
  {
    source: 'matrix section 6: credit only for what was collected',
    name: 'a downgrade at once after a refund of all credits nothing',
    commands: [
      ['2024-03-01', pro],
      ['2024-03-05', { do: 'refund' }],
      ['2024-03-11', toBasicNow],
    ],
    until: '2024-03-12',
    ends: { status: 'active', plan: 'basic', cash: 0, balance: 0 },
  },
  {
    source: 'matrix 11 and 6: what was credited is paid again',
    name: 'a downgrade at once and an upgrade the same day leave the price of the dearer plan',
    commands: [
      ['2024-03-01', pro],
      ['2024-03-11', toBasicNow],
      ['2024-03-11T00:01:00Z', { do: 'change plan', plan: 'pro' }],
    ],
    until: '2024-03-12',
    ends: { status: 'active', plan: 'pro', cash: 1_999, balance: 0, attempts: 1 },
  },
  {
    source: 'matrix 11: a trial costs nothing, whatever the plan',
    name: 'a downgrade at once in a trial credits nothing',
    commands: [
      ['2024-03-01', { ...pro, trial: days(14) }],
      ['2024-03-05', toBasicNow],
    ],
    until: '2024-03-16',
    ends: { status: 'active', plan: 'basic', cash: 999, balance: 0 },
  },
]

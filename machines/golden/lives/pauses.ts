import type { LifeCase } from './life-case.ts'

const pro = { do: 'subscribe', plan: 'pro', quantity: 1, method: 'card' } as const
const pause = { do: 'pause' } as const
const resume = { do: 'resume' } as const

/** Service that stops and goes on: 1,999 a month on pro; March has 31 days. */
export const pauseLives: readonly LifeCase[] = [
  {
    source: 'matrix 21: the collected part that is not used becomes credit; 1,999 × 21 / 31 = 1,354.16',
    name: 'a pause takes access, and credits the days that are left',
    commands: [
      ['2024-03-01', pro],
      ['2024-03-11', pause],
    ],
    until: '2024-05-01',
    ends: { status: 'paused', access: 'none', cash: 1_999, balance: 1_354, attempts: 1, notices: ['receipt', 'confirmation'] },
  },
  {
    source: 'matrix 22 S: a new period from now, paid; the credit balance pays its part of it',
    name: 'what is resumed has periods counted from that day, and the credit is used first',
    commands: [
      ['2024-03-01', pro],
      ['2024-03-11', pause],
      ['2024-03-20', resume],
    ],
    until: '2024-04-25',
    ends: {
      status: 'active',
      periodEnd: '2024-05-20',
      access: 'paid until 2024-05-20',
      cash: 1_999 + (1_999 - 1_354) + 1_999,
      balance: 0,
      invoices: { signup: ['paid', 1_999], 'resume 1': ['paid', 1_999], 'renewal 2024-04-20': ['paid', 1_999] },
    },
  },
  {
    source: 'matrix 22 Fh: it stays paused, and its offer is void',
    name: 'a resumption that is refused leaves it paused, and gives the credit back',
    commands: [
      ['2024-03-01', pro],
      ['2024-03-11', pause],
      ['2024-03-20', resume],
    ],
    outcomes: { 'resume 1': ['hard'] },
    until: '2024-03-25',
    ends: {
      status: 'paused',
      access: 'none',
      cash: 1_999,
      balance: 1_354,
      invoices: { signup: ['paid', 1_999], 'resume 1': ['void', 1_999] },
    },
  },
  {
    source: 'matrix 21 U: an open attempt is resolved first',
    name: 'a pause waits for an upgrade whose payment is unknown, and then credits the upgrade as well',
    commands: [
      ['2024-03-01', pro],
      ['2024-03-11', { do: 'change plan', plan: 'team' }],
      ['2024-03-11T00:01:00Z', pause],
    ],
    outcomes: { 'upgrade 1': ['unknown, paid'] },
    until: '2024-03-12',
    ends: { status: 'paused', plan: 'team', access: 'none', cash: 1_999 + 3_319 - 1_354 },
  },
  {
    source: 'matrix 21: what is set to end is not paused, nor is a trial',
    name: 'a pause is refused where something else comes first',
    commands: [
      ['2024-03-01', pro],
      ['2024-03-05', { do: 'cancel', when: 'period end' }],
      ['2024-03-11', pause],
      ['2024-03-12', { do: 'undo cancel' }],
      ['2024-03-13', resume],
    ],
    until: '2024-03-14',
    ends: { status: 'active', refusals: ['it is set to end with the period; take that back first', 'it is not paused'] },
  },
]

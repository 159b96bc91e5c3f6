import type { LifeCase } from './life-case.ts'

const pro = { do: 'subscribe', plan: 'pro', quantity: 1, method: 'card' } as const

/** Cancellations that are taken back, and customers who come back. */
export const cancelLives: readonly LifeCase[] = [
  {
    source: 'matrix 13: undo scheduled cancel',
    name: 'a cancellation at the period end that is taken back leaves a subscription that renews',
    commands: [
      ['2024-01-31', pro],
      ['2024-02-10', { do: 'cancel', when: 'period end' }],
      ['2024-02-20', { do: 'undo cancel' }],
    ],
    until: '2024-03-01',
    ends: {
      status: 'active',
      periodEnd: '2024-03-31',
      cash: 2 * 1_999,
      notices: ['receipt', 'confirmation', 'confirmation', 'receipt'],
    },
  },
  {
    source: 'matrix 13: what is over does not begin again',
    name: 'a cancellation that took place is not taken back',
    commands: [
      ['2024-01-31', pro],
      ['2024-02-10', { do: 'cancel', when: 'period end' }],
      ['2024-03-01', { do: 'undo cancel' }],
    ],
    until: '2024-03-02',
    ends: { status: 'canceled', access: 'none', cash: 1_999, refusals: ['the subscription has ended'] },
  },
  {
    source: 'matrix 14: as a signup, a new subscription',
    name: 'whoever comes back begins a new subscription with periods of its own',
    commands: [
      ['2024-01-31', pro],
      ['2024-02-10', { do: 'cancel', when: 'now' }],
      ['2024-02-15', { ...pro, plan: 'basic' }],
    ],
    until: '2024-02-16',
    ends: { status: 'active', plan: 'basic', periodEnd: '2024-03-15', access: 'paid until 2024-03-15', cash: 1_999 + 999 },
  },
]

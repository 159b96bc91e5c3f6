import { minor } from '../../domain/money.ts'
import type { LifeCase } from './life-case.ts'

const pro = { do: 'subscribe', plan: 'pro', quantity: 1, method: 'card' } as const

/** Money that somebody gives back at the provider's dashboard: 1,999 a month on pro. */
export const dashboardLives: readonly LifeCase[] = [
  {
    source: 'matrix 26: applied as if our own operation; 23 S, partial',
    name: 'a part that was given back at the dashboard is booked, and nothing else changes',
    commands: [['2024-01-31', pro]],
    dashboard: [['2024-02-10', 'signup', 500]],
    until: '2024-02-11',
    ends: {
      status: 'active',
      access: 'paid until 2024-02-29',
      cash: 1_499,
      revenue: 1_499,
      invoices: { signup: ['paid', 1_999] },
      notices: ['receipt', 'confirmation'],
    },
  },
  {
    source: 'matrix 26 and 23 S, policy.fullRefund: cancel',
    name: 'what is left of a period, given back at the dashboard, ends it where a full refund does',
    policy: { fullRefund: 'cancel' },
    commands: [
      ['2024-01-31', pro],
      ['2024-02-05', { do: 'refund', amount: minor(999) }],
    ],
    dashboard: [['2024-02-10', 'signup']],
    until: '2024-02-11',
    ends: { status: 'canceled', access: 'none', cash: 0, revenue: 0, history: { signup: 'refunded' } },
  },
  {
    source: 'matrix 26 and 23 S, policy.fullRefund: keep',
    name: 'all of it given back at the dashboard leaves the subscription where a full refund does, and nothing is left to return',
    commands: [
      ['2024-01-31', pro],
      ['2024-02-12', { do: 'refund' }],
    ],
    dashboard: [['2024-02-10', 'signup']],
    until: '2024-03-01',
    ends: { status: 'active', cash: 1_999, attempts: 2, refusals: ['nothing that was paid is left to return'] },
  },
  {
    source: 'matrix 26 and 23 S, policy.fullRefund: cancel; what a note gave is a gift then',
    name: 'all of it given back at the dashboard ends the period, though a note had given a part of it already',
    policy: { fullRefund: 'cancel' },
    commands: [
      ['2024-01-31', { ...pro, plan: 'team' }],
      ['2024-02-05', { do: 'change plan', plan: 'basic', when: 'now' }],
    ],
    dashboard: [['2024-02-10', 'signup']],
    until: '2024-02-11',
    ends: { status: 'canceled', access: 'none', cash: 0 },
  },
  {
    source: 'matrix 26 and 9: what was collected is less by what went back',
    name: 'a pause after a refund at the dashboard credits what is left of the rest',
    commands: [
      ['2024-03-01', pro],
      ['2024-03-11', { do: 'pause' }],
    ],
    dashboard: [['2024-03-05', 'signup', 999]],
    until: '2024-03-12',
    // 1,000 × 21 / 31 days.
    ends: { status: 'paused', cash: 1_000, balance: 677 },
  },
  {
    source:
      'matrix 6 and 26: what was collected for a period is never less than nothing, though what was owed from before went back as well',
    name: 'an upgrade after all of a payment was given back at the dashboard, an old debt with it, costs what the new plan costs',
    policy: { fullRefund: 'keep' },
    commands: [
      ['2024-01-31', pro],
      // 19 of the renewal on 29 February are too little to be charged, and come with the next.
      ['2024-02-10', { do: 'grant credit', amount: minor(1_980) }],
      ['2024-04-10', { do: 'change plan', plan: 'team' }],
    ],
    dashboard: [['2024-04-05', 'renewal 2024-03-31']],
    until: '2024-04-11',
    // 4,900 × 20 / 30 days.
    ends: { status: 'active', plan: 'team', cash: 1_999 + 3_267, balance: 0, attempts: 3 },
  },
]

import { defaultPolicy } from '../../domain/policy.ts'
import { days } from '../../domain/instant.ts'
import { minor } from '../../domain/money.ts'
import type { LifeCase } from './life-case.ts'

const pro = { do: 'subscribe', plan: 'pro', quantity: 1, method: 'card' } as const
const toYear = { do: 'change plan', plan: 'yearly' } as const
const toWeek = { do: 'change plan', plan: 'weekly' } as const
const policy = {
  plans: [
    ...defaultPolicy.plans,
    { key: 'weekly', price: minor(600), interval: 'week' },
    { key: 'yearly', price: minor(19_990), interval: 'year' },
  ],
} as const

/** What is left of 31 January to 29 February on 10 February, 19 of 29 days of 19.99. */
const left = 1_310

/** Switches to a plan of another interval: a new period from now on, with an anchor of its own. */
export const switchLives: readonly LifeCase[] = [
  {
    source: 'matrix 9 S: the new price whole, the old time credited; 1999 × 19 / 29 = 1309.69',
    name: 'a switch to a year is charged whole, less what was left of the month, and counts from that day',
    policy,
    commands: [
      ['2024-01-31', pro],
      ['2024-02-10', toYear],
    ],
    until: '2024-03-01',
    ends: {
      status: 'active',
      plan: 'yearly',
      periodEnd: '2025-02-10',
      access: 'paid until 2025-02-10',
      cash: 1_999 + 19_990 - left,
      receivable: 0,
      credit: 0,
      invoices: { signup: ['paid', 1_999], 'interval 1': ['paid', 19_990 - left] },
      attempts: 2,
      notices: ['receipt', 'receipt'],
    },
  },
  {
    source: 'matrix 9 Fs, E: as 6, old period and anchor untouched',
    name: 'a switch that is declined softly leaves the month and its anchor as they were',
    policy,
    commands: [
      ['2024-01-31', pro],
      ['2024-02-10', toYear],
    ],
    outcomes: { 'interval 1': ['soft'] },
    until: '2024-03-01',
    ends: {
      status: 'active',
      plan: 'pro',
      periodEnd: '2024-03-31',
      access: 'paid until 2024-03-31',
      cash: 2 * 1_999,
      invoices: { signup: ['paid', 1_999], 'interval 1': ['void', 19_990 - left], 'renewal 2024-02-29': ['paid', 1_999] },
    },
  },
  {
    source: 'matrix 9 Fh: void at once',
    name: 'a switch that is declined for good is dropped, and nothing else is',
    policy,
    commands: [
      ['2024-01-31', pro],
      ['2024-02-10', toYear],
    ],
    outcomes: { 'interval 1': ['hard'] },
    until: '2024-02-11',
    ends: {
      status: 'active',
      plan: 'pro',
      periodEnd: '2024-02-29',
      cash: 1_999,
      invoices: { signup: ['paid', 1_999], 'interval 1': ['void', 19_990 - left] },
    },
  },
  {
    source: 'matrix 9 A: the old period goes on while the customer is asked; S counts from the quote',
    name: 'a switch that the bank asks about applies when the customer has answered, from the day it was offered',
    policy,
    commands: [
      ['2024-01-31', pro],
      ['2024-02-10', toYear],
      ['2024-02-10T06:00:00Z', { do: 'authenticate', succeeds: true }],
    ],
    outcomes: { 'interval 1': ['action'] },
    until: '2024-02-11',
    ends: { status: 'active', plan: 'yearly', periodEnd: '2025-02-10', cash: 1_999 + 19_990 - left },
  },
  {
    source: 'matrix 9 A: before the answer nothing has moved',
    name: 'while the bank asks about a switch, the month runs',
    policy,
    commands: [
      ['2024-01-31', pro],
      ['2024-02-10', toYear],
    ],
    outcomes: { 'interval 1': ['action'] },
    until: '2024-02-10T06:00:00Z',
    ends: { status: 'active', plan: 'pro', periodEnd: '2024-02-29', access: 'paid until 2024-02-29', cash: 1_999, credit: 0 },
  },
  {
    source: 'matrix 9 L: money that comes after the period is over is given back',
    name: 'a switch whose payment is found after the month was over is refunded, and the month was renewed',
    policy,
    commands: [
      ['2024-01-31', pro],
      ['2024-02-28T23:59:00Z', toYear],
    ],
    outcomes: { 'interval 1': ['silent'] },
    until: '2024-03-02',
    ends: { status: 'active', plan: 'pro', periodEnd: '2024-03-31', cash: 2 * 1_999, credit: 0 },
  },
  {
    source: 'matrix 5.5: while a payment is unknown nothing ends; it may have begun another period',
    name: 'while nobody knows whether a switch was paid the month’s end waits, and access stays',
    policy,
    commands: [
      ['2024-01-31', pro],
      ['2024-02-28T23:59:00Z', toYear],
    ],
    outcomes: { 'interval 1': ['silent'] },
    until: '2024-02-29T00:30:00Z',
    ends: {
      status: 'active',
      plan: 'pro',
      access: 'renewing until 2024-02-29T01:00:00Z',
      invoices: { signup: ['paid', 1_999], 'interval 1': ['quote', 19_990] },
    },
  },
  {
    source: 'matrix 5.5 with 20',
    name: 'a cancellation at the period end waits for the switch as well, and takes place when that came too late',
    policy,
    commands: [
      ['2024-01-31', pro],
      ['2024-02-10', { do: 'cancel', when: 'period end' }],
      ['2024-02-28T23:59:00Z', toYear],
    ],
    outcomes: { 'interval 1': ['silent'] },
    until: '2024-03-02',
    ends: { status: 'canceled', access: 'none', cash: 1_999, credit: 0 },
  },
  {
    source: 'matrix 9: the anchor of the new periods is the switch; SD/billing/subscriptions/billing-cycle ●',
    name: 'after a switch from weeks on the 31st, months end where they can',
    policy,
    commands: [
      ['2024-01-24', { ...pro, plan: 'weekly' }],
      ['2024-01-30', { do: 'change plan', plan: 'pro' }],
    ],
    until: '2024-03-02',
    ends: {
      status: 'active',
      periodEnd: '2024-03-30',
      // 600 × 1 / 7 = 85.71 was left of the week.
      invoices: { signup: ['paid', 600], 'interval 1': ['paid', 1_999 - 86], 'renewal 2024-02-29': ['paid', 1_999] },
    },
  },
  {
    source: 'matrix 9: a difference below zero has nowhere to go',
    name: 'a switch to a week while more than a week’s price is left of the month is refused, and later accepted',
    policy,
    commands: [
      ['2024-01-31', pro],
      ['2024-02-10', toWeek],
      // 1999 × 8 / 29 = 551.45 is left.
      ['2024-02-21', toWeek],
    ],
    until: '2024-02-22',
    ends: {
      status: 'active',
      plan: 'weekly',
      periodEnd: '2024-02-28',
      access: 'paid until 2024-02-28',
      // 0.49 is too little to be charged, and comes with the next week.
      cash: 1_999,
      balance: 551 - 600,
      refusals: ['what is left of the running period is worth more than the new one; switch later'],
    },
  },
  {
    source: 'matrix 6.2: credit only for what was collected',
    name: 'what was given back of the month is not credited to the switch',
    policy,
    commands: [
      ['2024-01-31', pro],
      ['2024-02-05', { do: 'refund' }],
      ['2024-02-10', toYear],
    ],
    until: '2024-02-11',
    ends: { status: 'active', plan: 'yearly', cash: 19_990, invoices: { signup: ['paid', 1_999], 'interval 1': ['paid', 19_990] } },
  },
  {
    source: 'matrix 9 with 12: a new period begins, and what was scheduled for it is in it',
    name: 'a smaller quantity scheduled for the next period comes with the switch',
    policy,
    commands: [
      ['2024-01-31', { ...pro, quantity: 3 }],
      ['2024-02-05', { do: 'change quantity', quantity: 2 }],
      ['2024-02-10', toYear],
    ],
    until: '2024-02-11',
    ends: {
      status: 'active',
      quantity: 2,
      // 5997 × 19 / 29 = 3929.07 was left of three.
      invoices: { signup: ['paid', 5_997], 'interval 1': ['paid', 2 * 19_990 - 3_929] },
    },
  },
  {
    source: 'matrix 9 in a trial: it costs nothing, and the first period begins when the trial is over',
    name: 'a switch during a trial is charged at the trial’s end',
    policy,
    commands: [
      ['2024-01-17', { ...pro, trial: days(14) }],
      ['2024-01-20', toYear],
    ],
    until: '2024-02-01',
    ends: {
      status: 'active',
      plan: 'yearly',
      periodEnd: '2025-01-31',
      cash: 19_990,
      invoices: { 'interval 1': ['paid', 0], 'renewal 2024-01-31': ['paid', 19_990] },
    },
  },
  {
    source: 'matrix 9, then 21: what was left of the month paid for the year, and counts as collected for it',
    name: 'a pause in the middle of a year that was switched to credits half of it, and nothing of the month before',
    policy,
    commands: [
      ['2024-01-31', pro],
      ['2024-02-10', toYear],
      ['2024-08-11', { do: 'pause' }],
    ],
    until: '2024-08-12',
    ends: { status: 'paused', access: 'none', cash: 1_999 + 19_990 - left, balance: 9_995 },
  },
  {
    source: 'matrix 9, then 6: the difference is that of the new period',
    name: 'more of a yearly plan is charged for the rest of the year',
    policy,
    commands: [
      ['2024-01-31', pro],
      ['2024-02-10', toYear],
      ['2024-08-11', { do: 'change quantity', quantity: 2 }],
    ],
    until: '2024-08-12',
    // 183 of 366 days are left.
    ends: { status: 'active', quantity: 2, periodEnd: '2025-02-10', cash: 1_999 + 19_990 - left + 9_995 },
  },
]

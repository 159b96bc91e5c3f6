import type { Command } from '../../domain/command.ts'
import { days, hours, minutes } from '../../domain/instant.ts'
import { minor } from '../../domain/money.ts'
import type { LifeCase } from './life-case.ts'

const card = 'card' as const
const pro: Command = { do: 'subscribe', plan: 'pro', quantity: 1, method: card }
const basic: Command = { do: 'subscribe', plan: 'basic', quantity: 1, method: card }
const trialPro: Command = { ...pro, trial: days(14) }
const toTeam: Command = { do: 'change plan', plan: 'team' }
const toBasic: Command = { do: 'change plan', plan: 'basic' }

/** Plans and quantities that change, at once for money or at the period’s end for less. */
export const changeLives: readonly LifeCase[] = [
  {
    source: 'matrix 6 S; by hand: 4900 × 19 / 29 − 1999 × 19 / 29 = 3210 − 1310',
    name: 'an upgrade is paid for the rest of the period before it takes effect',
    commands: [
      ['2024-01-31', pro],
      ['2024-02-10', toTeam],
    ],
    until: '2024-02-20',
    ends: {
      status: 'active',
      plan: 'team',
      periodEnd: '2024-02-29',
      cash: 1_999 + 1_900,
      receivable: 0,
      invoices: { signup: ['paid', 1_999], 'upgrade 1': ['paid', 1_900] },
    },
  },
  {
    source: 'matrix 6 Fh: an unpaid change leaves everything as it was; SD/…/pending-updates-reference ●',
    name: 'an upgrade that is declined changes nothing and owes nothing',
    commands: [
      ['2024-01-31', pro],
      ['2024-02-10', toTeam],
    ],
    outcomes: { 'upgrade 1': ['hard'] },
    until: '2024-02-20',
    ends: {
      status: 'active',
      plan: 'pro',
      access: 'paid until 2024-02-29',
      cash: 1_999,
      receivable: 0,
      invoices: { signup: ['paid', 1_999], 'upgrade 1': ['void', 1_900] },
    },
  },
  {
    source: 'matrix 6 A→S',
    name: 'an upgrade the bank asks about takes effect when the customer answers',
    commands: [
      ['2024-01-31', pro],
      ['2024-02-10', toTeam],
      ['2024-02-10T01:00:00Z', { do: 'authenticate', succeeds: true }],
    ],
    outcomes: { 'upgrade 1': ['action'] },
    until: '2024-02-20',
    ends: { status: 'active', plan: 'team', cash: 1_999 + 1_900, notices: ['receipt', 'action needed', 'receipt'] },
  },
  {
    source: 'matrix 6 A→Fh*: abandoned; facts 1.4: 23 h ●',
    name: 'an upgrade that nobody answers for expires, and its payment is taken back',
    commands: [
      ['2024-01-31', pro],
      ['2024-02-10', toTeam],
    ],
    outcomes: { 'upgrade 1': ['action'] },
    until: '2024-02-20',
    ends: { status: 'active', plan: 'pro', cash: 1_999, credit: 0, invoices: { signup: ['paid', 1_999], 'upgrade 1': ['void', 1_900] } },
  },
  {
    source: 'matrix L with policy.lateSuccess refund; by hand: 600 s of 29 days, 4900 comes to 1 and 1999 to 0',
    name: 'an upgrade paid after its period is over is given back',
    // One cent is due.
    policy: { chargesFrom: minor(1) },
    commands: [
      ['2024-01-31', pro],
      ['2024-02-28T23:50:00Z', toTeam],
    ],
    outcomes: { 'upgrade 1': ['silent'] },
    until: '2024-03-05',
    ends: {
      status: 'active',
      plan: 'pro',
      cash: 2 * 1_999,
      credit: 0,
      invoices: { signup: ['paid', 1_999], 'upgrade 1': ['void', 1], 'renewal 2024-02-29': ['paid', 1_999] },
    },
  },
  {
    source: 'our design: facts count when they were true; a late webhook changes later decisions',
    name: 'an upgrade paid before the period’s end and told after it counts for the renewal',
    policy: { lookupAfter: minutes(5), draftWindow: hours(1), chargesFrom: minor(1) },
    commands: [
      ['2024-01-31', pro],
      ['2024-02-28T23:50:00Z', toTeam],
    ],
    outcomes: { 'upgrade 1': ['told late'] },
    until: '2024-03-05',
    ends: {
      status: 'active',
      plan: 'team',
      cash: 1_999 + 1 + 4_900,
      invoices: { signup: ['paid', 1_999], 'upgrade 1': ['paid', 1], 'renewal 2024-02-29': ['paid', 4_900] },
    },
  },
  {
    source: 'matrix 10 S: applied at the boundary with 5',
    name: 'a plan that costs less comes with the next period, without credit',
    commands: [
      ['2024-01-31', pro],
      ['2024-02-10', toBasic],
    ],
    until: '2024-03-05',
    ends: {
      status: 'active',
      plan: 'basic',
      cash: 1_999 + 999,
      invoices: { signup: ['paid', 1_999], 'renewal 2024-02-29': ['paid', 999] },
    },
  },
  {
    source: 'matrix 7 S; by hand: 2 × 1999 × 19 / 29 − 1310 = 2619 − 1310',
    name: 'one seat more is paid for the rest of the period now',
    commands: [
      ['2024-01-31', pro],
      ['2024-02-10', { do: 'change quantity', quantity: 2 }],
    ],
    until: '2024-03-01',
    ends: { status: 'active', quantity: 2, cash: 1_999 + 1_309 + 3_998 },
  },
  {
    source: 'matrix 12: at period end as 10',
    name: 'one seat less comes with the next period',
    commands: [
      ['2024-01-31', { ...pro, quantity: 2 }],
      ['2024-02-10', { do: 'change quantity', quantity: 1 }],
    ],
    until: '2024-03-01',
    ends: { status: 'active', quantity: 1, cash: 3_998 + 1_999 },
  },
  {
    source: 'matrix 6, credit only for what was collected; by hand: 3210 − 500 × 19 / 29 = 3210 − 328',
    name: 'after a partial refund an upgrade credits only what was kept',
    commands: [
      ['2024-01-31', pro],
      ['2024-02-05', { do: 'refund', amount: minor(1_499) }],
      ['2024-02-10', toTeam],
    ],
    until: '2024-02-20',
    ends: { status: 'active', plan: 'team', cash: 500 + 2_882 },
  },
  {
    source: 'SN: amounts in the smallest unit ●; by hand: 1500 × 19 / 29 − 980 × 19 / 29 = 983 − 642',
    name: 'an upgrade in yen is whole yen',
    policy: {
      currency: 'jpy',
      plans: [
        { key: 'basic', price: minor(980), interval: 'month' },
        { key: 'team', price: minor(1_500), interval: 'month' },
      ],
    },
    commands: [
      ['2024-01-31', basic],
      ['2024-02-10', toTeam],
    ],
    until: '2024-02-20',
    ends: { status: 'active', plan: 'team', cash: 980 + 341 },
  },
  {
    source: 'matrix, outcome 25: nothing due is paid at once without an attempt',
    name: 'an upgrade within the trial costs nothing and takes effect at once',
    commands: [
      ['2024-01-17', trialPro],
      ['2024-01-20', toTeam],
    ],
    until: '2024-02-01',
    ends: {
      status: 'active',
      plan: 'team',
      cash: 4_900,
      attempts: 1,
      invoices: { 'upgrade 1': ['paid', 0], 'renewal 2024-01-31': ['paid', 4_900] },
    },
  },
  {
    source: 'matrix E: our error blames no customer and is never sent again unchanged',
    name: 'a change whose request was wrong is dropped without a word',
    commands: [
      ['2024-01-31', pro],
      ['2024-02-10', toTeam],
    ],
    outcomes: { 'upgrade 1': ['ours'] },
    until: '2024-02-20',
    ends: { status: 'active', plan: 'pro', cash: 1_999, attempts: 2, notices: ['receipt'] },
  },
]

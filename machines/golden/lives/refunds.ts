import { days } from '../../domain/instant.ts'
import { minor } from '../../domain/money.ts'
import type { LifeCase } from './life-case.ts'

const pro = { do: 'subscribe', plan: 'pro', quantity: 1, method: 'card' } as const
const grant = (amount: number) => ({ do: 'grant credit', amount: minor(amount) }) as const
const back = (amount: number) => ({ do: 'refund', amount: minor(amount) }) as const
const renewal = 'renewal 2024-02-29'

/** What goes back of an invoice that credit paid a part of: 1,999 a month on pro. */
export const refundLives: readonly LifeCase[] = [
  {
    source: 'matrix section 6: refunds restore credit before cash',
    name: 'a refund of less than credit had paid gives credit back, and no money moves',
    commands: [
      ['2024-01-31', pro],
      ['2024-02-10', grant(500)],
      ['2024-03-05', back(300)],
    ],
    until: '2024-03-06',
    ends: {
      status: 'active',
      access: 'paid until 2024-03-31',
      cash: 1_999 + 1_499,
      balance: 300,
      notices: ['receipt', 'confirmation', 'receipt', 'confirmation'],
    },
  },
  {
    source: 'matrix section 6: refunds restore credit before cash',
    name: 'a refund of more gives all credit back, and the rest by card',
    commands: [
      ['2024-01-31', pro],
      ['2024-02-10', grant(500)],
      ['2024-03-05', back(700)],
    ],
    until: '2024-03-06',
    ends: { status: 'active', cash: 1_999 + 1_499 - 200, balance: 500 },
  },
  {
    source: 'matrix section 6: refunds restore credit before cash; 23 S',
    name: 'all of it goes back the way it came, in steps, and not more',
    policy: { fullRefund: 'cancel' },
    commands: [
      ['2024-01-31', pro],
      ['2024-02-10', grant(500)],
      ['2024-03-05', back(300)],
      ['2024-03-06', back(300)],
      ['2024-03-07', back(1_400)],
      ['2024-03-08', { do: 'refund' }],
    ],
    until: '2024-03-09',
    ends: {
      status: 'canceled',
      access: 'none',
      cash: 1_999,
      balance: 500,
      refusals: ['more than is left of the payment'],
    },
  },
  {
    source: 'matrix 23 S, policy.fullRefund: cancel',
    name: 'an invoice that credit paid whole is given back as credit, and ends what it paid for where policy says so',
    policy: { fullRefund: 'cancel' },
    commands: [
      ['2024-01-31', pro],
      ['2024-02-10', grant(1_999)],
      ['2024-03-05', { do: 'refund' }],
    ],
    until: '2024-03-06',
    ends: {
      status: 'canceled',
      access: 'none',
      cash: 1_999,
      balance: 1_999,
      notices: ['receipt', 'confirmation', 'receipt', 'confirmation'],
    },
  },
  {
    source: 'matrix 6 L, policy.fullRefund: cancel',
    name: 'money for a step up that is on its way when a refund ends it all comes too late, and goes back as well',
    policy: { fullRefund: 'cancel' },
    commands: [
      ['2024-01-31', pro],
      ['2024-02-10', { do: 'change plan', plan: 'team' }],
      ['2024-02-10T00:01:00Z', { do: 'refund' }],
    ],
    outcomes: { 'upgrade 1': ['unknown, paid'] },
    until: '2024-02-11',
    ends: { status: 'canceled', plan: 'pro', access: 'none', cash: 0, balance: 0 },
  },
  {
    source: 'our design: what was never paid does not go back',
    name: 'what was too little to be charged is no credit that a refund gives back',
    commands: [
      ['2024-01-31', pro],
      ['2024-02-10', grant(1_980)],
      ['2024-03-05', { do: 'refund' }],
    ],
    until: '2024-03-06',
    // 19 of it were carried, and are still owed.
    ends: { status: 'active', cash: 1_999, balance: 1_980 - 19 },
  },
  {
    source: 'our design: what came for an older invoice is not this one’s to give back',
    name: 'a refund of the renewal that paid some cents of an older invoice leaves them',
    commands: [
      ['2024-01-31', pro],
      ['2024-02-28T22:00:00Z', { do: 'change plan', plan: 'team' }],
      ['2024-03-05', { do: 'refund' }],
    ],
    until: '2024-03-06',
    ends: { status: 'active', cash: 1_999 + 8, balance: 0 },
  },
  {
    source: 'matrix section 6: credit only for what was collected',
    name: 'credit that went back is not given again when the rest of the time is paused',
    commands: [
      ['2024-01-31', pro],
      ['2024-02-10', grant(500)],
      ['2024-03-01', back(1_000)],
      ['2024-03-01', { do: 'pause' }],
    ],
    until: '2024-03-02',
    // 30 of 31 days of the 999 that were left.
    ends: { status: 'paused', cash: 1_999 + 1_499 - 500, balance: 500 + 967 },
  },
  {
    source: 'matrix section 6, in a currency without decimals',
    name: 'credit in yen goes back first',
    policy: { currency: 'jpy', plans: [{ key: 'pro', price: minor(1_980), interval: 'month' }] },
    commands: [
      ['2024-01-31', pro],
      ['2024-02-10', grant(980)],
      ['2024-03-05', back(1_000)],
    ],
    until: '2024-03-06',
    ends: { status: 'active', cash: 1_980 + 1_000 - 20, balance: 980, invoices: { signup: ['paid', 1_980], [renewal]: ['paid', 1_980] } },
  },
  {
    source: 'matrix section 6, in a currency of three decimals',
    name: 'credit in dinars goes back first, for the first charge after a trial',
    policy: { currency: 'kwd', plans: [{ key: 'pro', price: minor(6_500), interval: 'month' }] },
    commands: [
      ['2024-01-31', { ...pro, trial: days(7) }],
      ['2024-02-01', grant(2_500)],
      ['2024-02-08', back(2_510)],
    ],
    until: '2024-02-09',
    ends: { status: 'active', cash: 4_000 - 10, balance: 2_500 },
  },
  {
    source: 'our design: a period that is over runs no more, and its refund is a matter of money',
    name: 'a full refund of the old period while the next one waits to be charged ends nothing',
    policy: { fullRefund: 'cancel' },
    commands: [
      ['2024-01-31', pro],
      ['2024-02-29T00:30:00Z', { do: 'refund' }],
    ],
    until: '2024-03-01',
    ends: {
      status: 'active',
      access: 'paid until 2024-03-31',
      cash: 1_999,
      invoices: { signup: ['paid', 1_999], [renewal]: ['paid', 1_999] },
    },
  },
  {
    source: 'our design, the same: in grace',
    name: 'a full refund of the old period leaves the grace of the next one',
    policy: { fullRefund: 'cancel' },
    commands: [
      ['2024-01-31', pro],
      ['2024-03-05', { do: 'refund' }],
    ],
    outcomes: { [renewal]: ['soft', 'soft', 'soft', 'soft'] },
    until: '2024-03-06',
    ends: { status: 'past due', access: 'grace until 2024-03-14', cash: 0 },
  },
  {
    source: 'matrix 23 S, policy.fullRefund: cancel; 22 S begins a period',
    name: 'a full refund of what was resumed ends it, as that of any period',
    policy: { fullRefund: 'cancel' },
    commands: [
      ['2024-03-01', pro],
      ['2024-03-11', { do: 'pause' }],
      ['2024-03-20', { do: 'resume' }],
      ['2024-03-25', { do: 'refund' }],
    ],
    until: '2024-03-26',
    ends: { status: 'canceled', access: 'none', cash: 1_999, balance: 1_354 },
  },
  {
    source: 'our design: a step up is no period',
    name: 'a full refund of a step up leaves it, whatever a full refund of a period does',
    policy: { fullRefund: 'cancel' },
    commands: [
      ['2024-01-31', pro],
      ['2024-02-10', { do: 'change plan', plan: 'team' }],
      ['2024-02-11', { do: 'refund' }],
    ],
    until: '2024-02-12',
    ends: { status: 'active', plan: 'team', access: 'paid until 2024-02-29', cash: 1_999 },
  },
  {
    source: 'our design: nothing is sold on top of what ends',
    name: 'while all of a period is on its way back nothing is bought on top of it, where that ends it',
    policy: { fullRefund: 'cancel' },
    commands: [
      ['2024-01-31', pro],
      ['2024-02-10', { do: 'refund' }],
      ['2024-02-11', { do: 'change plan', plan: 'team' }],
      ['2024-02-11', { do: 'change plan', plan: 'basic' }],
    ],
    refundsFail: 1,
    until: '2024-02-20',
    ends: { status: 'canceled', cash: 0, refusals: ['what was paid for the running period is on its way back, and ends it'] },
  },
  {
    source: 'matrix L: a change whose subscription has ended is paid too late',
    name: 'a step up that is found paid after a full refund ended the subscription goes back',
    policy: { fullRefund: 'cancel' },
    commands: [
      ['2024-01-31', pro],
      ['2024-02-10', { do: 'change plan', plan: 'team' }],
      ['2024-02-10', { do: 'refund' }],
    ],
    outcomes: { 'upgrade 1': ['unknown, paid'] },
    until: '2024-02-11',
    ends: {
      status: 'canceled',
      plan: 'pro',
      access: 'none',
      cash: 0,
      credit: 0,
      attempts: 2,
      invoices: { signup: ['paid', 1_999], 'upgrade 1': ['void', 1_900] },
    },
  },
]

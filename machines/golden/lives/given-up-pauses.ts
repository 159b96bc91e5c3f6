import { days } from '../../domain/instant.ts'
import type { LifeCase } from './life-case.ts'

const pro = { do: 'subscribe', plan: 'pro', quantity: 1, method: 'card' } as const
const resume = { do: 'resume' } as const
const newCard = { do: 'update method', method: 'card' } as const
const policy = { endAction: 'pause' } as const
const renewal = 'renewal 2024-02-29'
const outcomes = { [renewal]: ['soft', 'soft', 'soft', 'soft'] } as const
const owedFor = 'this period is owed for; pay that and use what is left of it, or resume when it is over'

/** Collecting that ends in a pause: 1,999 a month on pro; the renewal of 29 February is given up on 15 March. */
export const givenUpPauseLives: readonly LifeCase[] = [
  {
    source: 'matrix 17 Fs with policy.endAction pause',
    name: 'when the retries are used up the subscription is paused, nothing may be used, and no other period is billed',
    policy,
    commands: [['2024-01-31', pro]],
    outcomes,
    until: '2024-06-01',
    ends: {
      status: 'paused',
      access: 'none',
      receivable: 0,
      cash: 1_999,
      balance: 0,
      attempts: 5,
      invoices: { signup: ['paid', 1_999], [renewal]: ['uncollectible', 1_999] },
      history: { signup: 'paid', [renewal]: 'written off' },
      notices: ['receipt', 'failure', 'failure', 'failure', 'failure', 'failure'],
    },
  },
  {
    source: 'matrix 22 S after 17: a new period from that day, paid first; the debt stays one',
    name: 'what was paused over a debt is resumed when its period is over, and the debt is still there',
    policy,
    commands: [
      ['2024-01-31', pro],
      ['2024-03-20', newCard],
      ['2024-03-21', resume],
      ['2024-04-10', resume],
    ],
    outcomes,
    until: '2024-04-11',
    ends: {
      status: 'active',
      periodEnd: '2024-05-10',
      access: 'paid until 2024-05-10',
      cash: 2 * 1_999,
      refusals: [owedFor],
      invoices: { signup: ['paid', 1_999], [renewal]: ['uncollectible', 1_999], 'resume 1': ['paid', 1_999] },
    },
  },
  {
    source: 'matrix 18 S after 17: paid time may be used, and nothing is revived that nobody asked for',
    name: 'a debt that is paid during the pause gives the rest of its period, and only then is it resumed',
    policy,
    commands: [
      ['2024-01-31', pro],
      ['2024-03-20', newCard],
      ['2024-03-21', { do: 'pay debt' }],
      ['2024-03-25', resume],
    ],
    outcomes,
    until: '2024-03-26',
    ends: {
      status: 'paused',
      access: 'paid until 2024-03-31',
      cash: 2 * 1_999,
      refusals: ['what was owed for this period is paid, and may be used; resume when it is over'],
      invoices: { signup: ['paid', 1_999], [renewal]: ['paid', 1_999] },
    },
  },
  {
    source: 'matrix 18 S after 17, and 22 S',
    name: 'a pause goes on when the time is over that a debt paid for, until somebody resumes it',
    policy,
    commands: [
      ['2024-01-31', pro],
      ['2024-03-20', newCard],
      ['2024-03-21', { do: 'pay debt' }],
      ['2024-05-01', resume],
    ],
    outcomes,
    until: '2024-05-02',
    ends: { status: 'active', periodEnd: '2024-06-01', cash: 3 * 1_999 },
  },
  {
    source: 'our design: a pause keeps nobody who has asked to leave',
    name: 'a subscription that was to end with its period ends when collecting does, and is not paused',
    policy: { ...policy, retries: [days(20)] },
    commands: [
      ['2024-01-31', pro],
      ['2024-03-10', { do: 'cancel', when: 'period end' }],
    ],
    outcomes: { [renewal]: ['soft', 'soft'] },
    until: '2024-04-02',
    ends: { status: 'canceled', access: 'none', invoices: { signup: ['paid', 1_999], [renewal]: ['uncollectible', 1_999] } },
  },
  {
    source: 'matrix 4 Fh, PZ by policy: nothing is owed for service that did not begin',
    name: 'a trial that ends without a card is paused, and resumed with one at once',
    policy,
    commands: [
      ['2024-01-17', { do: 'subscribe', plan: 'pro', quantity: 1, trial: days(14) }],
      ['2024-02-10', newCard],
      ['2024-02-11', resume],
    ],
    until: '2024-02-12',
    ends: {
      status: 'active',
      periodEnd: '2024-03-11',
      access: 'paid until 2024-03-11',
      cash: 1_999,
      invoices: { 'renewal 2024-01-31': ['void', 1_999], 'resume 1': ['paid', 1_999] },
    },
  },
  {
    source: 'matrix 16 Fh, then 17: collecting ends with the period at the latest',
    name: 'a subscription that was refused for good is paused when its period ends before anybody gives up',
    policy: { ...policy, retries: [days(2), days(40)] },
    commands: [['2024-01-31', pro]],
    outcomes: { [renewal]: ['soft', 'hard'] },
    until: '2024-04-01',
    ends: { status: 'paused', access: 'none', receivable: 0, invoices: { signup: ['paid', 1_999], [renewal]: ['uncollectible', 1_999] } },
  },
  {
    source: 'matrix 24 Fh with X: ended by policy; and 24 X: restored exactly',
    name: 'a loss that pauses is taken back with the money, and that time is not sold twice',
    policy,
    commands: [
      ['2024-01-31', pro],
      ['2024-02-10', resume],
    ],
    banks: [
      ['2024-02-05', 'signup', 'lost'],
      ['2024-02-20', 'signup', 'won'],
    ],
    until: '2024-03-05',
    ends: {
      status: 'active',
      access: 'paid until 2024-03-31',
      attempts: 2,
      refusals: ['a bank took back what paid for this period; resume when it is over'],
    },
  },
  {
    source: 'our design: what waited for the next period waits for the one that is resumed',
    name: 'a plan that was scheduled is the one that is resumed',
    policy,
    commands: [
      ['2024-01-31', pro],
      ['2024-02-03', { do: 'change plan', plan: 'basic' }],
      ['2024-03-10', resume],
    ],
    banks: [['2024-02-05', 'signup', 'lost']],
    until: '2024-03-11',
    ends: {
      status: 'active',
      plan: 'basic',
      periodEnd: '2024-04-10',
      revenue: 999,
      invoices: { signup: ['charged back', 1_999], 'resume 1': ['paid', 999] },
    },
  },
  {
    source: 'our design: a change is paid before it is made, whatever the periods are sold on',
    name: 'a subscription on terms that was paused is resumed by card, and then goes on by its terms',
    policy,
    commands: [
      ['2024-01-31', { do: 'subscribe', plan: 'pro', quantity: 1, terms: days(5) }],
      ['2024-03-01', newCard],
      ['2024-03-02', resume],
    ],
    until: '2024-04-03',
    ends: {
      status: 'active',
      access: 'terms until 2024-04-07',
      cash: 1_999,
      receivable: 1_999,
      attempts: 1,
      invoices: { signup: ['uncollectible', 1_999], 'resume 1': ['paid', 1_999], 'renewal 2024-04-02': ['open', 1_999] },
    },
  },
]

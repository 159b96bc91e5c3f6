import { hours } from '../../domain/instant.ts'
import type { LifeCase } from './life-case.ts'

const pro = { do: 'subscribe', plan: 'pro', quantity: 1, method: 'card' } as const
const payDebt = { do: 'pay debt' } as const
const renewal = 'renewal 2024-02-29'
const cardNotices = ['receipt', 'failure', 'failure'] as const

/** The renewal of 29 February is declined for good, and on 15 March nobody waits any longer. */
const givenUp = { commands: [['2024-01-31', pro]], outcomes: { [renewal]: ['hard'] } } as const

/** The same renewal, about which the bank asks a customer who never answers. */
const unanswered = { [renewal]: ['action'] } as const

/** Invoices that were given up, and customers who pay them after all. */
export const debtLives: readonly LifeCase[] = [
  {
    source: 'matrix 18 S: pays it, no revival; what is left of the paid time may be used',
    name: 'a debt that is paid while its period still runs gives the rest of that period and nothing more',
    commands: [...givenUp.commands, ['2024-03-20', { do: 'update method', method: 'card' }], ['2024-03-21', payDebt]],
    outcomes: givenUp.outcomes,
    until: '2024-03-25',
    ends: {
      status: 'canceled',
      access: 'paid until 2024-03-31',
      cash: 2 * 1_999,
      receivable: 0,
      invoices: { signup: ['paid', 1_999], [renewal]: ['paid', 1_999] },
      notices: [...cardNotices, 'confirmation', 'receipt'],
      attempts: 3,
    },
  },
  {
    source: 'matrix 18 S: paid-through is the invoice’s period, whenever it is paid',
    name: 'a debt that is paid after its period gives nothing, and nothing follows from it',
    commands: [...givenUp.commands, ['2024-04-02', { do: 'update method', method: 'card' }], ['2024-04-03', payDebt]],
    outcomes: givenUp.outcomes,
    until: '2024-07-01',
    ends: { status: 'canceled', access: 'none', cash: 2 * 1_999, attempts: 3 },
  },
  {
    source: 'matrix 18 Fs: still owed, no retry, one notice',
    name: 'a debt payment that is declined is not tried again by itself',
    commands: [
      ['2024-01-31', pro],
      ['2024-03-20', payDebt],
    ],
    outcomes: { [renewal]: ['action', 'soft'] },
    until: '2024-06-01',
    ends: {
      status: 'canceled',
      access: 'none',
      cash: 1_999,
      receivable: 0,
      invoices: { signup: ['paid', 1_999], [renewal]: ['uncollectible', 1_999] },
      notices: ['receipt', 'action needed', 'failure', 'failure'],
      attempts: 3,
    },
  },
  {
    source: 'matrix 18 Fh: with a new method only',
    name: 'a debt is not charged to the card that the bank refused for good, and is charged to another one',
    commands: [
      ...givenUp.commands,
      ['2024-04-02', payDebt],
      ['2024-04-03', { do: 'update method', method: 'card' }],
      ['2024-04-04', payDebt],
      ['2024-04-05', payDebt],
    ],
    outcomes: givenUp.outcomes,
    until: '2024-04-06',
    ends: {
      status: 'canceled',
      cash: 2 * 1_999,
      refusals: ['the bank said never to try this card again; bring another one first', 'nothing that was given up is left to pay'],
    },
  },
  {
    source: 'matrix 18 A: waits for the customer, as long as any payment on session',
    name: 'a question of the bank about a debt is answered in time',
    commands: [
      ['2024-01-31', pro],
      ['2024-03-20', payDebt],
      ['2024-03-20T22:00:00Z', { do: 'authenticate', succeeds: true }],
    ],
    outcomes: { [renewal]: ['action', 'action'] },
    until: '2024-03-22',
    ends: { status: 'canceled', access: 'paid until 2024-03-31', cash: 2 * 1_999, attempts: 3 },
  },
  {
    source: 'matrix 18 A: the wait is bounded by policy.changeExpires',
    name: 'a question of the bank about a debt that nobody answers is taken back after 23 hours',
    commands: [
      ['2024-01-31', pro],
      ['2024-03-20', payDebt],
      ['2024-03-20T22:59:00Z', payDebt],
      ['2024-03-20T23:01:00Z', { do: 'authenticate', succeeds: true }],
    ],
    outcomes: { [renewal]: ['action', 'action'] },
    until: '2024-03-22',
    ends: {
      status: 'canceled',
      access: 'none',
      cash: 1_999,
      invoices: { signup: ['paid', 1_999], [renewal]: ['uncollectible', 1_999] },
      refusals: ['a payment of it is on its way; try again when it is settled', 'no payment waits for an answer'],
      notices: ['receipt', 'action needed', 'failure', 'action needed'],
      attempts: 3,
    },
  },
  {
    source: 'matrix 18 U: known by look-up, not guessed',
    name: 'a debt payment without an answer is looked up and counts once',
    commands: [
      ['2024-01-31', pro],
      ['2024-03-20', payDebt],
      ['2024-03-20T00:01:00Z', payDebt],
    ],
    outcomes: { [renewal]: ['action', 'unknown, paid'] },
    until: '2024-03-21',
    ends: {
      status: 'canceled',
      cash: 2 * 1_999,
      refusals: ['a payment of it is on its way; try again when it is settled'],
      attempts: 3,
    },
  },
  {
    source: 'matrix 18 E: our request was wrong, the customer is not blamed',
    name: 'a debt payment that we asked for wrongly leaves the debt and tells nobody',
    commands: [
      ['2024-01-31', pro],
      ['2024-03-20', payDebt],
    ],
    outcomes: { [renewal]: ['action', 'ours'] },
    until: '2024-03-21',
    ends: { status: 'canceled', cash: 1_999, notices: ['receipt', 'action needed', 'failure'] },
  },
  {
    source: 'S8: a bad-debt payment is isolated',
    name: 'an old debt of whoever came back changes nothing of what runs now',
    commands: [
      ['2024-01-31', pro],
      ['2024-03-20', { ...pro, plan: 'basic' }],
      ['2024-03-21', payDebt],
    ],
    outcomes: unanswered,
    until: '2024-03-25',
    ends: {
      status: 'active',
      plan: 'basic',
      periodEnd: '2024-04-20',
      access: 'paid until 2024-04-20',
      cash: 2 * 1_999 + 999,
      receivable: 0,
    },
  },
  {
    source: 'our design: access hangs on the newest subscription that has begun',
    name: 'a signup that waits for the bank leaves the old time that was paid late',
    commands: [
      ['2024-01-31', pro],
      ['2024-03-20', payDebt],
      ['2024-03-21', { ...pro, plan: 'basic' }],
    ],
    outcomes: { ...unanswered, 'sub 2 signup': ['action'] },
    until: '2024-03-21T01:00:00Z',
    ends: { status: 'incomplete', access: 'paid until 2024-03-31', cash: 2 * 1_999 },
  },
  {
    source: 'our design: access hangs on the newest subscription that has begun',
    name: 'whoever came back and left again has nothing of the old time',
    commands: [
      ['2024-01-31', pro],
      ['2024-03-20', payDebt],
      ['2024-03-21', { ...pro, plan: 'basic' }],
      ['2024-03-22', { do: 'cancel', when: 'now' }],
    ],
    outcomes: unanswered,
    until: '2024-03-23',
    ends: { status: 'canceled', access: 'none', cash: 2 * 1_999 + 999 },
  },
  {
    source: 'S8: a renewal waits for no old debt',
    name: 'a renewal is charged while the bank asks about an old debt',
    policy: { changeExpires: hours(47) },
    commands: [
      ['2024-01-31', pro],
      ['2024-03-20', { ...pro, plan: 'basic' }],
      ['2024-04-19', payDebt],
    ],
    outcomes: { [renewal]: ['action', 'action'] },
    until: '2024-04-20T12:00:00Z',
    ends: { status: 'active', periodEnd: '2024-05-20', access: 'paid until 2024-05-20', cash: 1_999 + 2 * 999 },
  },
  {
    source: 'matrix 17, end action unpaid: written off when the period is over',
    name: 'what was left unpaid to the end of its period is a debt as well',
    policy: { endAction: 'unpaid' },
    commands: [
      ['2024-01-31', pro],
      ['2024-04-10', payDebt],
    ],
    outcomes: unanswered,
    until: '2024-04-11',
    ends: { status: 'canceled', access: 'none', cash: 2 * 1_999, receivable: 0, attempts: 3 },
  },
  {
    source: 'matrix 18: legality',
    name: 'who owes nothing of old has nothing to pay',
    commands: [
      ['2024-01-31', pro],
      ['2024-02-10', payDebt],
    ],
    until: '2024-02-11',
    ends: { status: 'active', cash: 1_999, refusals: ['nothing that was given up is left to pay'] },
  },
  {
    source: 'matrix 23: a refund takes paid time back where policy says so',
    name: 'a debt that was paid can be given back',
    policy: { fullRefund: 'cancel' },
    commands: [
      ['2024-01-31', pro],
      ['2024-03-20', payDebt],
      ['2024-03-21', { do: 'refund' }],
    ],
    outcomes: unanswered,
    until: '2024-03-22',
    ends: { status: 'canceled', access: 'none', cash: 1_999, receivable: 0 },
  },
]

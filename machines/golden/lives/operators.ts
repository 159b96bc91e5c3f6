import { days } from '../../domain/instant.ts'
import { minor } from '../../domain/money.ts'
import type { LifeCase } from './life-case.ts'

const pro = { do: 'subscribe', plan: 'pro', quantity: 1, method: 'card' } as const
const payDebt = { do: 'pay debt' } as const
const renewal = 'renewal 2024-02-29'
/** Declined for good on 29 February: nobody tries again without another card. */
const declined = { [renewal]: ['hard'] } as const

/** Operators who end collecting the open invoice of the running period. */
export const operatorLives: readonly LifeCase[] = [
  {
    source: 'matrix, further operations: void; collecting ends by policy.endAction',
    name: 'an open invoice that is taken back was never owed, and ends what it was for',
    commands: [
      ['2024-01-31', pro],
      ['2024-03-02', { do: 'void invoice' }],
      ['2024-03-10', payDebt],
    ],
    outcomes: declined,
    until: '2024-06-01',
    ends: {
      status: 'canceled',
      access: 'none',
      cash: 1_999,
      receivable: 0,
      invoices: { signup: ['paid', 1_999], [renewal]: ['void', 1_999] },
      refusals: ['nothing that was given up is left to pay'],
      notices: ['receipt', 'failure', 'confirmation'],
      attempts: 2,
    },
  },
  {
    source: 'matrix, further operations: write-off; the debt stays payable, matrix 18',
    name: 'an open invoice that is written off is a debt that may still be paid',
    commands: [
      ['2024-01-31', pro],
      ['2024-03-02', { do: 'write off' }],
      ['2024-03-10', { do: 'update method', method: 'card' }],
      ['2024-03-11', payDebt],
    ],
    outcomes: declined,
    until: '2024-03-12',
    ends: {
      status: 'canceled',
      access: 'paid until 2024-03-31',
      cash: 2 * 1_999,
      receivable: 0,
      invoices: { signup: ['paid', 1_999], [renewal]: ['paid', 1_999] },
      notices: ['receipt', 'failure', 'confirmation', 'confirmation', 'receipt'],
    },
  },
  {
    source: 'matrix, further operations: paid out of band; 16 S: paid-through is the invoice’s period',
    name: 'an open invoice that was paid at the bank renews, and is charged no more',
    commands: [
      ['2024-01-31', pro],
      ['2024-03-02', { do: 'mark paid' }],
    ],
    outcomes: declined,
    until: '2024-03-30',
    ends: {
      status: 'active',
      periodEnd: '2024-03-31',
      access: 'paid until 2024-03-31',
      cash: 1_999,
      bank: 1_999,
      receivable: 0,
      invoices: { signup: ['paid', 1_999], [renewal]: ['paid', 1_999] },
      notices: ['receipt', 'failure', 'receipt'],
      attempts: 2,
    },
  },
  {
    source: 'matrix, further operations: paid out of band, in the draft window',
    name: 'a renewal that was paid at the bank before its first attempt is never charged',
    commands: [
      ['2024-01-31', pro],
      ['2024-02-29T00:30:00Z', { do: 'mark paid' }],
    ],
    until: '2024-03-30',
    ends: { status: 'active', periodEnd: '2024-03-31', cash: 1_999, bank: 1_999, receivable: 0, attempts: 1 },
  },
  {
    source: 'matrix 23: what the provider never had it cannot give back',
    name: 'money that came by the bank is not given back by the provider',
    commands: [
      ['2024-01-31', pro],
      ['2024-03-02', { do: 'mark paid' }],
      ['2024-03-03', { do: 'refund' }],
    ],
    outcomes: declined,
    until: '2024-03-04',
    ends: { status: 'active', cash: 1_999, bank: 1_999, refusals: ['it was paid out of band; the money goes back the way it came'] },
  },
  {
    source: 'matrix 4: no receivable for service not begun',
    name: 'the first charge after a trial that was paid at the bank begins the first period',
    commands: [
      ['2024-01-17', { ...pro, trial: days(14) }],
      ['2024-02-02', { do: 'mark paid' }],
    ],
    outcomes: { 'renewal 2024-01-31': ['soft', 'soft', 'soft', 'soft'] },
    until: '2024-02-03',
    ends: { status: 'active', periodEnd: '2024-02-29', access: 'paid until 2024-02-29', cash: 0, bank: 1_999, receivable: 0 },
  },
  {
    source: 'matrix 4: no receivable for service not begun',
    name: 'the first charge after a trial that is written off was no debt',
    commands: [
      ['2024-01-17', { ...pro, trial: days(14) }],
      ['2024-02-02', { do: 'write off' }],
      ['2024-02-03', payDebt],
    ],
    outcomes: { 'renewal 2024-01-31': ['soft', 'soft', 'soft', 'soft'] },
    until: '2024-02-04',
    ends: {
      status: 'canceled',
      cash: 0,
      receivable: 0,
      invoices: { 'renewal 2024-01-31': ['void', 1_999] },
      refusals: ['nothing that was given up is left to pay'],
    },
  },
  {
    source: 'policy.endAction unpaid',
    name: 'where unpaid subscriptions are kept, one whose invoice was taken back runs out unpaid',
    policy: { endAction: 'unpaid' },
    commands: [
      ['2024-01-31', pro],
      ['2024-03-02', { do: 'void invoice' }],
      ['2024-03-03', { do: 'mark paid' }],
    ],
    outcomes: declined,
    until: '2024-03-30',
    ends: { status: 'unpaid', access: 'none', cash: 1_999, receivable: 0, refusals: ['no invoice is open'] },
  },
  {
    source: 'policy.endAction unpaid; matrix 16 S after Fh',
    name: 'where unpaid subscriptions are kept, money at the bank brings one back',
    policy: { endAction: 'unpaid' },
    commands: [
      ['2024-01-31', pro],
      ['2024-03-20', { do: 'mark paid' }],
    ],
    outcomes: declined,
    until: '2024-03-30',
    ends: { status: 'active', access: 'paid until 2024-03-31', cash: 1_999, bank: 1_999, receivable: 0 },
  },
  {
    source: 'matrix, section 5: nothing ends while a payment is on its way',
    name: 'an invoice about which the bank asks the customer is left alone, and so is one that is not there',
    commands: [
      ['2024-01-31', pro],
      ['2024-02-10', { do: 'void invoice' }],
      ['2024-03-02', { do: 'mark paid' }],
    ],
    outcomes: { [renewal]: ['action'] },
    until: '2024-03-03',
    ends: {
      status: 'past due',
      cash: 1_999,
      receivable: 1_999,
      refusals: ['no invoice is being collected', 'a payment of it is on its way; try again when it is settled'],
    },
  },
  {
    source: 'our design: credit goes back with what it paid for',
    name: 'credit that a written-off invoice had used is there again, and the debt is the whole price',
    commands: [
      ['2024-01-31', pro],
      ['2024-02-10', { do: 'grant credit', amount: minor(500) }],
      ['2024-03-02', { do: 'write off' }],
      ['2024-03-10', { do: 'update method', method: 'card' }],
      ['2024-03-11', payDebt],
    ],
    outcomes: declined,
    until: '2024-03-12',
    ends: { status: 'canceled', cash: 2 * 1_999, receivable: 0, balance: 500 },
  },
  {
    source: 'our design: credit first, the rest at the bank',
    name: 'what credit leaves of an invoice may be paid at the bank',
    commands: [
      ['2024-01-31', pro],
      ['2024-02-10', { do: 'grant credit', amount: minor(500) }],
      ['2024-03-02', { do: 'mark paid' }],
    ],
    outcomes: declined,
    until: '2024-03-12',
    ends: { status: 'active', cash: 1_999, bank: 1_499, receivable: 0, balance: 0 },
  },
]

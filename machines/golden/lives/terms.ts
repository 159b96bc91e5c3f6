import { days } from '../../domain/instant.ts'
import { minor } from '../../domain/money.ts'
import { defaultPolicy } from '../../domain/policy.ts'
import type { LifeCase } from './life-case.ts'

const sold = (plan: string, terms: number) => ({ do: 'subscribe', plan, quantity: 1, terms: days(terms) }) as const
const pro = sold('pro', 14)
const markPaid = { do: 'mark paid' } as const
const renewal = 'renewal 2024-02-29'

/** Invoices that are sent and paid by a day, or not. */
export const termLives: readonly LifeCase[] = [
  {
    source: 'billing.md 1.2: send_invoice is active whatever the first invoice says; matrix 5 for COLLECT send invoice',
    name: 'who is sent invoices begins at once, pays by the day, and is sent the next one at the period’s end',
    commands: [
      ['2024-01-31', pro],
      ['2024-02-10', markPaid],
    ],
    until: '2024-03-01',
    ends: {
      status: 'active',
      periodEnd: '2024-03-31',
      access: 'terms until 2024-03-14',
      invoices: { signup: ['paid', 1_999], [renewal]: ['open', 1_999] },
      cash: 0,
      bank: 1_999,
      receivable: 1_999,
      notices: ['invoice', 'receipt', 'invoice'],
      attempts: 0,
    },
  },
  {
    source: 'our design: an invoice that is paid gives its whole period',
    name: 'what was paid in time may be used to the period’s end',
    commands: [
      ['2024-01-31', pro],
      ['2024-02-10', markPaid],
    ],
    until: '2024-02-20',
    ends: { status: 'active', access: 'paid until 2024-02-29', receivable: 0 },
  },
  {
    source: 'billing.md 1.2: active → past_due when the due date has passed',
    name: 'what is not paid by the day is past due and may not be used, and nobody charges a card for it',
    commands: [['2024-01-31', { ...pro, method: 'card' }]],
    until: '2024-02-15',
    ends: {
      status: 'past due',
      access: 'none',
      invoices: { signup: ['open', 1_999] },
      receivable: 1_999,
      notices: ['invoice', 'reminder'],
      attempts: 0,
    },
  },
  {
    source: 'matrix 17: dunning end by policy; reminders stand where a card would be tried again',
    name: 'after the reminders policy ends it, and the invoice is given up',
    commands: [['2024-03-31', pro]],
    until: '2024-04-30',
    ends: {
      status: 'canceled',
      access: 'none',
      invoices: { signup: ['uncollectible', 1_999] },
      receivable: 0,
      notices: ['invoice', 'reminder', 'reminder', 'reminder', 'failure'],
      attempts: 0,
    },
  },
  {
    source: 'matrix 16 S for COLLECT send invoice',
    name: 'who pays after a reminder goes on as before',
    commands: [
      ['2024-01-31', pro],
      ['2024-02-18', markPaid],
    ],
    until: '2024-02-20',
    ends: {
      status: 'active',
      access: 'paid until 2024-02-29',
      bank: 1_999,
      receivable: 0,
      notices: ['invoice', 'reminder', 'reminder', 'receipt'],
    },
  },
  {
    source: 'matrix 18 S: what was given up may be paid after all, by card',
    name: 'an invoice that was sent and given up is charged to a card when the customer asks for that',
    commands: [
      ['2024-03-31', pro],
      ['2024-05-02', { do: 'update method', method: 'card' }],
      ['2024-05-03', { do: 'pay debt' }],
    ],
    until: '2024-05-04',
    ends: { status: 'canceled', access: 'none', cash: 1_999, bank: 0, invoices: { signup: ['paid', 1_999] }, attempts: 1 },
  },
  {
    source: 'matrix 17, end action unpaid',
    name: 'a subscription that was left unpaid over a sent invoice comes back when that is paid, and a new card is not charged for it',
    policy: { endAction: 'unpaid', retries: [days(3)] },
    commands: [
      ['2024-01-31', pro],
      ['2024-02-20', { do: 'update method', method: 'card' }],
      ['2024-02-25', markPaid],
    ],
    until: '2024-02-26',
    ends: {
      status: 'active',
      access: 'paid until 2024-02-29',
      bank: 1_999,
      cash: 0,
      notices: ['invoice', 'reminder', 'failure', 'confirmation', 'receipt'],
      attempts: 0,
    },
  },
  {
    source: 'policy.accessOnTerms: once paid',
    name: 'where policy grants nothing on trust the service is used once the invoice is paid',
    policy: { accessOnTerms: 'once paid' },
    commands: [['2024-01-31', pro]],
    until: '2024-02-05',
    ends: { status: 'active', access: 'none', receivable: 1_999 },
  },
  {
    source: 'matrix section 6: zero invoices exist and are paid at once',
    name: 'credit that covers a sent invoice pays it at once',
    commands: [
      ['2024-01-31', pro],
      ['2024-02-05', markPaid],
      ['2024-02-06', { do: 'grant credit', amount: minor(5_000) }],
    ],
    until: '2024-03-20',
    ends: {
      status: 'active',
      periodEnd: '2024-03-31',
      access: 'paid until 2024-03-31',
      invoices: { signup: ['paid', 1_999], [renewal]: ['paid', 1_999] },
      bank: 1_999,
      balance: 5_000 - 1_999,
      receivable: 0,
      notices: ['invoice', 'receipt', 'confirmation', 'invoice', 'receipt'],
    },
  },
  {
    source: 'net 30 in a currency of three decimals, by the year',
    name: 'thirty days are given for a year, in dinars',
    policy: { currency: 'kwd', plans: [{ key: 'yearly', price: minor(119_990), interval: 'year' }] },
    commands: [
      ['2024-01-31', sold('yearly', 30)],
      ['2024-02-29', markPaid],
    ],
    until: '2024-03-02',
    ends: { status: 'active', periodEnd: '2025-01-31', access: 'paid until 2025-01-31', bank: 119_990, notices: ['invoice', 'receipt'] },
  },
  {
    source: 'net 0 in a currency without decimals',
    name: 'on terms of no days the invoice is due at once, and paid in yen',
    policy: { currency: 'jpy', plans: [{ key: 'weekly', price: minor(980), interval: 'week' }] },
    commands: [
      ['2024-01-31', sold('weekly', 0)],
      ['2024-02-01', markPaid],
    ],
    until: '2024-02-02',
    ends: { status: 'active', access: 'paid until 2024-02-07', bank: 980, notices: ['invoice', 'reminder', 'receipt'] },
  },
  {
    source: 'our design: what is not paid yet is nothing to go up from, or to give back',
    name: 'until what was sent is paid nothing changes within its period, and what costs less begins with the next invoice',
    commands: [
      ['2024-01-31', pro],
      ['2024-02-01', { do: 'change plan', plan: 'team' }],
      ['2024-02-02', { do: 'pause' }],
      ['2024-02-03', { do: 'change plan', plan: 'basic' }],
      ['2024-02-04', markPaid],
    ],
    until: '2024-03-01',
    ends: {
      status: 'active',
      plan: 'basic',
      invoices: { signup: ['paid', 1_999], [renewal]: ['open', 999] },
      refusals: Array(2).fill('what was sent for this period is not paid yet; what costs less can begin with the next one'),
    },
  },
  {
    source: 'matrix 6 S for COLLECT send invoice; rule 1, pay before commit; by hand: 4900 × 19 / 29 − 1999 × 19 / 29 = 3210 − 1310',
    name: 'once it is paid a step up is charged to a card and made, and the next invoice is sent for all of it',
    commands: [
      ['2024-01-31', { ...pro, method: 'card' }],
      ['2024-02-05', markPaid],
      ['2024-02-10', { do: 'change plan', plan: 'team' }],
    ],
    until: '2024-03-01',
    ends: {
      status: 'active',
      plan: 'team',
      access: 'terms until 2024-03-14',
      cash: 1_900,
      bank: 1_999,
      receivable: 4_900,
      invoices: { signup: ['paid', 1_999], 'upgrade 1': ['paid', 1_900], [renewal]: ['open', 4_900] },
      notices: ['invoice', 'receipt', 'receipt', 'invoice'],
      attempts: 1,
    },
  },
  {
    source: 'matrix 6 Fh for COLLECT send invoice: nothing is sent for a change',
    name: 'who has no card makes no step up on terms, and owes nothing for it',
    commands: [
      ['2024-01-31', pro],
      ['2024-02-05', markPaid],
      ['2024-02-10', { do: 'change plan', plan: 'team' }],
    ],
    until: '2024-02-20',
    ends: { status: 'active', plan: 'pro', cash: 0, bank: 1_999, receivable: 0, attempts: 0 },
  },
  {
    source: 'matrix 11 for COLLECT send invoice; by hand: (1999 − 999) × 19 / 29: 1310 − 655',
    name: 'a step down at once gives back what was paid at the bank as credit, which the next invoice takes',
    commands: [
      ['2024-01-31', pro],
      ['2024-02-05', markPaid],
      ['2024-02-10', { do: 'change plan', plan: 'basic', when: 'now' }],
    ],
    until: '2024-02-20',
    ends: { status: 'active', plan: 'basic', access: 'paid until 2024-02-29', bank: 1_999, balance: 655 },
  },
  {
    source: 'matrix 21 and 22 S for COLLECT send invoice; by hand: 1999 × 19 / 29 = 1310, and 1999 − 1310',
    name: 'what was paid is paused and resumed: its credit is used first, a card pays the rest, and the period after that is sent',
    commands: [
      ['2024-01-31', { ...pro, method: 'card' }],
      ['2024-02-05', markPaid],
      ['2024-02-10', { do: 'pause' }],
      ['2024-02-20', { do: 'resume' }],
    ],
    until: '2024-03-21',
    ends: {
      status: 'active',
      periodEnd: '2024-04-20',
      access: 'terms until 2024-04-03',
      bank: 1_999,
      cash: 689,
      balance: 0,
      receivable: 1_999,
      invoices: { signup: ['paid', 1_999], 'resume 1': ['paid', 1_999], 'renewal 2024-03-20': ['open', 1_999] },
      attempts: 1,
    },
  },
  {
    source: 'our design: terms hang on the interval, so that one invoice is open at a time',
    name: 'what is sold on terms keeps its interval, paid or not',
    policy: { plans: [...defaultPolicy.plans, { key: 'yearly', price: minor(19_990), interval: 'year' }] },
    commands: [
      ['2024-01-31', { ...pro, method: 'card' }],
      ['2024-02-05', markPaid],
      ['2024-02-10', { do: 'change plan', plan: 'yearly' }],
    ],
    until: '2024-02-20',
    ends: { status: 'active', plan: 'pro', refusals: ['what is sold on terms keeps its interval'] },
  },
  {
    source: 'our design: what is sent is due before the next one is sent',
    name: 'nobody is given terms that run over the next invoice, and a trial is charged to a card',
    commands: [
      ['2024-01-31', sold('pro', 30)],
      ['2024-01-31', { ...pro, trial: days(7) }],
      ['2024-01-31', pro],
    ],
    until: '2024-02-01',
    ends: {
      status: 'active',
      refusals: [
        'a plan by the month is sold on terms of 14 days at most',
        'terms begin with the first period; a trial is charged to a card',
      ],
    },
  },
  {
    source: 'matrix 19: cancel now voids what is open',
    name: 'who leaves at once owes nothing for an invoice that was sent',
    commands: [
      ['2024-01-31', pro],
      ['2024-02-03', { do: 'cancel', when: 'now' }],
    ],
    until: '2024-03-10',
    ends: {
      status: 'canceled',
      access: 'none',
      invoices: { signup: ['void', 1_999] },
      receivable: 0,
      notices: ['invoice', 'confirmation'],
    },
  },
]

import { days } from '../../domain/instant.ts'
import { minor } from '../../domain/money.ts'
import type { LifeCase } from './life-case.ts'

const pro = { do: 'subscribe', plan: 'pro', quantity: 1, method: 'card' } as const
const card = { do: 'update method', method: 'card' } as const
const paid = (amount: number) => ({ do: 'mark paid', amount: minor(amount) }) as const
const payDebt = (amount: number) => ({ do: 'pay debt', amount: minor(amount) }) as const
const renewal = 'renewal 2024-02-29'
const declined = { [renewal]: ['hard'] } as const

/** Payments that are less than what is due, and more: 1,999 a month on pro. */
export const partLives: readonly LifeCase[] = [
  {
    source: 'matrix form P: stays awaiting the remainder, and nothing is applied',
    name: 'a part that comes at the bank leaves the customer past due, and less to pay',
    commands: [
      ['2024-01-31', pro],
      ['2024-03-01', paid(500)],
    ],
    outcomes: declined,
    until: '2024-03-02',
    ends: {
      status: 'past due',
      access: 'grace until 2024-03-14',
      cash: 1_999,
      bank: 500,
      receivable: 1_499,
      invoices: { signup: ['paid', 1_999], [renewal]: ['open', 1_999] },
      notices: ['receipt', 'failure', 'receipt'],
    },
  },
  {
    source: 'matrix form P, then S: applied once the rest came',
    name: 'the rest that comes at the bank renews',
    commands: [
      ['2024-01-31', pro],
      ['2024-03-01', paid(500)],
      ['2024-03-03', paid(1_499)],
    ],
    outcomes: declined,
    until: '2024-03-04',
    ends: { status: 'active', access: 'paid until 2024-03-31', bank: 1_999, receivable: 0, balance: 0 },
  },
  {
    source: 'matrix 16 S: a retry asks for what remains',
    name: 'the rest is charged to a card that comes to work',
    commands: [
      ['2024-01-31', pro],
      ['2024-03-01', paid(500)],
      ['2024-03-03', card],
    ],
    outcomes: declined,
    until: '2024-03-04',
    ends: { status: 'active', access: 'paid until 2024-03-31', cash: 1_999 + 1_499, bank: 500, receivable: 0, attempts: 3 },
  },
  {
    source: 'raw outcome 19, overpayment: S, and the rest is the customer’s',
    name: 'what comes beyond what is due pays for the next period',
    commands: [
      ['2024-01-31', pro],
      ['2024-03-01', paid(2_500)],
      ['2024-03-02', card],
    ],
    outcomes: declined,
    until: '2024-04-02',
    ends: {
      status: 'active',
      cash: 1_999 + 1_999 - 501,
      bank: 2_500,
      receivable: 0,
      balance: 0,
      invoices: { signup: ['paid', 1_999], [renewal]: ['paid', 1_999], 'renewal 2024-03-31': ['paid', 1_999] },
    },
  },
  {
    source: 'policy.partialPayment: keep',
    name: 'what came stays on an invoice that is given up, and the rest is still owed',
    commands: [
      ['2024-01-31', pro],
      ['2024-03-01', paid(500)],
      ['2024-03-20', card],
      ['2024-03-21', { do: 'pay debt' }],
    ],
    outcomes: declined,
    until: '2024-03-22',
    ends: {
      status: 'canceled',
      cash: 1_999 + 1_499,
      bank: 500,
      receivable: 0,
      balance: 0,
      invoices: { signup: ['paid', 1_999], [renewal]: ['paid', 1_999] },
    },
  },
  {
    source: 'policy.partialPayment: give back',
    name: 'what came goes to the balance when the rest does not, where policy says so',
    policy: { partialPayment: 'give back' },
    commands: [
      ['2024-01-31', pro],
      ['2024-03-01', paid(500)],
    ],
    outcomes: declined,
    until: '2024-03-22',
    ends: {
      status: 'canceled',
      cash: 1_999,
      bank: 500,
      receivable: 0,
      balance: 500,
      invoices: { signup: ['paid', 1_999], [renewal]: ['uncollectible', 1_999] },
    },
  },
  {
    source: 'our design: what was never owed is paid by nobody',
    name: 'what came for an invoice that is taken back is the customer’s, whatever policy keeps',
    commands: [
      ['2024-01-31', pro],
      ['2024-03-01', paid(500)],
      ['2024-03-02', { do: 'void invoice' }],
    ],
    outcomes: declined,
    until: '2024-03-03',
    ends: { status: 'canceled', bank: 500, receivable: 0, balance: 500, invoices: { signup: ['paid', 1_999], [renewal]: ['void', 1_999] } },
  },
  {
    source: 'matrix 18 P: a part by card leaves the debt what remains of it',
    name: 'a debt is paid in two parts by card, and each is given back by its own charge',
    commands: [
      ['2024-01-31', pro],
      ['2024-03-20', card],
      ['2024-03-21', payDebt(600)],
      ['2024-03-22', payDebt(1_500)],
      ['2024-03-23', payDebt(1_399)],
      ['2024-03-24', { do: 'refund' }],
    ],
    outcomes: declined,
    until: '2024-03-25',
    ends: { status: 'canceled', cash: 1_999, receivable: 0, attempts: 4, refusals: ['more than is owed'] },
  },
  {
    source: 'matrix 18 P',
    name: 'a part of a debt brings nothing back, and no other is tried by itself',
    commands: [
      ['2024-01-31', pro],
      ['2024-03-20', card],
      ['2024-03-21', payDebt(600)],
    ],
    outcomes: declined,
    until: '2024-06-01',
    ends: {
      status: 'canceled',
      access: 'none',
      cash: 2_599,
      invoices: { signup: ['paid', 1_999], [renewal]: ['uncollectible', 1_999] },
      attempts: 3,
    },
  },
  {
    source: 'matrix 4 with P: the first charge after a trial is an offer, and a part of it is no revenue of a period',
    name: 'a part for the first charge after a trial is given back when the trial’s subscription ends',
    commands: [
      ['2024-01-31', { ...pro, trial: days(7) }],
      ['2024-02-08', paid(700)],
    ],
    outcomes: { 'renewal 2024-02-07': ['soft', 'soft', 'soft', 'soft'] },
    until: '2024-03-01',
    ends: {
      status: 'canceled',
      access: 'none',
      cash: 0,
      bank: 700,
      receivable: 0,
      balance: 700,
      invoices: { 'renewal 2024-02-07': ['void', 1_999] },
    },
  },
  {
    source: 'matrix 23: what the provider never had it cannot give back',
    name: 'of what came in both ways the card’s part goes back',
    commands: [
      ['2024-01-31', pro],
      ['2024-03-01', paid(500)],
      ['2024-03-03', card],
      ['2024-03-04', { do: 'refund', amount: minor(1_600) }],
      ['2024-03-05', { do: 'refund' }],
    ],
    outcomes: declined,
    until: '2024-03-06',
    ends: { status: 'active', cash: 1_999, bank: 500, refusals: ['more than is left of the payment'] },
  },
  {
    source: 'raw outcome 18 in a currency without decimals',
    name: 'parts in yen',
    policy: { currency: 'jpy', plans: [{ key: 'pro', price: minor(1_980), interval: 'month' }] },
    commands: [
      ['2024-01-31', pro],
      ['2024-03-01', paid(980)],
      ['2024-03-02', paid(1_200)],
    ],
    outcomes: declined,
    until: '2024-03-03',
    ends: { status: 'active', bank: 2_180, receivable: 0, balance: 200 },
  },
  {
    source: 'raw outcome 18 in a currency of three decimals; cards know two of them',
    name: 'parts in dinars end in 0, so that a card can pay the rest',
    policy: { currency: 'kwd', plans: [{ key: 'pro', price: minor(6_500), interval: 'month' }] },
    commands: [
      ['2024-01-31', pro],
      ['2024-03-01', paid(1_234)],
      ['2024-03-01', paid(1_230)],
      ['2024-03-02', card],
    ],
    outcomes: declined,
    until: '2024-03-03',
    ends: {
      status: 'active',
      cash: 6_500 + 5_270,
      bank: 1_230,
      refusals: ['cards take and give back whole multiples of 0.010 kwd'],
    },
  },
  {
    source: 'matrix 24 with P: what a bank takes was the invoice’s, be it a part of it',
    name: 'a part of an old debt that the bank takes back and keeps was its part, and is nobody’s credit',
    commands: [
      ['2024-01-31', pro],
      ['2024-03-20', card],
      ['2024-03-21', payDebt(600)],
    ],
    outcomes: declined,
    banks: [
      ['2024-03-25', renewal, 'taken'],
      ['2024-04-05', renewal, 'lost'],
    ],
    until: '2024-04-10',
    // 1,500 is asked for the dispute.
    ends: {
      status: 'canceled',
      access: 'none',
      cash: 1_999 - 1_500,
      receivable: 0,
      credit: 0,
      balance: 0,
      invoices: { signup: ['paid', 1_999], [renewal]: ['uncollectible', 1_999] },
    },
  },
]

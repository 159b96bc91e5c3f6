import { minor } from '../../domain/money.ts'
import type { LifeCase } from './life-case.ts'

const pro = { do: 'subscribe', plan: 'pro', quantity: 1, method: 'card' } as const
const grant = (amount: number) => ({ do: 'grant credit', amount: minor(amount) }) as const

/** Credit that is granted and pays for what comes next: 1,999 a month on pro, 4,900 on team. */
export const creditLives: readonly LifeCase[] = [
  {
    source: 'matrix section 6: total − discount + tax − credit applied = amount due, on every invoice',
    name: 'credit below a price pays a part of the next period, the card the rest',
    commands: [
      ['2024-01-31', pro],
      ['2024-02-10', grant(500)],
    ],
    until: '2024-03-01',
    ends: {
      status: 'active',
      cash: 1_999 + 1_499,
      balance: 0,
      receivable: 0,
      invoices: { signup: ['paid', 1_999], 'renewal 2024-02-29': ['paid', 1_999] },
    },
  },
  {
    source: 'matrix section 6: zero invoices exist and are paid at once without attempt',
    name: 'credit above a price pays the whole period without an attempt, and the rest stays',
    commands: [
      ['2024-01-31', pro],
      ['2024-02-10', grant(5_000)],
    ],
    until: '2024-04-01',
    ends: {
      status: 'active',
      periodEnd: '2024-04-30',
      cash: 1_999,
      balance: 5_000 - 2 * 1_999,
      attempts: 1,
      notices: ['receipt', 'confirmation', 'receipt', 'receipt'],
    },
  },
  {
    source: 'matrix 6 Fh: an unpaid change leaves everything as it was',
    name: 'an upgrade that is never paid gives back the credit that its offer had taken',
    commands: [
      ['2024-01-31', pro],
      ['2024-02-10', grant(500)],
      ['2024-02-14', { do: 'change plan', plan: 'team' }],
    ],
    outcomes: { 'upgrade 1': ['hard'] },
    until: '2024-02-20',
    ends: { status: 'active', plan: 'pro', cash: 1_999, balance: 500, invoices: { signup: ['paid', 1_999], 'upgrade 1': ['void', 1_500] } },
  },
  {
    source: 'matrix 17: a debt that is given up is written off, and what credit had paid of it comes back',
    name: 'a renewal that is never paid gives back the credit that it had used',
    commands: [
      ['2024-01-31', pro],
      ['2024-02-10', grant(500)],
    ],
    outcomes: { 'renewal 2024-02-29': ['soft', 'soft', 'soft', 'soft'] },
    until: '2024-03-20',
    ends: { status: 'canceled', cash: 1_999, balance: 500, receivable: 0 },
  },
]

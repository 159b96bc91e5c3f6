import type { Command } from '../../domain/command.ts'
import { minor } from '../../domain/money.ts'
import type { LifeCase } from './life-case.ts'

const card = 'card' as const
const pro: Command = { do: 'subscribe', plan: 'pro', quantity: 1, method: card }

/** How it ends: cancellations, refunds, and what is refused. */
export const endingLives: readonly LifeCase[] = [
  {
    source: 'matrix 19 S',
    name: 'cancel now ends access at once and charges nothing more',
    commands: [
      ['2024-01-31', pro],
      ['2024-02-10', { do: 'cancel', when: 'now' }],
    ],
    until: '2024-04-01',
    ends: { status: 'canceled', access: 'none', cash: 1_999, receivable: 0 },
  },
  {
    source: 'matrix 19 U and rule 5: a running attempt must finish first; its success is L',
    name: 'cancel now waits for a payment whose outcome is unknown, and gives the money back',
    commands: [
      ['2024-01-31', pro],
      ['2024-02-29T01:10:00Z', { do: 'cancel', when: 'now' }],
    ],
    outcomes: { 'renewal 2024-02-29': ['silent'] },
    until: '2024-03-05',
    ends: { status: 'canceled', access: 'none', cash: 1_999, receivable: 0, credit: 0 },
  },
  {
    source: 'matrix 20 S',
    name: 'cancel at period end keeps access to the last moment',
    commands: [
      ['2024-01-31', pro],
      ['2024-02-10', { do: 'cancel', when: 'period end' }],
    ],
    until: '2024-02-28T23:59:59Z',
    ends: { status: 'active', access: 'paid until 2024-02-29', cash: 1_999 },
  },
  {
    source: 'matrix 20 S',
    name: 'cancel at period end renews nothing',
    commands: [
      ['2024-01-31', pro],
      ['2024-02-10', { do: 'cancel', when: 'period end' }],
    ],
    until: '2024-02-29',
    ends: { status: 'canceled', access: 'none', cash: 1_999, receivable: 0, invoices: { signup: ['paid', 1_999] } },
  },
  {
    source: 'matrix 23 S with policy.fullRefund keep',
    name: 'a full refund gives the money back and leaves access',
    commands: [
      ['2024-01-31', pro],
      ['2024-02-10', { do: 'refund' }],
    ],
    until: '2024-02-20',
    ends: { status: 'active', access: 'paid until 2024-02-29', cash: 0, notices: ['receipt', 'confirmation'] },
  },
  {
    source: 'matrix 23 S with policy.fullRefund cancel',
    name: 'a full refund ends the subscription where policy says so',
    policy: { fullRefund: 'cancel' },
    commands: [
      ['2024-01-31', pro],
      ['2024-02-10', { do: 'refund' }],
    ],
    until: '2024-02-20',
    ends: { status: 'canceled', access: 'none', cash: 0 },
  },
  {
    source: 'matrix 23 Fs: a failed refund does not reopen a paid invoice',
    name: 'a refund that fails is tried again and the invoice stays paid',
    commands: [
      ['2024-01-31', pro],
      ['2024-02-10', { do: 'refund', amount: minor(500) }],
    ],
    refundsFail: 1,
    until: '2024-02-20',
    ends: { status: 'active', cash: 1_499, invoices: { signup: ['paid', 1_999] } },
  },
  {
    source: 'legality table: a refusal changes nothing',
    name: 'more than was paid is not returned',
    commands: [
      ['2024-01-31', pro],
      ['2024-02-10', { do: 'refund', amount: minor(2_000) }],
    ],
    until: '2024-02-20',
    ends: { status: 'active', cash: 1_999, refusals: ['more than is left of the payment'] },
  },
]

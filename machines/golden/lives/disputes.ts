import { minor } from '../../domain/money.ts'
import type { LifeCase } from './life-case.ts'

const pro = { do: 'subscribe', plan: 'pro', quantity: 1, method: 'card' } as const
const fee = 1_500

/** Banks that take payments up again, and what becomes of what was paid for. */
export const disputeLives: readonly LifeCase[] = [
  {
    source: 'matrix 24 S: nothing changes but the money, which is held',
    name: 'a bank that takes a payment leaves the subscription as it is, and its money in between',
    commands: [['2024-01-31', pro]],
    banks: [['2024-02-05', 'signup', 'taken']],
    until: '2024-02-06',
    ends: {
      status: 'active',
      access: 'paid until 2024-02-29',
      invoices: { signup: ['paid', 1_999] },
      cash: -fee,
      held: 1_999,
      revenue: 1_999,
      fees: -fee,
      history: { signup: 'disputed' },
      notices: ['receipt'],
    },
  },
  {
    source: 'matrix 24 S, policy input: access withheld',
    name: 'nothing may be used while a bank has the money, where policy withholds it',
    policy: { disputeAccess: 'withhold' },
    commands: [
      ['2024-01-31', pro],
      ['2024-02-06', { do: 'change plan', plan: 'team' }],
      ['2024-02-06', { do: 'refund' }],
    ],
    banks: [['2024-02-05', 'signup', 'taken']],
    until: '2024-02-07',
    ends: {
      status: 'active',
      access: 'none',
      refusals: ['a bank has the money for the running period; try again when it has decided', 'nothing that was paid is left to return'],
    },
  },
  {
    source: 'matrix 24 Fh with 1 X: canceled, charged back, nothing to use, told once',
    name: 'a signup that is lost to its bank ends there',
    commands: [['2024-01-31', pro]],
    banks: [
      ['2024-02-05', 'signup', 'taken'],
      ['2024-02-12', 'signup', 'lost'],
    ],
    until: '2024-04-01',
    ends: {
      status: 'canceled',
      access: 'none',
      invoices: { signup: ['charged back', 1_999] },
      cash: -fee,
      held: 0,
      revenue: 0,
      fees: -fee,
      history: { signup: 'charged back' },
      notices: ['receipt', 'failure'],
      attempts: 1,
    },
  },
  {
    source: 'matrix 24 X, withdrawn: exactly as before',
    name: 'a dispute that is withdrawn leaves everything as it was, but for the fee',
    policy: { disputeAccess: 'withhold' },
    commands: [['2024-01-31', pro]],
    banks: [
      ['2024-02-05', 'signup', 'taken'],
      ['2024-02-12', 'signup', 'won'],
    ],
    until: '2024-02-13',
    ends: {
      status: 'active',
      access: 'paid until 2024-02-29',
      invoices: { signup: ['paid', 1_999] },
      cash: 1_999 - fee,
      held: 0,
      revenue: 1_999,
      history: { signup: 'paid' },
      notices: ['receipt'],
    },
  },
  {
    source: 'matrix 24: lost, then won ◐ Automattic/woocommerce-payments#4931',
    name: 'a bank that gives the money back after all gives the rest of the time back, and nothing more',
    commands: [['2024-01-31', pro]],
    banks: [
      ['2024-02-05', 'signup', 'lost'],
      ['2024-02-20', 'signup', 'won'],
    ],
    until: '2024-02-21',
    ends: {
      status: 'canceled',
      access: 'paid until 2024-02-29',
      invoices: { signup: ['paid', 1_999] },
      cash: 1_999 - fee,
      revenue: 1_999,
      notices: ['receipt', 'failure'],
    },
  },
  {
    source: 'matrix 24 and rule 9: where the loss suspended, the gain restores exactly that',
    name: 'what a loss left unpaid runs again when the bank gives the money back',
    policy: { endAction: 'unpaid' },
    commands: [['2024-01-31', pro]],
    banks: [
      ['2024-02-05', 'signup', 'lost'],
      ['2024-02-20', 'signup', 'won'],
    ],
    until: '2024-03-05',
    ends: { status: 'active', access: 'paid until 2024-03-31', cash: 2 * 1_999 - fee, attempts: 2 },
  },
  {
    source: 'matrix 24: won, then lost; each step posts anew',
    name: 'a bank that gives the money back and then keeps it is told of twice, and charged once for',
    commands: [['2024-01-31', pro]],
    banks: [
      ['2024-02-05', 'signup', 'taken'],
      ['2024-02-12', 'signup', 'won'],
      ['2024-02-20', 'signup', 'lost'],
    ],
    until: '2024-02-21',
    ends: { status: 'canceled', access: 'none', cash: -fee, held: 0, revenue: 0, invoices: { signup: ['charged back', 1_999] } },
  },
  {
    source: 'matrix 6 X: back to the old plan at the old paid-through',
    name: 'a step up that is lost to its bank goes back to the plan before, for the time that was paid',
    commands: [
      ['2024-01-31', pro],
      ['2024-02-10', { do: 'change plan', plan: 'team' }],
    ],
    banks: [['2024-02-15', 'upgrade 1', 'lost']],
    until: '2024-02-16',
    ends: { status: 'active', plan: 'pro', access: 'paid until 2024-02-29', balance: 0, cash: 1_999 - fee, revenue: 1_999 },
  },
  {
    source: 'matrix 6 X, section 6: from the plan in force, never a replay',
    name: 'units that were paid for on top of a step up that is lost are credited down to the plan before',
    // The second unit is paid for 455 hours of 696, at 6407 − 3203 = 3204. On the 15th 336 of them are left.
    commands: [
      ['2024-01-31', pro],
      ['2024-02-10', { do: 'change plan', plan: 'team' }],
      ['2024-02-10T01:00:00Z', { do: 'change quantity', quantity: 2 }],
    ],
    banks: [['2024-02-15', 'upgrade 1', 'lost']],
    until: '2024-02-16',
    // Collected for the rest: 965 of the signup and 2366 of the second unit; two of pro are worth 1930 of that.
    ends: { status: 'active', plan: 'pro', quantity: 2, access: 'paid until 2024-02-29', balance: 1_401 },
  },
  {
    source: 'matrix 7 X: what is left of a step up was paid for by it alone',
    name: 'units that are left of a step up go with its money, though the customer has gone down since',
    commands: [
      ['2024-01-31', pro],
      ['2024-02-10', { do: 'change quantity', quantity: 3 }],
      ['2024-02-12', { do: 'change quantity', quantity: 2, when: 'now' }],
    ],
    banks: [['2024-02-15', 'quantity 1', 'lost']],
    until: '2024-02-16',
    ends: { status: 'active', plan: 'pro', quantity: 1, access: 'paid until 2024-02-29' },
  },
  {
    source: 'matrix 24, won after all: what the loss took is as it was',
    name: 'of units that went with their money those come back that were left',
    commands: [
      ['2024-01-31', pro],
      ['2024-02-10', { do: 'change quantity', quantity: 3 }],
      ['2024-02-12', { do: 'change quantity', quantity: 2, when: 'now' }],
    ],
    banks: [
      ['2024-02-15', 'quantity 1', 'lost'],
      ['2024-02-18', 'quantity 1', 'won'],
    ],
    until: '2024-02-19',
    ends: { status: 'active', plan: 'pro', quantity: 2, access: 'paid until 2024-02-29' },
  },
  {
    source: 'matrix 5 X: what was paid for a time that is over is a matter of money alone',
    name: 'an old renewal that is lost to its bank ends nothing that runs',
    commands: [['2024-01-31', pro]],
    banks: [['2024-04-05', 'renewal 2024-02-29', 'lost']],
    until: '2024-04-06',
    ends: {
      status: 'active',
      access: 'paid until 2024-04-30',
      cash: 2 * 1_999 - fee,
      invoices: { signup: ['paid', 1_999], 'renewal 2024-02-29': ['charged back', 1_999], 'renewal 2024-03-31': ['paid', 1_999] },
    },
  },
  {
    source: 'matrix 22 X: paused as before',
    name: 'a resumption that is lost to its bank is a pause again',
    commands: [
      ['2024-01-31', pro],
      ['2024-02-10', { do: 'pause' }],
      ['2024-03-01', { do: 'resume' }],
    ],
    banks: [['2024-03-10', 'resume 1', 'lost']],
    until: '2024-05-01',
    ends: { status: 'paused', access: 'none', notices: ['receipt', 'confirmation', 'receipt', 'failure'] },
  },
  {
    source: 'matrix 24, dispute after a partial refund: what is left',
    name: 'of what was given back in part a bank takes the rest',
    commands: [
      ['2024-01-31', pro],
      ['2024-02-03', { do: 'refund', amount: minor(500) }],
    ],
    banks: [['2024-02-05', 'signup', 'lost']],
    until: '2024-02-06',
    ends: { status: 'canceled', cash: -fee, revenue: 0, invoices: { signup: ['charged back', 1_999] } },
  },
  {
    source: 'matrix 24, dispute after a full refund: nothing is taken again',
    name: 'of what was given back in full a bank takes nothing, and nothing ends',
    commands: [
      ['2024-01-31', pro],
      ['2024-02-03', { do: 'refund' }],
    ],
    banks: [['2024-02-05', 'signup', 'lost']],
    until: '2024-02-06',
    ends: { status: 'active', cash: 0, fees: 0, invoices: { signup: ['paid', 1_999] }, history: { signup: 'refunded' } },
  },
  {
    source: 'matrix 24 A: the bank asks the merchant and takes nothing',
    name: 'an inquiry changes nothing',
    commands: [['2024-01-31', pro]],
    banks: [
      ['2024-02-05', 'signup', 'asked'],
      ['2024-02-12', 'signup', 'dropped'],
    ],
    until: '2024-02-13',
    ends: { status: 'active', access: 'paid until 2024-02-29', cash: 1_999, fees: 0, notices: ['receipt'] },
  },
  {
    source: 'rule 5 and 24: a payment on its way comes out first, and its money comes too late',
    name: 'a loss waits for a payment on its way, which goes back',
    commands: [
      ['2024-01-31', pro],
      ['2024-02-12T00:00:01Z', { do: 'change plan', plan: 'team' }],
    ],
    outcomes: { 'upgrade 1': ['silent'] },
    banks: [['2024-02-12T00:10:00Z', 'signup', 'lost']],
    until: '2024-02-14',
    ends: { status: 'canceled', access: 'none', cash: -fee, credit: 0 },
  },
  {
    source: 'rule 7: what is heard late changes what is done from then on, never what was done',
    name: 'a loss that we hear of after the renewal is a matter of money alone',
    commands: [['2024-01-31', pro]],
    banks: [['2024-02-20', 'signup', 'lost', '2024-03-02']],
    until: '2024-03-05',
    ends: { status: 'active', access: 'paid until 2024-03-31', cash: 1_999 - fee, attempts: 2 },
  },
]

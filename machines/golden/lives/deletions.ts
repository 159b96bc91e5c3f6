import { days } from '../../domain/instant.ts'
import type { LifeCase } from './life-case.ts'

const pro = { do: 'subscribe', plan: 'pro', quantity: 1, method: 'card' } as const
const leave = { do: 'delete account' } as const

/** Accounts that are deleted: what was on its way comes out first, and the books stay. */
export const deletionLives: readonly LifeCase[] = [
  {
    source: 'matrix, further operations: delete account',
    name: 'a deleted account has no access, is charged no more, is told nothing, and takes no commands',
    commands: [
      ['2024-01-31', pro],
      ['2024-02-10', leave],
      ['2024-02-11', pro],
      ['2024-02-12', { do: 'refund' }],
    ],
    until: '2024-03-10',
    ends: {
      status: 'canceled',
      access: 'none',
      cash: 1_999,
      attempts: 1,
      invoices: { signup: ['paid', 1_999] },
      notices: ['receipt'],
      refusals: ['the account is deleted', 'the account is deleted'],
    },
  },
  {
    source: 'matrix, further operations: delete account with an open invoice',
    name: 'a deletion while a renewal is retried voids it, and nothing is owed',
    commands: [
      ['2024-01-31', pro],
      ['2024-03-01', leave],
    ],
    outcomes: { 'renewal 2024-02-29': ['soft'] },
    until: '2024-03-10',
    ends: {
      status: 'canceled',
      access: 'none',
      cash: 1_999,
      receivable: 0,
      attempts: 2,
      invoices: { signup: ['paid', 1_999], 'renewal 2024-02-29': ['void', 1_999] },
      notices: ['receipt', 'failure'],
    },
  },
  {
    source: 'matrix, further operations: delete account with a running attempt; rule 5',
    name: 'a deletion waits for the payment on its way, and what came goes back',
    commands: [
      ['2024-01-31', pro],
      ['2024-02-29T01:00:10Z', leave],
    ],
    outcomes: { 'renewal 2024-02-29': ['silent'] },
    until: '2024-03-10',
    ends: { status: 'canceled', access: 'none', cash: 1_999, credit: 0, receivable: 0, attempts: 2, notices: ['receipt'] },
  },
  {
    source: 'matrix rule 5',
    name: 'until it is known what came of that payment nothing ends, but nothing may be used',
    commands: [
      ['2024-01-31', pro],
      ['2024-02-29T01:00:10Z', leave],
    ],
    outcomes: { 'renewal 2024-02-29': ['silent'] },
    until: '2024-02-29T01:20:00Z',
    ends: { status: 'active', access: 'none' },
  },
  {
    source: 'matrix, further operations: nothing is charged after a deletion',
    name: 'a payment that never arrived is not sent again for a deleted account',
    commands: [
      ['2024-01-31', pro],
      ['2024-02-29T01:00:10Z', leave],
    ],
    outcomes: { 'renewal 2024-02-29': ['unknown, lost'] },
    until: '2024-03-10',
    ends: { status: 'canceled', cash: 1_999, attempts: 2, invoices: { signup: ['paid', 1_999], 'renewal 2024-02-29': ['void', 1_999] } },
  },
  {
    source: 'matrix, further operations: delete account, with no subscription left',
    name: 'whoever has left already can be forgotten as well',
    commands: [
      ['2024-01-31', pro],
      ['2024-02-10', { do: 'cancel', when: 'now' }],
      ['2024-02-11', leave],
      ['2024-02-12', pro],
    ],
    until: '2024-02-13',
    ends: { status: 'canceled', cash: 1_999, refusals: ['the account is deleted'] },
  },
  {
    source: 'matrix, further operations: delete account in a trial',
    name: 'a trial ends with the account, and is never charged',
    commands: [
      ['2024-01-17', { ...pro, trial: days(14) }],
      ['2024-01-20', leave],
    ],
    until: '2024-02-10',
    ends: { status: 'canceled', access: 'none', cash: 0, attempts: 0, invoices: {} },
  },
]

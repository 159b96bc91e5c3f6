import { days } from '../../domain/instant.ts'
import type { LifeCase } from './life-case.ts'

const trialPro = { do: 'subscribe', plan: 'pro', quantity: 1, method: 'card', trial: days(14) } as const

const { method: _, ...bare } = trialPro

/** Trials that begin without a method, and trials whose end is moved by an operator. */
export const trialLives: readonly LifeCase[] = [
  {
    source: 'matrix 3 S; trial end Fh for raw outcome 26: no usable method, so no attempt',
    name: 'a trial without a method begins at once, and ends with it when none was brought',
    commands: [['2024-01-17', bare]],
    until: '2024-02-04',
    ends: {
      status: 'canceled',
      access: 'none',
      attempts: 0,
      cash: 0,
      receivable: 0,
      invoices: { 'renewal 2024-01-31': ['void', 1_999] },
      notices: ['confirmation', 'failure'],
    },
  },
  {
    source: 'matrix 3 S',
    name: 'a trial without a method gives access before anybody has brought one',
    commands: [['2024-01-17', bare]],
    until: '2024-01-18',
    ends: { status: 'trialing', access: 'trial until 2024-01-31', invoices: {} },
  },
  {
    source: 'matrix 3, then 4 S',
    name: 'a method brought during the draft hour of a trial that began without one is charged',
    commands: [
      ['2024-01-17', bare],
      ['2024-01-31T00:59:59Z', { do: 'update method', method: 'card' }],
    ],
    until: '2024-02-01',
    ends: { status: 'active', periodEnd: '2024-02-29', access: 'paid until 2024-02-29', cash: 1_999, attempts: 1 },
  },
  {
    source: 'matrix 3, then 4 Fh: a method that is being kept is waited for; refused, it is none',
    name: 'a trial whose only method is refused after its end ends without an attempt',
    commands: [
      ['2024-01-17', bare],
      ['2024-01-31T00:59:59Z', { do: 'update method', method: 'card' }],
    ],
    refusedMethods: [1],
    until: '2024-02-01',
    ends: { status: 'canceled', access: 'none', cash: 0, attempts: 0, notices: ['confirmation', 'failure', 'failure'] },
  },
  {
    source: 'matrix 4 Fh with policy.endAction unpaid, 15 S, 16 S',
    name: 'where nobody is canceled, a trial that ended without a method waits for one and is then paid',
    policy: { endAction: 'unpaid' },
    commands: [
      ['2024-01-17', bare],
      ['2024-02-04', { do: 'update method', method: 'card' }],
    ],
    until: '2024-02-05',
    ends: { status: 'active', periodEnd: '2024-02-29', access: 'paid until 2024-02-29', cash: 1_999, attempts: 1 },
  },
  {
    source: 'matrix 3: only a trial begins without a method',
    name: 'a signup without a trial and without a method is refused',
    commands: [
      ['2024-01-17', { do: 'subscribe', plan: 'pro', quantity: 1 }],
      ['2024-01-18', trialPro],
    ],
    until: '2024-01-19',
    ends: { status: 'trialing', refusals: ['only a trial begins without a method'] },
  },
  {
    source: 'matrix, further operations: trial extend; the anchor is the end of the trial',
    name: 'a trial of two weeks that gets one more is charged a week later, and counts its months from there',
    commands: [
      ['2024-01-17', trialPro],
      ['2024-01-20', { do: 'extend trial', by: days(7) }],
    ],
    until: '2024-03-10',
    ends: {
      status: 'active',
      periodEnd: '2024-04-07',
      cash: 2 * 1_999,
      invoices: { 'renewal 2024-02-07': ['paid', 1_999], 'renewal 2024-03-07': ['paid', 1_999] },
      notices: ['confirmation', 'confirmation', 'receipt', 'receipt'],
    },
  },
  {
    source: 'matrix, further operations: trial cut',
    name: 'a trial that is cut by more than is left of it ends at once and is charged after the draft hour',
    commands: [
      ['2024-01-17', trialPro],
      ['2024-01-20', { do: 'cut trial', by: days(60) }],
    ],
    until: '2024-01-21',
    ends: { status: 'active', periodEnd: '2024-02-20', access: 'paid until 2024-02-20', cash: 1_999 },
  },
  {
    source: 'matrix, further operations: a trial that is over is moved no more',
    name: 'a trial that has been charged is not extended',
    commands: [
      ['2024-01-17', trialPro],
      ['2024-02-01', { do: 'extend trial', by: days(7) }],
    ],
    until: '2024-02-02',
    ends: { status: 'active', periodEnd: '2024-02-29', refusals: ['the trial is over'] },
  },
]

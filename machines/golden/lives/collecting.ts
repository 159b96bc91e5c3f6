import type { Command } from '../../domain/command.ts'
import type { LifeCase } from './life-case.ts'

const card = 'card' as const
const pro: Command = { do: 'subscribe', plan: 'pro', quantity: 1, method: card }

/** Renewals, and how they are collected: retries, grace, new methods, the bank’s question, unknown outcomes. */
export const collectingLives: readonly LifeCase[] = [
  {
    source: 'matrix 6: from the period’s end until the first outcome access stays',
    name: 'within the draft window a renewal is owed and the customer keeps access',
    commands: [['2024-01-31', pro]],
    until: '2024-02-29T00:30:00Z',
    ends: {
      status: 'active',
      periodEnd: '2024-02-29',
      access: 'renewing until 2024-02-29T01:00:00Z',
      receivable: 1_999,
      invoices: { signup: ['paid', 1_999], 'renewal 2024-02-29': ['open', 1_999] },
    },
  },
  {
    source: 'matrix 5 Fs: the period has advanced, grace counts from its start',
    name: 'a renewal that fails softly is past due, with grace, for the new period',
    commands: [['2024-01-31', pro]],
    outcomes: { 'renewal 2024-02-29': ['soft', 'soft'] },
    until: '2024-03-04',
    ends: { status: 'past due', periodEnd: '2024-03-31', access: 'grace until 2024-03-14', receivable: 1_999, attempts: 3 },
  },
  {
    source: 'matrix 16 S: paid-through comes from the invoice’s period, never from the pay date',
    name: 'a retry that is paid ends dunning and moves no date',
    commands: [['2024-01-31', pro]],
    outcomes: { 'renewal 2024-02-29': ['soft', 'soft', 'paid'] },
    until: '2024-03-20',
    ends: { status: 'active', periodEnd: '2024-03-31', access: 'paid until 2024-03-31', receivable: 0, cash: 2 * 1_999, attempts: 4 },
  },
  {
    source: 'matrix 16 A: the customer is asked, and waited for as long as an offer lasts, were it after the last retry',
    name: 'a customer who is asked by the bank at the last retry has 23 hours to answer',
    commands: [['2024-01-31', pro]],
    outcomes: { 'renewal 2024-02-29': ['soft', 'soft', 'soft', 'action'] },
    until: '2024-03-15T23:00:00Z',
    ends: {
      status: 'past due',
      receivable: 1_999,
      invoices: { signup: ['paid', 1_999], 'renewal 2024-02-29': ['open', 1_999] },
      notices: ['receipt', 'failure', 'failure', 'failure', 'action needed'],
    },
  },
  {
    source: 'matrix 17 Fs with policy.endAction cancel',
    name: 'when the retries are used up the subscription ends and the debt is written off',
    commands: [['2024-01-31', pro]],
    outcomes: { 'renewal 2024-02-29': ['soft', 'soft', 'soft', 'soft'] },
    until: '2024-03-20',
    ends: {
      status: 'canceled',
      access: 'none',
      receivable: 0,
      cash: 1_999,
      attempts: 5,
      invoices: { signup: ['paid', 1_999], 'renewal 2024-02-29': ['uncollectible', 1_999] },
      notices: ['receipt', 'failure', 'failure', 'failure', 'failure', 'failure'],
    },
  },
  {
    source: 'matrix 17 Fs with policy.endAction unpaid, 15 and 16 S',
    name: 'a subscription left unpaid comes back with a new method',
    policy: { endAction: 'unpaid' },
    commands: [
      ['2024-01-31', pro],
      ['2024-03-20', { do: 'update method', method: card }],
    ],
    outcomes: { 'renewal 2024-02-29': ['soft', 'soft', 'soft', 'soft', 'paid'] },
    until: '2024-03-21',
    ends: { status: 'active', periodEnd: '2024-03-31', access: 'paid until 2024-03-31', receivable: 0, cash: 2 * 1_999 },
  },
  {
    source: 'our design: no further period begins on one that is not paid',
    name: 'an unpaid subscription ends with its period',
    policy: { endAction: 'unpaid' },
    commands: [['2024-01-31', pro]],
    outcomes: { 'renewal 2024-02-29': ['soft', 'soft', 'soft', 'soft'] },
    until: '2024-04-01',
    ends: {
      status: 'canceled',
      access: 'none',
      receivable: 0,
      invoices: { signup: ['paid', 1_999], 'renewal 2024-02-29': ['uncollectible', 1_999] },
    },
  },
  {
    source: 'matrix 5 Fh: no retry until there is a new method; facts 1.6 ●',
    name: 'a renewal that is declined for good is not retried by itself',
    commands: [['2024-01-31', pro]],
    outcomes: { 'renewal 2024-02-29': ['hard'] },
    until: '2024-03-13',
    ends: { status: 'past due', access: 'grace until 2024-03-14', attempts: 2 },
  },
  {
    source: 'matrix 16 Fh',
    name: 'a retry that is declined for good takes access away at once',
    commands: [['2024-01-31', pro]],
    outcomes: { 'renewal 2024-02-29': ['soft', 'hard'] },
    until: '2024-03-05',
    ends: { status: 'unpaid', access: 'none', receivable: 1_999 },
  },
  {
    source: 'matrix U and rule 5: an outcome that is unknown is looked up, and nothing is charged twice',
    name: 'a renewal without an answer is looked up and found paid',
    commands: [['2024-01-31', pro]],
    outcomes: { 'renewal 2024-02-29': ['unknown, paid'] },
    until: '2024-03-01',
    ends: { status: 'active', periodEnd: '2024-03-31', cash: 2 * 1_999, attempts: 2, notices: ['receipt', 'receipt'] },
  },
  {
    source: 'matrix, outcome 11: a request that never arrived is sent again under its key',
    name: 'a renewal that never arrived is sent again and not counted as a second attempt',
    commands: [['2024-01-31', pro]],
    outcomes: { 'renewal 2024-02-29': ['unknown, lost'] },
    until: '2024-03-01',
    ends: { status: 'active', cash: 2 * 1_999, attempts: 2 },
  },
  {
    source: 'matrix rule 5: while an outcome is unknown dunning does not end',
    name: 'the last retry is unknown for fifty minutes, and is paid after all',
    commands: [['2024-01-31', pro]],
    outcomes: { 'renewal 2024-02-29': ['soft', 'soft', 'soft', 'silent'] },
    until: '2024-03-20',
    ends: { status: 'active', access: 'paid until 2024-03-31', cash: 2 * 1_999, receivable: 0 },
  },
]

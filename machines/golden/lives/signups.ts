import type { Command } from '../../domain/command.ts'
import { days } from '../../domain/instant.ts'
import type { LifeCase } from './life-case.ts'

const card = 'card' as const
const pro: Command = { do: 'subscribe', plan: 'pro', quantity: 1, method: card }
const trialPro: Command = { ...pro, trial: days(14) }

/** Signups, with a trial and without: what a first payment brings about. */
export const signUpLives: readonly LifeCase[] = [
  {
    source: 'matrix 1 S, 5 S; SD/billing/subscriptions/billing-cycle ●',
    name: 'a subscription of 31 January is renewed on 29 February and 31 March',
    commands: [['2024-01-31', pro]],
    until: '2024-04-01',
    ends: {
      status: 'active',
      periodEnd: '2024-04-30',
      access: 'paid until 2024-04-30',
      cash: 3 * 1_999,
      receivable: 0,
      invoices: { signup: ['paid', 1_999], 'renewal 2024-02-29': ['paid', 1_999], 'renewal 2024-03-31': ['paid', 1_999] },
    },
  },
  {
    source: 'matrix 1 Fh: the invoice is void and the signup over',
    name: 'a signup that is declined for good grants nothing and owes nothing',
    commands: [['2024-01-31', pro]],
    outcomes: { signup: ['hard'] },
    until: '2024-02-05',
    ends: {
      status: 'incomplete expired',
      access: 'none',
      cash: 0,
      receivable: 0,
      invoices: { signup: ['void', 1_999] },
      notices: ['failure'],
    },
  },
  {
    source: 'matrix 1 Fs; policy.changeExpires; facts 1.4: 23 h ●',
    name: 'a signup that is not paid within 23 hours is dropped',
    commands: [['2024-01-31', pro]],
    outcomes: { signup: ['soft'] },
    until: '2024-01-31T23:00:00Z',
    ends: { status: 'incomplete expired', access: 'none', invoices: { signup: ['void', 1_999] } },
  },
  {
    source: 'matrix 15 S and 16: a new method has the whole budget and pays what is open',
    name: 'a signup that was declined softly is paid by a new method',
    commands: [
      ['2024-01-31', pro],
      ['2024-01-31T02:00:00Z', { do: 'update method', method: card }],
    ],
    outcomes: { signup: ['soft', 'paid'] },
    until: '2024-02-05',
    ends: {
      status: 'active',
      periodEnd: '2024-02-29',
      access: 'paid until 2024-02-29',
      cash: 1_999,
      attempts: 2,
      notices: ['failure', 'confirmation', 'receipt'],
    },
  },
  {
    source: 'matrix 2 S, 4 S: the anchor is the end of the trial; SD/billing/subscriptions/billing-cycle ●',
    name: 'a trial costs nothing and its end is the anchor of all periods',
    commands: [['2024-01-17', trialPro]],
    until: '2024-03-01',
    ends: {
      status: 'active',
      periodEnd: '2024-03-31',
      cash: 2 * 1_999,
      invoices: { 'renewal 2024-01-31': ['paid', 1_999], 'renewal 2024-02-29': ['paid', 1_999] },
    },
  },
  {
    source: 'matrix 6.4 Fs: no receivable for service not begun, no grace',
    name: 'a first charge that fails after the trial leaves no debt and no access',
    commands: [['2024-01-17', trialPro]],
    outcomes: { 'renewal 2024-01-31': ['soft', 'soft'] },
    until: '2024-02-04',
    ends: { status: 'past due', access: 'none', receivable: 0, cash: 0, invoices: { 'renewal 2024-01-31': ['quote', 1_999] } },
  },
  {
    source: 'matrix 4 Fh with policy.endAction cancel',
    name: 'a first charge that is declined for good ends the subscription',
    commands: [['2024-01-17', trialPro]],
    outcomes: { 'renewal 2024-01-31': ['hard'] },
    until: '2024-02-04',
    ends: { status: 'canceled', access: 'none', receivable: 0, invoices: { 'renewal 2024-01-31': ['void', 1_999] } },
  },
  {
    source: 'matrix 2 Fh: without a method there is no trial',
    name: 'a trial whose method is refused does not begin',
    commands: [['2024-01-17', trialPro]],
    refusedMethods: [1],
    until: '2024-02-20',
    ends: { status: 'incomplete expired', access: 'none', invoices: {}, notices: ['failure'] },
  },
]

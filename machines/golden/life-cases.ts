import type { Command } from '../domain/command.ts'
import { days, hours, minutes } from '../domain/instant.ts'
import { minor } from '../domain/money.ts'
import type { Policy } from '../domain/policy.ts'
import type { InvoiceStatus } from '../domain/view.ts'
import type { Outcome } from './play.ts'

/** A life, and what must be true of it in the end. What is left out is not looked at. */
export interface LifeCase {
  readonly source: string
  readonly name: string
  readonly policy?: Partial<Policy>
  readonly commands: readonly (readonly [string, Command])[]
  readonly outcomes?: Readonly<Record<string, readonly Outcome[]>>
  readonly refusedMethods?: readonly number[]
  readonly refundsFail?: number
  readonly until: string
  readonly ends: {
    readonly status: string
    readonly plan?: string
    readonly quantity?: number
    readonly periodEnd?: string
    /** `paid until 2024-03-01`, or `none`. */
    readonly access?: string
    /** By purpose: status and total. */
    readonly invoices?: Readonly<Record<string, readonly [InvoiceStatus, number]>>
    readonly cash?: number
    readonly receivable?: number
    readonly credit?: number
    readonly refusals?: readonly string[]
    readonly notices?: readonly string[]
    readonly attempts?: number
  }
}

const card = 'card' as const
const pro: Command = { do: 'subscribe', plan: 'pro', quantity: 1, method: card }
const basic: Command = { do: 'subscribe', plan: 'basic', quantity: 1, method: card }
const trialPro: Command = { ...pro, trial: days(14) }
const toTeam: Command = { do: 'change plan', plan: 'team' }
const toBasic: Command = { do: 'change plan', plan: 'basic' }

export const lifeCases: readonly LifeCase[] = [
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
  {
    source: 'matrix 6 S; by hand: 4900 × 19 / 29 − 1999 × 19 / 29 = 3210 − 1310',
    name: 'an upgrade is paid for the rest of the period before it takes effect',
    commands: [
      ['2024-01-31', pro],
      ['2024-02-10', toTeam],
    ],
    until: '2024-02-20',
    ends: {
      status: 'active',
      plan: 'team',
      periodEnd: '2024-02-29',
      cash: 1_999 + 1_900,
      receivable: 0,
      invoices: { signup: ['paid', 1_999], 'upgrade 1': ['paid', 1_900] },
    },
  },
  {
    source: 'matrix 6 Fh: an unpaid change leaves everything as it was; SD/…/pending-updates-reference ●',
    name: 'an upgrade that is declined changes nothing and owes nothing',
    commands: [
      ['2024-01-31', pro],
      ['2024-02-10', toTeam],
    ],
    outcomes: { 'upgrade 1': ['hard'] },
    until: '2024-02-20',
    ends: {
      status: 'active',
      plan: 'pro',
      access: 'paid until 2024-02-29',
      cash: 1_999,
      receivable: 0,
      invoices: { signup: ['paid', 1_999], 'upgrade 1': ['void', 1_900] },
    },
  },
  {
    source: 'matrix 6 A→S',
    name: 'an upgrade the bank asks about takes effect when the customer answers',
    commands: [
      ['2024-01-31', pro],
      ['2024-02-10', toTeam],
      ['2024-02-10T01:00:00Z', { do: 'authenticate', succeeds: true }],
    ],
    outcomes: { 'upgrade 1': ['action'] },
    until: '2024-02-20',
    ends: { status: 'active', plan: 'team', cash: 1_999 + 1_900, notices: ['receipt', 'action needed', 'receipt'] },
  },
  {
    source: 'matrix 6 A→Fh*: abandoned; facts 1.4: 23 h ●',
    name: 'an upgrade that nobody answers for expires, and its payment is taken back',
    commands: [
      ['2024-01-31', pro],
      ['2024-02-10', toTeam],
    ],
    outcomes: { 'upgrade 1': ['action'] },
    until: '2024-02-20',
    ends: { status: 'active', plan: 'pro', cash: 1_999, credit: 0, invoices: { signup: ['paid', 1_999], 'upgrade 1': ['void', 1_900] } },
  },
  {
    source: 'matrix L with policy.lateSuccess refund; by hand: 600 s of 29 days, 4900 comes to 1 and 1999 to 0',
    name: 'an upgrade paid after its period is over is given back',
    commands: [
      ['2024-01-31', pro],
      ['2024-02-28T23:50:00Z', toTeam],
    ],
    outcomes: { 'upgrade 1': ['silent'] },
    until: '2024-03-05',
    ends: {
      status: 'active',
      plan: 'pro',
      cash: 2 * 1_999,
      credit: 0,
      invoices: { signup: ['paid', 1_999], 'upgrade 1': ['void', 1], 'renewal 2024-02-29': ['paid', 1_999] },
    },
  },
  {
    source: 'our design: facts count when they were true; a late webhook changes later decisions',
    name: 'an upgrade paid before the period’s end and told after it counts for the renewal',
    policy: { lookupAfter: minutes(5), draftWindow: hours(1) },
    commands: [
      ['2024-01-31', pro],
      ['2024-02-28T23:50:00Z', toTeam],
    ],
    outcomes: { 'upgrade 1': ['told late'] },
    until: '2024-03-05',
    ends: {
      status: 'active',
      plan: 'team',
      cash: 1_999 + 1 + 4_900,
      invoices: { signup: ['paid', 1_999], 'upgrade 1': ['paid', 1], 'renewal 2024-02-29': ['paid', 4_900] },
    },
  },
  {
    source: 'matrix 10 S: applied at the boundary with 5',
    name: 'a plan that costs less comes with the next period, without credit',
    commands: [
      ['2024-01-31', pro],
      ['2024-02-10', toBasic],
    ],
    until: '2024-03-05',
    ends: {
      status: 'active',
      plan: 'basic',
      cash: 1_999 + 999,
      invoices: { signup: ['paid', 1_999], 'renewal 2024-02-29': ['paid', 999] },
    },
  },
  {
    source: 'matrix 7 S; by hand: 2 × 1999 × 19 / 29 − 1310 = 2619 − 1310',
    name: 'one seat more is paid for the rest of the period now',
    commands: [
      ['2024-01-31', pro],
      ['2024-02-10', { do: 'change quantity', quantity: 2 }],
    ],
    until: '2024-03-01',
    ends: { status: 'active', quantity: 2, cash: 1_999 + 1_309 + 3_998 },
  },
  {
    source: 'matrix 12: at period end as 10',
    name: 'one seat less comes with the next period',
    commands: [
      ['2024-01-31', { ...pro, quantity: 2 }],
      ['2024-02-10', { do: 'change quantity', quantity: 1 }],
    ],
    until: '2024-03-01',
    ends: { status: 'active', quantity: 1, cash: 3_998 + 1_999 },
  },
  {
    source: 'matrix 6, credit only for what was collected; by hand: 3210 − 500 × 19 / 29 = 3210 − 328',
    name: 'after a partial refund an upgrade credits only what was kept',
    commands: [
      ['2024-01-31', pro],
      ['2024-02-05', { do: 'refund', amount: minor(1_499) }],
      ['2024-02-10', toTeam],
    ],
    until: '2024-02-20',
    ends: { status: 'active', plan: 'team', cash: 500 + 2_882 },
  },
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
  {
    source: 'SN: amounts in the smallest unit ●; by hand: 1500 × 19 / 29 − 980 × 19 / 29 = 983 − 642',
    name: 'an upgrade in yen is whole yen',
    policy: {
      currency: 'jpy',
      plans: [
        { key: 'basic', price: minor(980), interval: 'month' },
        { key: 'team', price: minor(1_500), interval: 'month' },
      ],
    },
    commands: [
      ['2024-01-31', basic],
      ['2024-02-10', toTeam],
    ],
    until: '2024-02-20',
    ends: { status: 'active', plan: 'team', cash: 980 + 341 },
  },
  {
    source: 'matrix, outcome 25: nothing due is paid at once without an attempt',
    name: 'an upgrade within the trial costs nothing and takes effect at once',
    commands: [
      ['2024-01-17', trialPro],
      ['2024-01-20', toTeam],
    ],
    until: '2024-02-01',
    ends: {
      status: 'active',
      plan: 'team',
      cash: 4_900,
      attempts: 1,
      invoices: { 'upgrade 1': ['paid', 0], 'renewal 2024-01-31': ['paid', 4_900] },
    },
  },
  {
    source: 'matrix E: our error blames no customer and is never sent again unchanged',
    name: 'a change whose request was wrong is dropped without a word',
    commands: [
      ['2024-01-31', pro],
      ['2024-02-10', toTeam],
    ],
    outcomes: { 'upgrade 1': ['ours'] },
    until: '2024-02-20',
    ends: { status: 'active', plan: 'pro', cash: 1_999, attempts: 2, notices: ['receipt'] },
  },
]

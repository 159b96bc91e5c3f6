import type { Command } from '../../domain/command.ts'
import { days } from '../../domain/instant.ts'
import { minor } from '../../domain/money.ts'
import { defaultPolicy, type Policy, type Taxes } from '../../domain/policy.ts'
import type { LifeCase } from './life-case.ts'

const rates: Taxes['rates'] = [
  { place: 'hamburg', percent: 19 },
  { place: 'new york', percent: 8.875 },
  { place: 'guernsey', percent: 0 },
]
const onTop: Partial<Policy> = { taxes: { prices: 'exclusive', rates } }
const inside: Partial<Policy> = { taxes: { prices: 'inclusive', rates } }

const nowhere: Command = { do: 'subscribe', plan: 'pro', quantity: 1, method: 'card' }
const pro: Command = { ...nowhere, place: 'hamburg' }
const toTeam: Command = { do: 'change plan', plan: 'team' }
const isIn = (place: string): Command => ({ do: 'set place', place })

/** Tax on top of prices and inside them: 1,999 a month on pro, 4,900 on team, 999 on basic; 19 % in Hamburg. */
export const taxLives: readonly LifeCase[] = [
  {
    source: 'matrix section 6: total − discount + tax − credit applied = amount due; by hand: 1999 × 0.19 = 379.81',
    name: 'tax on top is charged with the price, and owed to the tax office',
    policy: onTop,
    commands: [['2024-01-31', pro]],
    until: '2024-03-02',
    ends: {
      status: 'active',
      cash: 2 * 2_379,
      tax: 2 * 380,
      receivable: 0,
      invoices: { signup: ['paid', 2_379], 'renewal 2024-02-29': ['paid', 2_379] },
    },
  },
  {
    source: 'SN TaxRate.inclusive ●; by hand: 1999 × 19 / 119 = 319.17',
    name: 'tax inside a price is part of it',
    policy: inside,
    commands: [['2024-01-31', pro]],
    until: '2024-02-10',
    ends: { status: 'active', cash: 1_999, tax: 319, invoices: { signup: ['paid', 1_999] } },
  },
  {
    source: 'SN Invoice.total: tax after discounts ●; by hand: 999 × 0.19 = 189.81',
    name: 'what a coupon takes off is not taxed',
    policy: { ...onTop, coupons: [{ key: 'half', off: { percent: 50 }, lasts: 'once' }] },
    commands: [
      ['2024-01-30', { do: 'apply coupon', coupon: 'half' }],
      ['2024-01-31', pro],
    ],
    until: '2024-02-10',
    ends: { status: 'active', cash: 1_189, tax: 190 },
  },
  {
    source: 'matrix 6; by hand: 3210 + 610 for the new piece, less 1310 + 249 of the old',
    name: 'an upgrade is taxed, and gives back the tax of what it replaces',
    policy: onTop,
    commands: [
      ['2024-01-31', pro],
      ['2024-02-10', toTeam],
    ],
    until: '2024-02-20',
    ends: { status: 'active', plan: 'team', cash: 2_379 + 2_261, tax: 380 + 610 - 249 },
  },
  {
    source: 'matrix section 6: reversed by credit note; 23',
    name: 'a full refund takes the whole tax with it',
    policy: onTop,
    commands: [
      ['2024-01-31', pro],
      ['2024-02-10', { do: 'refund' }],
    ],
    until: '2024-02-20',
    ends: { status: 'active', cash: 0, tax: 0 },
  },
  {
    source: 'matrix section 6; by hand: 380 × 1379 / 2379 = 220.27',
    name: 'a refund in part takes its part of the tax',
    policy: onTop,
    commands: [
      ['2024-01-31', pro],
      ['2024-02-10', { do: 'refund', amount: minor(1_000) }],
    ],
    until: '2024-02-20',
    ends: { status: 'active', cash: 1_379, tax: 220 },
  },
  {
    source: 'matrix 21; by hand: 2379 × 19 / 29 = 1558.66, and 380 × 820 / 2379 = 130.98',
    name: 'a pause credits price and tax of the rest of the period',
    policy: onTop,
    commands: [
      ['2024-01-31', pro],
      ['2024-02-10', { do: 'pause' }],
    ],
    until: '2024-02-20',
    ends: { status: 'paused', balance: 1_559, tax: 131 },
  },
  {
    source: 'matrix 11; by hand, for 21 of 31 days: 1354 + 257 less 677 + 129, and 380 × 1574 / 2379 = 251.42',
    name: 'a downgrade at once credits the difference with its tax',
    policy: onTop,
    commands: [
      ['2024-03-01', pro],
      ['2024-03-11', { do: 'change plan', plan: 'basic', when: 'now' }],
    ],
    until: '2024-03-12',
    ends: { status: 'active', plan: 'basic', balance: 805, tax: 251 },
  },
  {
    source: 'matrix 9; by hand: 19990 + 3798, less 1310 + 249',
    name: 'a switch to a year is taxed whole, and gives back the tax of the month’s rest',
    policy: { ...onTop, plans: [...defaultPolicy.plans, { key: 'yearly', price: minor(19_990), interval: 'year' }] },
    commands: [
      ['2024-01-31', pro],
      ['2024-02-10', { do: 'change plan', plan: 'yearly' }],
    ],
    until: '2024-02-20',
    ends: { status: 'active', cash: 2_379 + 22_229, tax: 380 + 3_798 - 249 },
  },
  {
    source: 'matrix 17: a debt that is given up is written off, and what was never paid is not taxed',
    name: 'a renewal that is given up owes no tax',
    policy: onTop,
    commands: [['2024-01-31', pro]],
    outcomes: { 'renewal 2024-02-29': ['soft', 'soft', 'soft', 'soft'] },
    until: '2024-03-20',
    ends: { status: 'canceled', cash: 2_379, tax: 380, receivable: 0 },
  },
  {
    source: 'matrix 18: what was given up may be paid after all',
    name: 'a debt that is paid after all is taxed after all',
    policy: onTop,
    commands: [
      ['2024-01-31', pro],
      ['2024-03-25', { do: 'pay debt' }],
    ],
    outcomes: { 'renewal 2024-02-29': ['soft', 'soft', 'soft', 'soft'] },
    until: '2024-03-26',
    ends: { status: 'canceled', cash: 2 * 2_379, tax: 760 },
  },
  {
    source: 'matrix 24; our rule: tax follows the money',
    name: 'what a bank has taken is not taxed, and is again when it comes back',
    policy: onTop,
    commands: [['2024-01-31', pro]],
    banks: [['2024-02-05', 'signup', 'taken']],
    until: '2024-02-06',
    ends: { status: 'active', tax: 0, held: 2_379 },
  },
  {
    source: 'matrix 24 and 11: what was credited and is lost to the bank as well takes its tax with it once',
    name: 'a payment that was credited in part and is lost whole leaves no tax, and none to get back',
    policy: onTop,
    commands: [
      ['2024-03-01', pro],
      ['2024-03-11', { do: 'change plan', plan: 'basic', when: 'now' }],
    ],
    banks: [['2024-03-15', 'signup', 'lost']],
    until: '2024-03-16',
    ends: { status: 'canceled', tax: 0, balance: 805 },
  },
  {
    source: 'our rule: a period is taxed where the customer is when it begins; by hand: 1999 × 0.08875 = 177.41',
    name: 'whoever moves is taxed there from the next period on',
    policy: onTop,
    commands: [
      ['2024-01-31', pro],
      ['2024-02-05', isIn('new york')],
      ['2024-02-10', { do: 'change quantity', quantity: 2 }],
      ['2024-02-12', isIn('guernsey')],
    ],
    until: '2024-03-02',
    // A seat more for 19 of 29 days: 2619 + 498 less 1310 + 249; then two seats without tax.
    ends: {
      status: 'active',
      tax: 380 + 249,
      invoices: { signup: ['paid', 2_379], 'quantity 1': ['paid', 1_558], 'renewal 2024-02-29': ['paid', 3_998] },
    },
  },
  {
    source: 'matrix section 6: unknown location, the invoice stays a draft; facts 1.4: 23 h ●',
    name: 'a signup from nobody knows where is a draft, asked about once and never charged',
    policy: onTop,
    commands: [['2024-01-31', nowhere]],
    until: '2024-02-02',
    ends: { status: 'incomplete expired', cash: 0, attempts: 0, notices: ['action needed'], invoices: { signup: ['void', 1_999] } },
  },
  {
    source: 'matrix section 6: and nothing is charged until the location is known',
    name: 'a draft is charged as soon as the customer says where they are',
    policy: onTop,
    commands: [
      ['2024-01-31', nowhere],
      ['2024-01-31T03:00:00Z', isIn('hamburg')],
    ],
    until: '2024-02-02',
    ends: {
      status: 'active',
      periodEnd: '2024-02-29',
      cash: 2_379,
      tax: 380,
      attempts: 1,
      notices: ['action needed', 'confirmation', 'receipt'],
      invoices: { signup: ['paid', 2_379] },
    },
  },
  {
    source: 'matrix 4 A: not granted before it is paid; the draft is a question to the customer',
    name: 'a trial that ends nobody knows where waits without access, and goes on once that is known',
    policy: onTop,
    commands: [
      ['2024-01-17', { ...nowhere, trial: days(14) }],
      ['2024-02-02', { do: 'update method', method: 'card' }],
      ['2024-02-03', isIn('hamburg')],
    ],
    until: '2024-02-05',
    ends: {
      status: 'active',
      access: 'paid until 2024-02-29',
      cash: 2_379,
      attempts: 1,
      notices: ['confirmation', 'action needed', 'confirmation', 'confirmation', 'receipt'],
    },
  },
  {
    source: 'matrix 17 A: whoever never answers is given up; a draft is no debt',
    name: 'a trial that ends nobody knows where is given up in the end, and owes nothing',
    policy: onTop,
    commands: [['2024-01-17', { ...nowhere, trial: days(14) }]],
    until: '2024-03-01',
    ends: { status: 'canceled', access: 'none', cash: 0, receivable: 0, tax: 0, attempts: 0 },
  },
  {
    source: 'our rule: what nobody has reckoned nobody can have paid',
    name: 'a draft is not marked as paid, and a place without a rate is refused',
    policy: onTop,
    commands: [
      ['2024-01-17', { ...nowhere, trial: days(14) }],
      ['2024-02-01', { do: 'mark paid' }],
      ['2024-02-01', isIn('atlantis')],
    ],
    until: '2024-02-02',
    ends: {
      status: 'past due',
      refusals: ['nobody knows yet what it comes to; say first where the customer is', 'there is no tax rate for "atlantis"'],
    },
  },
  {
    source: 'SN: amounts in the smallest unit ●; by hand: 980 × 0.08875 = 86.98',
    name: 'tax in yen is whole yen',
    policy: { ...onTop, currency: 'jpy', plans: [{ key: 'pro', price: minor(980), interval: 'month' }] },
    commands: [['2024-01-31', { ...nowhere, place: 'new york' }]],
    until: '2024-02-10',
    ends: { status: 'active', cash: 1_067, tax: 87 },
  },
  {
    source: 'SD/currencies, three-decimal currencies ●: by hand, 3.990 × 0.19 = 0.7581, charged as 0.760; inside: 3.990 × 19 / 119 = 0.637',
    name: 'tax on top in dinars can be charged',
    policy: { ...onTop, currency: 'kwd', plans: [{ key: 'pro', price: minor(3_990), interval: 'month' }] },
    commands: [['2024-01-31', pro]],
    until: '2024-02-10',
    ends: { status: 'active', cash: 4_750, tax: 760 },
  },
  {
    source: 'by hand: 3.990 × 19 / 119 = 0.63706',
    name: 'tax inside in dinars is to the fils',
    policy: { ...inside, currency: 'kwd', plans: [{ key: 'pro', price: minor(3_990), interval: 'month' }] },
    commands: [['2024-01-31', pro]],
    until: '2024-02-10',
    ends: { status: 'active', cash: 3_990, tax: 637 },
  },
]

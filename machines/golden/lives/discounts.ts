import type { Command } from '../../domain/command.ts'
import { days } from '../../domain/instant.ts'
import { minor } from '../../domain/money.ts'
import { type Coupon, defaultPolicy, type Policy } from '../../domain/policy.ts'
import type { LifeCase } from './life-case.ts'

const pro: Command = { do: 'subscribe', plan: 'pro', quantity: 1, method: 'card' }
const toTeam: Command = { do: 'change plan', plan: 'team' }
const apply = (coupon: string): Command => ({ do: 'apply coupon', coupon })

const coupons: readonly Coupon[] = [
  { key: 'half', off: { percent: 50 }, lasts: 'forever' },
  { key: 'third', off: { percent: 33 }, lasts: 'once' },
  { key: 'five', off: { amount: minor(500) }, lasts: { months: 2 } },
  { key: 'free', off: { percent: 100 }, lasts: 'once' },
]
const policy: Partial<Policy> = { coupons }
const stacked: Partial<Policy> = { coupons, couponsStack: true }
const withYears: Partial<Policy> = { coupons, plans: [...defaultPolicy.plans, { key: 'yearly', price: minor(19_990), interval: 'year' }] }

/** Coupons and what they lower: 1,999 a month on pro, 4,900 on team, 999 on basic; February has 29 days. */
export const discountLives: readonly LifeCase[] = [
  {
    source: 'matrix section 6: total − discount + tax − credit applied = amount due; by hand: 1999 / 2 = 999.5, half up',
    name: 'half off for ever lowers the signup and every renewal',
    policy,
    commands: [
      ['2024-01-30', apply('half')],
      ['2024-01-31', pro],
    ],
    until: '2024-04-01',
    ends: {
      status: 'active',
      cash: 3 * 999,
      receivable: 0,
      invoices: { signup: ['paid', 999], 'renewal 2024-02-29': ['paid', 999], 'renewal 2024-03-31': ['paid', 999] },
    },
  },
  {
    source: 'SN Coupon.duration once ●: one period; by hand: 1999 × 0.33 = 659.67',
    name: 'a coupon for once lowers one period and no other',
    policy,
    commands: [
      ['2024-01-31', pro],
      ['2024-02-10', apply('third')],
    ],
    until: '2024-04-01',
    ends: {
      status: 'active',
      cash: 1_999 + 1_339 + 1_999,
      invoices: { signup: ['paid', 1_999], 'renewal 2024-02-29': ['paid', 1_339], 'renewal 2024-03-31': ['paid', 1_999] },
    },
  },
  {
    source: 'SN Coupon.duration repeating ●: months are counted; ours from the first period that is lowered',
    name: 'an amount off for two months is counted from the first period that it lowers, after the trial',
    policy,
    commands: [
      ['2024-01-17', apply('five')],
      ['2024-01-17T01:00:00Z', { ...pro, trial: days(14) }],
    ],
    until: '2024-04-02',
    ends: {
      status: 'active',
      invoices: {
        'renewal 2024-01-31': ['paid', 1_499],
        'renewal 2024-02-29': ['paid', 1_499],
        'renewal 2024-03-31': ['paid', 1_999],
      },
    },
  },
  {
    source: 'matrix, outcome 25: a 100 % coupon is paid at once with zero amount and without an attempt',
    name: 'a period that is free is paid at once and asks no card',
    policy,
    commands: [
      ['2024-01-30', apply('free')],
      ['2024-01-31', pro],
    ],
    until: '2024-02-10',
    ends: {
      status: 'active',
      access: 'paid until 2024-02-29',
      cash: 0,
      attempts: 0,
      notices: ['confirmation', 'receipt'],
      invoices: { signup: ['paid', 0] },
    },
  },
  {
    source: 'SD changelog 2025-09-30: prorations carry discounts inside; by hand: 2450 × 19 / 29 − 999 × 19 / 29 = 1605 − 655',
    name: 'an upgrade in a discounted period costs the difference of the lower prices, and no discount twice',
    policy,
    commands: [
      ['2024-01-30', apply('half')],
      ['2024-01-31', pro],
      ['2024-02-10', toTeam],
    ],
    until: '2024-02-20',
    ends: { status: 'active', plan: 'team', cash: 999 + 950, invoices: { signup: ['paid', 999], 'upgrade 1': ['paid', 950] } },
  },
  {
    source: 'by hand: 4400 × 19 / 29 − 1499 × 19 / 29 = 2883 − 982: five in all, whichever plan',
    name: 'an amount off is one amount for the period, also when the plan changes within it',
    policy,
    commands: [
      ['2024-01-30', apply('five')],
      ['2024-01-31', pro],
      ['2024-02-10', toTeam],
    ],
    until: '2024-02-20',
    ends: { status: 'active', plan: 'team', cash: 1_499 + 1_901 },
  },
  {
    source: 'our rule: what was agreed for a period stands until it ends',
    name: 'a coupon that comes within a period lowers no upgrade of it, and its removal raises none',
    policy,
    commands: [
      ['2024-01-31', pro],
      ['2024-02-05', apply('half')],
      ['2024-02-10', toTeam],
      ['2024-03-01', { do: 'remove coupon' }],
      ['2024-03-10', { do: 'change quantity', quantity: 2 }],
    ],
    until: '2024-04-02',
    // Half of 4,900 for March; half of a seat more for 21 of its 31 days, 3,319 − 1,660; then two seats at list price.
    ends: {
      status: 'active',
      invoices: {
        signup: ['paid', 1_999],
        'upgrade 1': ['paid', 1_900],
        'renewal 2024-02-29': ['paid', 2_450],
        'quantity 2': ['paid', 1_659],
        'renewal 2024-03-31': ['paid', 9_800],
      },
    },
  },
  {
    source: 'matrix 9 and section 6: credit only for what was collected; by hand: 9995 − 999 × 19 / 29',
    name: 'a switch to a year is lowered itself, and credits what was paid of the month',
    policy: withYears,
    commands: [
      ['2024-01-30', apply('half')],
      ['2024-01-31', pro],
      ['2024-02-10', { do: 'change plan', plan: 'yearly' }],
    ],
    until: '2024-02-20',
    ends: { status: 'active', plan: 'yearly', cash: 999 + 9_995 - 655 },
  },
  {
    source: 'matrix section 6: refunds give back what was paid; 11: credit only for what was collected',
    name: 'a refund gives back what was paid, not the list price',
    policy,
    commands: [
      ['2024-01-30', apply('half')],
      ['2024-01-31', pro],
      ['2024-02-10', { do: 'refund' }],
    ],
    until: '2024-02-20',
    ends: { status: 'active', cash: 0, receivable: 0, invoices: { signup: ['paid', 999] } },
  },
  {
    source: 'matrix 11 and 21: by hand, 999 × 19 / 29 of the pause; nothing of a period that was free',
    name: 'a pause credits what was paid for the rest of the period',
    policy,
    commands: [
      ['2024-01-30', apply('half')],
      ['2024-01-31', pro],
      ['2024-02-10', { do: 'pause' }],
    ],
    until: '2024-02-20',
    ends: { status: 'paused', cash: 999, balance: 655 },
  },
  {
    source: 'matrix 1 Fh: an offer that nobody takes leaves nothing',
    name: 'an offer that was never paid has not used up a coupon for once',
    policy,
    commands: [
      ['2024-01-30', apply('third')],
      ['2024-01-31', pro],
      ['2024-02-05', pro],
    ],
    outcomes: { signup: ['hard'] },
    until: '2024-03-06',
    ends: { status: 'active', cash: 1_339 + 1_999, refusals: [] },
  },
  {
    source: 'SN: amounts in the smallest unit ●; by hand: 980 × 0.67 = 656.6, and 1500 × 0.67 × 19 / 29 − 657 × 19 / 29 = 658 − 430',
    name: 'a discount in yen is whole yen',
    policy: {
      coupons,
      currency: 'jpy',
      plans: [
        { key: 'pro', price: minor(980), interval: 'month' },
        { key: 'team', price: minor(1_500), interval: 'month' },
      ],
    },
    commands: [
      ['2024-01-30', apply('third')],
      ['2024-01-31', pro],
      ['2024-02-10', toTeam],
    ],
    until: '2024-02-20',
    ends: { status: 'active', cash: 657 + 228 },
  },
  {
    source: 'SD/currencies, three-decimal currencies ●: by hand, 3.990 × 0.67 = 2.6733, charged as 2.670',
    name: 'a discount in dinars leaves what cards can be charged',
    policy: { coupons, currency: 'kwd', plans: [{ key: 'pro', price: minor(3_990), interval: 'month' }] },
    commands: [
      ['2024-01-30', apply('third')],
      ['2024-01-31', pro],
    ],
    until: '2024-02-20',
    ends: { status: 'active', cash: 2_670 },
  },
  {
    source: 'SN Subscription.discounts ●: several stack, each of what is left; our order; by hand: 1999 − 1000 = 999, less 330, less 500',
    name: 'several coupons lower a period in the catalogue’s order, whichever came first',
    policy: stacked,
    commands: [
      ['2024-01-28', apply('five')],
      ['2024-01-29', apply('third')],
      ['2024-01-30', apply('half')],
      ['2024-01-31', pro],
    ],
    until: '2024-02-10',
    ends: { status: 'active', cash: 169, invoices: { signup: ['paid', 169] } },
  },
  {
    source: 'SN Coupon.duration ●: each is counted by itself; by hand: 169 as above, 999 − 500, then 999',
    name: 'of several coupons each lasts by itself: one for once, one for two months, one for ever',
    policy: stacked,
    commands: [
      ['2024-01-28', apply('five')],
      ['2024-01-29', apply('third')],
      ['2024-01-30', apply('half')],
      ['2024-01-31', pro],
    ],
    until: '2024-04-02',
    ends: {
      status: 'active',
      cash: 169 + 499 + 999,
      invoices: { signup: ['paid', 169], 'renewal 2024-02-29': ['paid', 499], 'renewal 2024-03-31': ['paid', 999] },
    },
  },
  {
    source: 'our rule: never less than nothing; matrix, outcome 25',
    name: 'what is left of a period that coupons make free is nothing, and no amount is taken off it',
    policy: stacked,
    commands: [
      ['2024-01-29', apply('five')],
      ['2024-01-30', apply('free')],
      ['2024-01-31', pro],
    ],
    until: '2024-03-01',
    ends: { status: 'active', attempts: 1, cash: 1_499, invoices: { signup: ['paid', 0], 'renewal 2024-02-29': ['paid', 1_499] } },
  },
  {
    source: 'by hand: (4900 − 2450 − 500) × 19 / 29 − 499 × 19 / 29 = 1278 − 327',
    name: 'an upgrade under several coupons costs the difference of the prices that all of them have lowered',
    policy: stacked,
    commands: [
      ['2024-01-29', apply('five')],
      ['2024-01-30', apply('half')],
      ['2024-01-31', pro],
      ['2024-02-10', toTeam],
    ],
    until: '2024-02-20',
    ends: { status: 'active', plan: 'team', cash: 499 + 951, invoices: { signup: ['paid', 499], 'upgrade 1': ['paid', 951] } },
  },
  {
    source: 'our rule: what was agreed for a period stands; a removal takes one, and the others stay',
    name: 'one of several coupons is removed by name, and counts to the end of the period',
    policy: stacked,
    commands: [
      ['2024-01-29', apply('five')],
      ['2024-01-30', apply('half')],
      ['2024-01-31', pro],
      ['2024-02-05', { do: 'remove coupon' }],
      ['2024-02-06', { do: 'remove coupon', coupon: 'third' }],
      ['2024-02-07', { do: 'remove coupon', coupon: 'half' }],
    ],
    until: '2024-04-02',
    ends: {
      status: 'active',
      cash: 499 + 1_499 + 1_999,
      refusals: ['several coupons may count at once; say which', '"third" is not in hand'],
    },
  },
  {
    source: 'our rule: of one coupon there is one in hand; redeemed again it counts anew',
    name: 'a coupon that was used up counts once more when it is redeemed again, and none twice at a time',
    policy: stacked,
    commands: [
      ['2024-01-29', apply('third')],
      ['2024-01-30', apply('third')],
      ['2024-01-31', pro],
      ['2024-03-10', apply('third')],
    ],
    until: '2024-04-02',
    ends: { status: 'active', cash: 1_339 + 1_999 + 1_339 },
  },
  {
    source: 'our rule: one at a time, unless policy says otherwise',
    name: 'where one coupon counts at a time it may be removed by name, and another one cannot',
    policy,
    commands: [
      ['2024-01-29', apply('five')],
      ['2024-01-30', apply('half')],
      ['2024-01-31', pro],
      ['2024-02-05', { do: 'remove coupon', coupon: 'five' }],
      ['2024-02-07', { do: 'remove coupon', coupon: 'half' }],
    ],
    until: '2024-03-02',
    ends: { status: 'active', cash: 999 + 1_999, refusals: ['"five" is not in hand'] },
  },
  {
    source: 'our rule: the catalogue says what can be redeemed',
    name: 'a coupon that is not in the catalogue is refused, and so is taking away none',
    policy,
    commands: [
      ['2024-01-31', pro],
      ['2024-02-01', apply('nothing')],
      ['2024-02-02', { do: 'remove coupon' }],
    ],
    until: '2024-02-10',
    ends: { status: 'active', refusals: ['there is no coupon "nothing"', 'there is no coupon to remove'] },
  },
]

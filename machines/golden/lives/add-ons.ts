import type { Command } from '../../domain/command.ts'
import { days } from '../../domain/instant.ts'
import { minor } from '../../domain/money.ts'
import { type AddOn, defaultPolicy, type Policy } from '../../domain/policy.ts'
import type { LifeCase } from './life-case.ts'

const pro: Command = { do: 'subscribe', plan: 'pro', quantity: 1, method: 'card' }
const storage = (quantity: number): Command => ({ do: 'change add-on', addOn: 'storage', quantity })
const storageNow = (quantity: number): Command => ({ do: 'change add-on', addOn: 'storage', quantity, when: 'now' })
const toYearly: Command = { do: 'change plan', plan: 'yearly' }

const addOns: readonly AddOn[] = [
  { key: 'storage', prices: { month: minor(500), year: minor(5_000) } },
  { key: 'support', prices: { month: minor(1_000) } },
]
const policy: Partial<Policy> = {
  addOns,
  plans: [...defaultPolicy.plans, { key: 'yearly', price: minor(19_990), interval: 'year' }],
  coupons: [
    { key: 'half', off: { percent: 50 }, lasts: 'forever' },
    { key: 'five', off: { amount: minor(500) }, lasts: 'forever' },
  ],
}

/** What is bought beside a plan: 500 a month for storage, 1,999 for pro; February has 29 days. */
export const addOnLives: readonly LifeCase[] = [
  {
    source: 'matrix 8 S; by hand: 2 × 500 × 19 / 29',
    name: 'an add-on is paid for the rest of the period now, and renewed with the plan',
    policy,
    commands: [
      ['2024-01-31', pro],
      ['2024-02-10', storage(2)],
    ],
    until: '2024-03-02',
    ends: {
      status: 'active',
      plan: 'pro',
      quantity: 1,
      addOns: { storage: 2 },
      cash: 1_999 + 655 + 2_999,
      invoices: { signup: ['paid', 1_999], 'add-on 1': ['paid', 655], 'renewal 2024-02-29': ['paid', 2_999] },
    },
  },
  {
    source: 'matrix 8 Fh: as 6, an unpaid change leaves everything as it was',
    name: 'an add-on that is declined is not held and owes nothing',
    policy,
    commands: [
      ['2024-01-31', pro],
      ['2024-02-10', storage(2)],
    ],
    outcomes: { 'add-on 1': ['hard'] },
    until: '2024-03-02',
    ends: { status: 'active', addOns: {}, cash: 2 * 1_999, receivable: 0 },
  },
  {
    source: 'matrix 8 and 7; by hand: 500 × 19 / 29, then 1500 × 9 / 29 − 500 × 9 / 29 = 466 − 155',
    name: 'more of an add-on costs the difference, whatever the plan costs',
    policy,
    commands: [
      ['2024-01-31', pro],
      ['2024-02-10', storage(1)],
      ['2024-02-20', storage(3)],
    ],
    until: '2024-02-25',
    ends: { status: 'active', addOns: { storage: 3 }, cash: 1_999 + 328 + 311 },
  },
  {
    source: 'matrix 12: add-on removal at period end as 10',
    name: 'an add-on that is taken off stays to the period’s end, and is not renewed',
    policy,
    commands: [
      ['2024-01-31', pro],
      ['2024-02-10', storage(2)],
      ['2024-02-20', storage(0)],
    ],
    until: '2024-03-02',
    ends: { status: 'active', addOns: {}, cash: 1_999 + 655 + 1_999, balance: 0 },
  },
  {
    source: 'matrix 12: now as 11; by hand: 1000 × 9 / 29 = 310.34',
    name: 'an add-on that is taken off at once credits the rest of it, and nothing of the plan',
    policy,
    commands: [
      ['2024-01-31', pro],
      ['2024-02-10', storage(2)],
      ['2024-02-20', storageNow(0)],
    ],
    until: '2024-02-25',
    ends: { status: 'active', plan: 'pro', addOns: {}, cash: 1_999 + 655, balance: 310 },
  },
  {
    source: 'matrix 12 and 10: fewer of it, and the difference',
    name: 'fewer of an add-on at once credit those that are given up',
    policy,
    commands: [
      ['2024-01-31', pro],
      ['2024-02-10', storage(2)],
      ['2024-02-20', storageNow(1)],
    ],
    until: '2024-03-02',
    ends: { status: 'active', addOns: { storage: 1 }, cash: 1_999 + 655 + 2_499 - 155, balance: 0 },
  },
  {
    source: 'matrix 6: proration per item; by hand: 500 × 24 / 29, then 3210 − 1310',
    name: 'an upgrade of the plan leaves the add-on as it is',
    policy,
    commands: [
      ['2024-01-31', pro],
      ['2024-02-05', storage(1)],
      ['2024-02-10', { do: 'change plan', plan: 'team' }],
    ],
    until: '2024-03-02',
    ends: { status: 'active', plan: 'team', addOns: { storage: 1 }, cash: 1_999 + 414 + 1_900 + 5_400 },
  },
  {
    source: 'matrix 9; by hand: 19990 + 5000, less 1310 and 328 of the month',
    name: 'a switch to a year takes the add-on along, at its price by the year',
    policy,
    commands: [
      ['2024-01-31', pro],
      ['2024-02-05', storage(1)],
      ['2024-02-10', toYearly],
    ],
    until: '2024-02-20',
    ends: { status: 'active', plan: 'yearly', addOns: { storage: 1 }, cash: 1_999 + 414 + 23_352 },
  },
  {
    source: 'our rule: a switch takes along what is scheduled for the next period',
    name: 'an add-on that was to go with the period is not in the year that begins instead',
    policy,
    commands: [
      ['2024-01-31', pro],
      ['2024-02-05', storage(1)],
      ['2024-02-06', storage(0)],
      ['2024-02-10', toYearly],
    ],
    until: '2024-02-20',
    ends: { status: 'active', plan: 'yearly', addOns: {}, cash: 1_999 + 414 + 18_352 },
  },
  {
    source: 'our rule: the catalogue says what is sold by which interval',
    name: 'what is not sold by the year keeps a subscription in its month, and a year without it',
    policy,
    commands: [
      ['2024-01-31', pro],
      ['2024-02-05', { do: 'change add-on', addOn: 'support', quantity: 1 }],
      ['2024-02-10', toYearly],
      ['2024-02-11', { do: 'change add-on', addOn: 'support', quantity: 0, when: 'now' }],
      ['2024-02-12', toYearly],
      ['2024-02-13', { do: 'change add-on', addOn: 'support', quantity: 1 }],
      ['2024-02-14', { do: 'change add-on', addOn: 'gold', quantity: 1 }],
    ],
    until: '2024-02-20',
    ends: {
      status: 'active',
      plan: 'yearly',
      addOns: {},
      refusals: [
        'something that is held beside the plan is not sold by that interval; take it off first',
        'it is not sold by the year',
        'there is no add-on "gold"',
      ],
    },
  },
  {
    source: 'our rule: per cent are of everything; by hand: 500 × 19 / 29',
    name: 'a percentage lowers an add-on as well',
    policy,
    commands: [
      ['2024-01-30', { do: 'apply coupon', coupon: 'half' }],
      ['2024-01-31', pro],
      ['2024-02-10', storage(2)],
    ],
    until: '2024-03-02',
    ends: { status: 'active', cash: 999 + 328 + 999 + 500 },
  },
  {
    source: 'our rule: an amount is off the plan',
    name: 'an amount is off the plan and of an add-on nothing',
    policy,
    commands: [
      ['2024-01-30', { do: 'apply coupon', coupon: 'five' }],
      ['2024-01-31', pro],
      ['2024-02-10', storage(2)],
    ],
    until: '2024-03-02',
    ends: { status: 'active', cash: 1_499 + 655 + 1_499 + 1_000 },
  },
  {
    source: 'matrix section 6: tax by line; by hand: 655 × 0.19 = 124.45, 1999 × 0.19 = 379.81, 1000 × 0.19',
    name: 'each item is taxed by itself',
    policy: { ...policy, taxes: { prices: 'exclusive', rates: [{ place: 'hamburg', percent: 19 }] } },
    commands: [
      ['2024-01-31', { ...pro, place: 'hamburg' }],
      ['2024-02-10', storage(2)],
    ],
    until: '2024-03-02',
    ends: { status: 'active', cash: 2_379 + 779 + 2_379 + 1_190, tax: 380 + 124 + 380 + 190 },
  },
  {
    source: 'matrix 21; by hand: 1999 × 9 / 29 and 655 × 9 / 19',
    name: 'a pause credits all that was paid, the add-on too, and what is resumed has it again',
    policy,
    commands: [
      ['2024-01-31', pro],
      ['2024-02-10', storage(2)],
      ['2024-02-20', { do: 'pause' }],
      ['2024-02-25', { do: 'resume' }],
    ],
    until: '2024-02-26',
    ends: { status: 'active', addOns: { storage: 2 }, balance: 0, cash: 1_999 + 655 + 2_999 - 930 },
  },
  {
    source: 'matrix 8 and 2: a trial costs nothing, whatever is bought',
    name: 'an add-on of a trial is held at once and charged with the first period',
    policy,
    commands: [
      ['2024-01-17', { ...pro, trial: days(14) }],
      ['2024-01-20', storage(1)],
    ],
    until: '2024-02-01',
    ends: { status: 'active', addOns: { storage: 1 }, cash: 2_499, attempts: 1 },
  },
  {
    source: 'matrix section 6: credit only for what was collected',
    name: 'an add-on whose money went back credits nothing, of the plan’s money neither',
    policy,
    commands: [
      ['2024-01-31', pro],
      ['2024-01-31T01:00:00Z', storage(4)],
      ['2024-02-01', { do: 'refund' }],
      ['2024-02-10', storageNow(0)],
    ],
    until: '2024-02-12',
    ends: { status: 'active', addOns: {}, cash: 1_999, balance: 0 },
  },
  {
    source: 'matrix 12, outcome 25: what was free credits nothing, and goes on as asked',
    name: 'fewer seats of a free period with an add-on are had at once, for no credit',
    policy: { ...policy, coupons: [{ key: 'free', off: { percent: 100 }, lasts: 'once' }] },
    commands: [
      ['2024-01-30', { do: 'apply coupon', coupon: 'free' }],
      ['2024-01-31', { ...pro, quantity: 2 }],
      ['2024-02-05', storage(2)],
      ['2024-02-10', { do: 'change quantity', quantity: 1, when: 'now' }],
    ],
    until: '2024-02-20',
    ends: { status: 'active', quantity: 1, addOns: { storage: 2 }, cash: 0, balance: 0 },
  },
  {
    source: 'matrix 8 X: as 6, from what is in force by then',
    name: 'an add-on that is lost to its bank is gone, and the plan stays',
    policy,
    commands: [
      ['2024-01-31', pro],
      ['2024-02-10', storage(2)],
    ],
    banks: [['2024-02-15', 'add-on 1', 'lost']],
    until: '2024-02-20',
    ends: {
      status: 'active',
      plan: 'pro',
      addOns: {},
      access: 'paid until 2024-02-29',
      invoices: { signup: ['paid', 1_999], 'add-on 1': ['charged back', 655] },
    },
  },
  {
    source: 'matrix 8 X: more of it is taken back, and what there was before stays',
    name: 'of an add-on only what was lost to its bank is gone',
    policy,
    commands: [
      ['2024-01-31', pro],
      ['2024-02-05', storage(1)],
      ['2024-02-10', storage(3)],
    ],
    banks: [['2024-02-15', 'add-on 2', 'lost']],
    until: '2024-02-20',
    ends: { status: 'active', plan: 'pro', addOns: { storage: 1 } },
  },
  {
    source: 'matrix 24 X: restored exactly as it was',
    name: 'an add-on is there again when the bank finds for us after all',
    policy,
    commands: [
      ['2024-01-31', pro],
      ['2024-02-10', storage(2)],
    ],
    banks: [
      ['2024-02-15', 'add-on 1', 'lost'],
      ['2024-02-18', 'add-on 1', 'won'],
    ],
    until: '2024-02-20',
    ends: { status: 'active', plan: 'pro', addOns: { storage: 2 }, balance: 0 },
  },
  {
    source: 'SN: amounts in the smallest unit ●; by hand: 300 × 19 / 29 = 196.55',
    name: 'an add-on in yen is whole yen',
    policy: {
      currency: 'jpy',
      plans: [{ key: 'pro', price: minor(980), interval: 'month' }],
      addOns: [{ key: 'storage', prices: { month: minor(300) } }],
    },
    commands: [
      ['2024-01-31', pro],
      ['2024-02-10', storage(1)],
    ],
    until: '2024-02-20',
    ends: { status: 'active', cash: 980 + 197 },
  },
  {
    source: 'SD/currencies, three-decimal currencies ●; by hand: 1.250 × 19 / 29 = 0.81897, charged as 0.820',
    name: 'an add-on in dinars comes to what cards take',
    policy: {
      currency: 'kwd',
      plans: [{ key: 'pro', price: minor(3_250), interval: 'month' }],
      addOns: [{ key: 'storage', prices: { month: minor(1_250) } }],
    },
    commands: [
      ['2024-01-31', pro],
      ['2024-02-10', storage(1)],
    ],
    until: '2024-02-20',
    ends: { status: 'active', cash: 3_250 + 820 },
  },
]

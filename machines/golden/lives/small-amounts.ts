import { days } from '../../domain/instant.ts'
import { minor } from '../../domain/money.ts'
import type { LifeCase } from './life-case.ts'

const pro = { do: 'subscribe', plan: 'pro', quantity: 1, method: 'card' } as const
const grant = (amount: number) => ({ do: 'grant credit', amount: minor(amount) }) as const
const toTeam = { do: 'change plan', plan: 'team' } as const
const renewal = 'renewal 2024-02-29'

/** Amounts below what is charged at all: 50 cents, 50 yen. Pro is 1,999 a month and team 4,900. */
export const smallAmountLives: readonly LifeCase[] = [
  {
    source: 'billing.md 1.1: an amount due below the minimum is marked paid and moved to the balance for the next invoice',
    name: 'what credit leaves of a renewal is too little to be charged, and comes with the next one',
    commands: [
      ['2024-01-31', pro],
      ['2024-02-10', grant(1_980)],
    ],
    until: '2024-03-02',
    ends: {
      status: 'active',
      access: 'paid until 2024-03-31',
      cash: 1_999,
      receivable: 0,
      balance: -19,
      invoices: { signup: ['paid', 1_999], [renewal]: ['paid', 1_999] },
      notices: ['receipt', 'confirmation', 'receipt'],
      attempts: 1,
    },
  },
  {
    source: 'matrix section 6: total − credit applied = amount due; a debt beside invoices is asked for with the next',
    name: 'the next renewal asks for what was too little before',
    commands: [
      ['2024-01-31', pro],
      ['2024-02-10', grant(1_980)],
    ],
    until: '2024-04-02',
    ends: { status: 'active', cash: 1_999 + 1_999 + 19, receivable: 0, balance: 0, attempts: 2 },
  },
  {
    source: 'the least charge itself is charged',
    name: 'fifty cents are charged',
    commands: [
      ['2024-01-31', pro],
      ['2024-02-10', grant(1_949)],
    ],
    until: '2024-03-02',
    ends: { status: 'active', cash: 1_999 + 50, balance: 0, attempts: 2 },
  },
  {
    source: 'matrix 6 S with nothing to charge: applied at once',
    name: 'an upgrade in the last minutes is too little to be charged, applies, and is paid with the renewal',
    commands: [
      ['2024-01-31', pro],
      ['2024-02-28T22:00:00Z', toTeam],
    ],
    until: '2024-03-02',
    // 2,901 × 2 / 696 hours.
    ends: { status: 'active', plan: 'team', cash: 1_999 + 4_900 + 8, balance: 0, attempts: 2 },
  },
  {
    source: 'our design: a debt beside invoices meets credit first',
    name: 'credit that is granted later pays what was too little to be charged',
    commands: [
      ['2024-01-31', pro],
      ['2024-02-28T22:00:00Z', toTeam],
      ['2024-02-28T23:00:00Z', grant(500)],
    ],
    until: '2024-03-02',
    ends: { status: 'active', plan: 'team', cash: 1_999 + 4_900 - 492, balance: 0 },
  },
  {
    source: 'matrix form P: what is left of a renewal is too little to be charged',
    name: 'a bank transfer some cents short renews, and the cents come with the next period',
    commands: [
      ['2024-01-31', pro],
      ['2024-03-01', { do: 'mark paid', amount: minor(1_980) }],
      ['2024-03-02', { do: 'update method', method: 'card' }],
    ],
    outcomes: { [renewal]: ['hard'] },
    until: '2024-04-02',
    ends: { status: 'active', cash: 1_999 + 1_999 + 19, bank: 1_980, receivable: 0, balance: 0 },
  },
  {
    source: 'our design: the bank takes any amount',
    name: 'what is sent on terms is paid to the cent, however little is left',
    commands: [
      ['2024-01-31', { do: 'subscribe', plan: 'pro', quantity: 1, terms: days(14) }],
      ['2024-02-05', { do: 'mark paid', amount: minor(1_980) }],
    ],
    until: '2024-02-15',
    ends: { status: 'past due', access: 'none', bank: 1_980, receivable: 19, balance: 0 },
  },
  {
    source: 'matrix 18: a debt is charged to a card',
    name: 'nobody pays so little of a debt, or leaves so little of it, that no card could be charged',
    commands: [
      ['2024-01-31', pro],
      ['2024-03-20', { do: 'update method', method: 'card' }],
      ['2024-03-21', { do: 'pay debt', amount: minor(20) }],
      ['2024-03-21', { do: 'pay debt', amount: minor(1_980) }],
    ],
    outcomes: { [renewal]: ['hard'] },
    until: '2024-03-22',
    ends: {
      status: 'canceled',
      cash: 1_999,
      refusals: ['no card is charged less than 0.50 usd', 'what is left would be too little to be charged; pay it all'],
    },
  },
  {
    source: 'matrix 17: what comes to nothing gives back what it took, debts beside invoices as well',
    name: 'a renewal that is never paid leaves what was too little before where it was',
    commands: [
      ['2024-01-31', pro],
      ['2024-02-10', grant(1_980)],
    ],
    outcomes: { 'renewal 2024-03-31': ['soft', 'soft', 'soft', 'soft'] },
    until: '2024-04-20',
    ends: { status: 'canceled', cash: 1_999, receivable: 0, balance: -19 },
  },
  {
    source: 'the least charge in a currency without decimals',
    name: 'forty yen are too few',
    policy: { currency: 'jpy', plans: [{ key: 'pro', price: minor(1_980), interval: 'month' }] },
    commands: [
      ['2024-01-31', pro],
      ['2024-02-10', grant(1_940)],
    ],
    until: '2024-03-02',
    ends: { status: 'active', cash: 1_980, balance: -40, attempts: 1 },
  },
  {
    source: 'the least charge in a currency of three decimals is an input of policy',
    name: 'a hundred fils are too few where policy says so, and are charged where it says nothing',
    policy: { currency: 'kwd', minimumCharge: minor(150), plans: [{ key: 'pro', price: minor(6_500), interval: 'month' }] },
    commands: [
      ['2024-01-31', pro],
      ['2024-02-10', grant(6_400)],
    ],
    until: '2024-04-02',
    ends: { status: 'active', cash: 6_500 + 6_600, balance: 0, attempts: 2 },
  },
]

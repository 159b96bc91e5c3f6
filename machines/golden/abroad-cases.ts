import type { Command } from '../domain/command.ts'
import { days } from '../domain/instant.ts'
import { minor } from '../domain/money.ts'
import type { LifeCase } from './lives/life-case.ts'

const pro: Command = { do: 'subscribe', plan: 'pro', quantity: 1, method: 'card' }
const basic: Command = { ...pro, plan: 'basic' }
const toTeam: Command = { do: 'change plan', plan: 'team' }

/** Lives in other zones and currencies; instants are those of UTC, dates of periods those of the zone. */
export const abroadCases: readonly LifeCase[] = [
  {
    source: 'by hand: 10 March 2024 has no 2:30 in New York → 3:30; from April on 2:30 EDT',
    name: 'a renewal at an hour that the clocks leave out comes an hour later by them, and once',
    policy: { zone: 'America/New_York' },
    commands: [['2024-02-10T07:30:00Z', pro]],
    until: '2024-03-12',
    ends: {
      status: 'active',
      periodEnd: '2024-04-10T06:30:00Z',
      access: 'paid until 2024-04-10T06:30:00Z',
      invoices: { signup: ['paid', 1_999], 'renewal 2024-03-10': ['paid', 1_999] },
      cash: 2 * 1_999,
    },
  },
  {
    source: 'by hand: 3 November 2024 has 1:30 twice in New York → the first; killbill/killbill#743',
    name: 'a renewal at an hour that comes twice comes once',
    policy: { zone: 'America/New_York' },
    commands: [['2024-10-03T05:30:00Z', pro]],
    until: '2024-11-05',
    ends: {
      status: 'active',
      periodEnd: '2024-12-03T06:30:00Z',
      invoices: { signup: ['paid', 1_999], 'renewal 2024-11-03': ['paid', 1_999] },
    },
  },
  {
    source: 'by hand: 22:00 of 31 January in New York, where UTC is in February; getlago/lago-api#1840',
    name: 'the last evening of a month stays in its month, and periods are named by the days there',
    policy: { zone: 'America/New_York' },
    commands: [['2024-02-01T03:00:00Z', pro]],
    until: '2024-04-03',
    ends: {
      status: 'active',
      periodEnd: '2024-05-01T02:00:00Z',
      invoices: { signup: ['paid', 1_999], 'renewal 2024-02-29': ['paid', 1_999], 'renewal 2024-03-31': ['paid', 1_999] },
    },
  },
  {
    source: 'by hand: Samoa went from 29 to 31 December 2011',
    name: 'who would be renewed on a day that does not exist is renewed on the next',
    policy: { zone: 'Pacific/Apia' },
    commands: [['2011-11-30T19:00:00Z', pro]],
    until: '2012-01-02',
    ends: {
      status: 'active',
      periodEnd: '2012-01-29T19:00:00Z',
      invoices: { signup: ['paid', 1_999], 'renewal 2011-12-31': ['paid', 1_999] },
    },
  },
  {
    source: 'matrix 6 S; by hand: March 2024 in New York has 743 hours; 4900 × 527 / 743 − 1999 × 527 / 743 = 3476 − 1418',
    name: 'an upgrade on the day on which the clocks are put on pays for the hours that are left',
    policy: { zone: 'America/New_York' },
    commands: [
      ['2024-03-01T05:00:00Z', pro],
      ['2024-03-10T05:00:00Z', toTeam],
    ],
    until: '2024-03-20',
    ends: { status: 'active', plan: 'team', periodEnd: '2024-04-01T04:00:00Z', cash: 1_999 + 2_058 },
  },
  {
    source: 'our design: a trial is a span of time, its end is the anchor; by hand: 14 × 24 hours after midnight EST it is 1:00 EDT',
    name: 'a trial over a change of clocks is as long as any other',
    policy: { zone: 'America/New_York' },
    commands: [['2024-03-01T05:00:00Z', { ...pro, trial: days(14) }]],
    until: '2024-03-20',
    ends: { status: 'active', periodEnd: '2024-04-15T05:00:00Z', invoices: { 'renewal 2024-03-15': ['paid', 1_999] } },
  },
  {
    source: 'SD/currencies, three-decimal currencies ●; by hand: 14900 × 19 / 29 − 3000 × 19 / 29 = 9760 − 1970',
    name: 'an upgrade in dinars comes to whole tens of fils',
    policy: {
      currency: 'kwd',
      plans: [
        { key: 'basic', price: minor(3_000), interval: 'month' },
        { key: 'team', price: minor(14_900), interval: 'month' },
      ],
    },
    commands: [
      ['2024-01-31', basic],
      ['2024-02-10', toTeam],
    ],
    until: '2024-02-20',
    ends: { status: 'active', plan: 'team', cash: 3_000 + 7_790, invoices: { signup: ['paid', 3_000], 'upgrade 1': ['paid', 7_790] } },
  },
  {
    source: 'SD/currencies, three-decimal currencies ●: refunds too',
    name: 'what no card takes is not returned either',
    policy: { currency: 'bhd', plans: [{ key: 'basic', price: minor(3_000), interval: 'month' }] },
    commands: [
      ['2024-01-31', basic],
      ['2024-02-01', { do: 'refund', amount: minor(1_005) }],
      ['2024-02-02', { do: 'refund', amount: minor(1_000) }],
    ],
    until: '2024-02-20',
    ends: { status: 'active', cash: 2_000, refusals: ['cards take and give back whole multiples of 0.010 bhd'] },
  },
  {
    source: 'SN: amounts in the smallest unit ●; by hand: 19900 × 19 / 29 − 9900 × 19 / 29 = 13038 − 6486',
    name: 'an upgrade in won is whole won',
    policy: {
      currency: 'krw',
      plans: [
        { key: 'basic', price: minor(9_900), interval: 'month' },
        { key: 'team', price: minor(19_900), interval: 'month' },
      ],
    },
    commands: [
      ['2024-01-31', basic],
      ['2024-02-10', toTeam],
    ],
    until: '2024-02-20',
    ends: { status: 'active', plan: 'team', cash: 9_900 + 6_552 },
  },
]

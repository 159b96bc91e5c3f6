import type { Zone } from '../domain/policy.ts'
import { zoneCalendarCases, zoneProrationCases } from './zone-cases.ts'

/** The n-th boundary of an anchor. @source a key of a vendor's document, or our own design's section */
export interface CalendarCase {
  readonly source: string
  readonly anchor: string
  readonly interval: 'week' | 'month' | 'year'
  /** UTC where none is named. Boundaries are written in UTC all the same. */
  readonly zone?: Zone
  readonly boundaries: readonly string[]
}

/** A piece of a price. */
export interface ProrationCase {
  readonly source: string
  readonly name: string
  readonly price: number
  readonly period: readonly [string, string]
  readonly span: readonly [string, string]
  /** What can be charged is a whole multiple of so many minor units; 1 where nothing is said. */
  readonly unit?: number
  readonly piece: number
}

export const calendarCases: readonly CalendarCase[] = [
  {
    source: 'SD/billing/subscriptions/billing-cycle ●',
    anchor: '2024-01-31',
    interval: 'month',
    boundaries: ['2024-01-31', '2024-02-29', '2024-03-31', '2024-04-30', '2024-05-31'],
  },
  {
    source: 'SD/billing/subscriptions/billing-cycle ●',
    anchor: '2023-01-31',
    interval: 'month',
    boundaries: ['2023-01-31', '2023-02-28', '2023-03-31'],
  },
  {
    source: 'SD/billing/subscriptions/billing-cycle ●: anchor and month',
    anchor: '2024-02-29',
    interval: 'year',
    boundaries: ['2024-02-29', '2025-02-28', '2026-02-28', '2027-02-28', '2028-02-29'],
  },
  {
    source: 'SN, anchor fixes day of week ●',
    anchor: '2024-02-26T23:30:00Z',
    interval: 'week',
    boundaries: ['2024-02-26T23:30:00Z', '2024-03-04T23:30:00Z', '2024-03-11T23:30:00Z'],
  },
  {
    source: 'Gregorian rule: 2100 is no leap year',
    anchor: '2099-12-31',
    interval: 'month',
    boundaries: ['2099-12-31', '2100-01-31', '2100-02-28'],
  },
  ...zoneCalendarCases,
]

export const prorationCases: readonly ProrationCase[] = [
  {
    source: 'our design: by seconds',
    name: 'half of a 30-day month',
    price: 1_000,
    period: ['2024-04-01', '2024-05-01'],
    span: ['2024-04-16', '2024-05-01'],
    piece: 500,
  },
  {
    source: 'our design: half rounded up once a line',
    name: 'half a minor unit goes up',
    price: 1,
    period: ['2024-04-01', '2024-05-01'],
    span: ['2024-04-16', '2024-05-01'],
    piece: 1,
  },
  {
    source: 'our design: half rounded up once a line',
    name: 'less than half goes down',
    price: 1,
    period: ['2024-04-01', '2024-05-01'],
    span: ['2024-04-16T00:00:01Z', '2024-05-01'],
    piece: 0,
  },
  {
    source: 'by hand: 1999 × 19 / 29',
    name: 'the rest of a leap February',
    price: 1_999,
    period: ['2024-01-31', '2024-02-29'],
    span: ['2024-02-10', '2024-02-29'],
    piece: 1_310,
  },
  {
    source: 'SN: amounts in the smallest unit, JPY 100 is 100 yen ●; by hand: 980 × 10 / 30',
    name: 'yen have no decimals',
    price: 980,
    period: ['2024-04-01', '2024-05-01'],
    span: ['2024-04-21', '2024-05-01'],
    piece: 327,
  },
  ...zoneProrationCases,
]

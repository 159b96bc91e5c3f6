import { expect, it } from 'vitest'
import type { Command } from './domain/command.ts'
import { days, later, utc } from './domain/instant.ts'
import { minor } from './domain/money.ts'
import { defaultPolicy } from './domain/policy.ts'
import { type Outcome, play } from './golden/play.ts'
import { historyOf } from './history.ts'

const start = utc('2024-01-31')
const subscribe: Command = { do: 'subscribe', plan: 'pro', quantity: 1, method: 'card' }
type Then = readonly [after: number, command: Command]

/** `signup paid`, `renewal 2024-02-29 open` */
const told = (until: string, outcomes: Record<string, readonly Outcome[]> = {}, then: readonly Then[] = [], policy = defaultPolicy) => {
  const commands = [{ at: start, command: subscribe }, ...then.map(([after, command]) => ({ at: later(start, days(after)), command }))]
  return historyOf(play({ commands, outcomes, until: utc(until) }, policy).state).map(
    ({ invoice, label }) => `${invoice.slice(invoice.lastIndexOf('/') + 1)} ${label}`,
  )
}

it('calls paid what money came in for, and tells what of it went back', () => {
  expect(told('2024-02-05')).toEqual(['signup paid'])
  expect(told('2024-02-05', {}, [[1, { do: 'refund', amount: minor(500) }]])).toEqual(['signup partly refunded'])
  expect(told('2024-02-05', {}, [[1, { do: 'refund' }]])).toEqual(['signup refunded'])
})

it('keeps apart an offer that stands, an offer that expired, and a debt', () => {
  expect(told('2024-01-31T05:00Z', { signup: ['soft'] })).toEqual(['signup offered'])
  expect(told('2024-02-03', { signup: ['soft'] })).toEqual(['signup voided'])
  expect(told('2024-03-01', { 'renewal 2024-02-29': ['soft'] })).toEqual(['signup paid', 'renewal 2024-02-29 open'])
})

it('calls neither paid: a debt that was taken back, and one that was given up', () => {
  const unpaid: readonly Outcome[] = ['soft', 'soft', 'soft', 'soft']
  expect(told('2024-03-03', { 'renewal 2024-02-29': unpaid }, [[31, { do: 'cancel', when: 'now' }]])).toEqual([
    'signup paid',
    'renewal 2024-02-29 voided',
  ])
  expect(told('2024-03-30', { 'renewal 2024-02-29': unpaid })).toEqual(['signup paid', 'renewal 2024-02-29 written off'])
})

it('calls paid what was given up and paid after all', () => {
  const asked: readonly Outcome[] = ['action']
  expect(told('2024-04-30', { 'renewal 2024-02-29': asked }, [[80, { do: 'pay debt' }]])).toEqual([
    'signup paid',
    'renewal 2024-02-29 paid',
  ])
})

it('says that nothing was due where nothing was', () => {
  const free = { ...defaultPolicy, plans: defaultPolicy.plans.map((plan) => ({ ...plan, price: minor(0) })) }
  expect(told('2024-02-05', {}, [], free)).toEqual(['signup nothing due'])
})

it('goes by the postings, whatever the invoice claims', () => {
  const { state } = play({ commands: [{ at: start, command: subscribe }], outcomes: {}, until: utc('2024-02-05') }, defaultPolicy)
  const claimed = state.invoices.map((invoice) => ({ ...invoice, state: 'uncollectible' as const, paid: minor(0) }))
  expect(historyOf({ ...state, invoices: claimed })).toEqual([
    { who: 'ada', invoice: 'ada/sub 1/signup', label: 'paid', received: 1_999, returned: 0 },
  ])
  expect(historyOf({ ...state, ledger: [] }).map(({ label }) => label)).toEqual(['voided'])
})

it('calls paid what came by the bank', () => {
  const declined: readonly Outcome[] = ['hard']
  expect(told('2024-03-10', { 'renewal 2024-02-29': declined }, [[31, { do: 'mark paid' }]])).toEqual([
    'signup paid',
    'renewal 2024-02-29 paid',
  ])
  expect(told('2024-03-10', { 'renewal 2024-02-29': declined }, [[31, { do: 'write off' }]])).toEqual([
    'signup paid',
    'renewal 2024-02-29 written off',
  ])
})

it('calls partly paid what was given up before the rest came', () => {
  const declined: readonly Outcome[] = ['hard']
  const part: Command = { do: 'mark paid', amount: minor(500) }
  const ends = (policy = defaultPolicy) => told('2024-04-10', { 'renewal 2024-02-29': declined }, [[31, part]], policy).at(-1)
  expect(ends()).toBe('renewal 2024-02-29 partly paid')
  expect(ends({ ...defaultPolicy, partialPayment: 'give back' })).toBe('renewal 2024-02-29 written off')
  expect(
    told('2024-04-10', { 'renewal 2024-02-29': declined }, [
      [31, part],
      [32, { do: 'void invoice' }],
    ]).at(-1),
  ).toBe('renewal 2024-02-29 voided')
})

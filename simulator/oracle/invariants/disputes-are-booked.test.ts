import { minor, utc } from '#machines'
import { expect, test } from 'vitest'
import { clausesOf, disputeOf, healthyLedger, invoiceOf, postingOf, renewalOf, sceneOf } from '../scene-of.fixture.ts'
import { disputesAreBooked } from './disputes-are-booked.ts'

const taken = disputeOf({})
const kept = disputeOf({ status: 'lost', at: utc('2024-02-12'), moved: minor(0) })
const fee = { id: 'txn_ada_9', owner: 'ada', amount: minor(-1_500), cause: 'dp_ada_1', at: utc('2024-02-05'), isFee: true } as const
const fees = [postingOf('cash', -1_500, 'dp_ada_1'), postingOf('fees', -1_500, 'dp_ada_1')]
const held = [postingOf('cash', -999, 'dp_ada_1'), postingOf('held', 999, 'ada/sub 1/signup')]
const lost = [postingOf('held', -999, 'ada/sub 1/signup'), postingOf('revenue', -999, 'ada/sub 1/signup')]
const booked = (...postings: readonly (readonly ReturnType<typeof postingOf>[])[]) => ({ ledger: [...healthyLedger(), ...postings.flat()] })
const chargedBack = [invoiceOf({ status: 'charged back', paid: minor(999), disputed: minor(999) }), renewalOf({})]

test('nothing to do with banks is nothing to judge', () => {
  expect(disputesAreBooked.applies(sceneOf())).toBe(0)
  expect(clausesOf(disputesAreBooked, sceneOf())).toEqual(['nothing to judge'])
})

test('what a bank has is held, and its price is a fee', () => {
  const truth = { disputes: [taken], balance: [fee] }
  expect(clausesOf(disputesAreBooked, sceneOf({ truth, view: booked(held, fees) }))).toEqual([])
  expect(clausesOf(disputesAreBooked, sceneOf({ truth, view: booked(fees) }))).toEqual(['held'])
  expect(clausesOf(disputesAreBooked, sceneOf({ truth, view: booked(held) }))).toEqual(['fees'])
})

test('what a bank keeps was not earned, and its invoice says so', () => {
  const truth = { disputes: [taken, kept], balance: [fee] }
  expect(clausesOf(disputesAreBooked, sceneOf({ truth, view: { ...booked(held, lost, fees), invoices: chargedBack } }))).toEqual([])
  expect(clausesOf(disputesAreBooked, sceneOf({ truth, view: booked(held, lost, fees) }))).toEqual(['invoice'])
  const stillEarned = [postingOf('held', -999, 'ada/sub 1/signup')]
  expect(clausesOf(disputesAreBooked, sceneOf({ truth, view: { ...booked(held, stillEarned, fees), invoices: chargedBack } }))).toEqual([
    'revenue',
  ])
  expect(clausesOf(disputesAreBooked, sceneOf({ truth, view: { ...booked(held, fees), invoices: chargedBack } }))).toEqual([
    'held',
    'revenue',
  ])
})

test('what a bank gives back after all leaves the invoice paid', () => {
  const won = disputeOf({ status: 'won', at: utc('2024-03-01'), moved: minor(999) })
  const truth = { disputes: [taken, kept, won] }
  expect(clausesOf(disputesAreBooked, sceneOf({ truth }))).toEqual([])
  expect(clausesOf(disputesAreBooked, sceneOf({ truth, view: { invoices: chargedBack } }))).toEqual(['invoice'])
})

test('a part of a debt that is lost leaves the debt what it was', () => {
  const truth = { disputes: [taken, kept], balance: [fee] }
  const partly = [invoiceOf({ status: 'uncollectible', paid: minor(500) }), renewalOf({})]
  expect(clausesOf(disputesAreBooked, sceneOf({ truth, view: { ...booked(held, lost, fees), invoices: partly } }))).toEqual([])
})

test('what was paid whole and lost is charged back, not open again', () => {
  const truth = { disputes: [taken, kept], balance: [fee] }
  const reopened = [invoiceOf({ status: 'open', paid: minor(999) }), renewalOf({})]
  expect(clausesOf(disputesAreBooked, sceneOf({ truth, view: { ...booked(held, lost, fees), invoices: reopened } }))).toEqual(['invoice'])
})

test('word on its way is waited for', () => {
  expect(clausesOf(disputesAreBooked, sceneOf({ truth: { disputes: [taken], pending: ['dp_ada_1'] } }))).toEqual([])
})

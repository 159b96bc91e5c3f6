import { expect, it } from 'vitest'
import {
  days,
  decided,
  defaultPolicy,
  type Effect,
  type Fact,
  disputeTold,
  later,
  minor,
  paymentRead,
  paymentSucceeded,
  refundSucceeded,
  refundTold,
  utc,
} from '#machines'
import { toldTruth } from './told-truth.ts'

const at = utc('2025-03-01')
const attempt = 'ada/sub 1/signup/attempt 1'
const asked = {
  kind: 'start attempt',
  key: attempt,
  who: 'ada',
  attempt,
  invoice: 'ada/sub 1/signup',
  send: 1,
  amount: minor(1999),
  turn: 1,
}
const start = decided(asked as unknown as Effect, at)
const truth = (...facts: readonly Fact[]) => toldTruth([start, ...facts], defaultPolicy)
const paid = paymentSucceeded(attempt, { payment: 'pi_1', charge: 'ch_1' }, { at })

it('money that several facts tell of came once, when the earliest says', () => {
  const read = paymentRead(attempt, { status: 'paid', payment: 'pi_1', charge: 'ch_1' }, { start: at, end: later(at, days(1)) })
  for (const facts of [
    [paid, read],
    [read, paid],
  ])
    expect(truth(...facts).charges).toMatchObject([{ id: 'ch_1', amount: 1999, at, metadata: { invoice: 'ada/sub 1/signup' } }])
  expect(truth(read).charges).toMatchObject([{ at: later(at, days(1)) }])
  expect(truth(paymentRead(attempt, { status: 'not found' }, { start: at, end: at })).charges).toEqual([])
})

it('a refund that we asked for and were told of is one', () => {
  const refund = { kind: 'start refund', key: 'ada/r/try 1', who: 'ada', refund: 'ada/r', amount: minor(500), charge: 'ch_1', turn: 2 }
  const ours = [decided(refund as unknown as Effect, at), refundSucceeded('ada/r', 're_1', { at })]
  const told = refundTold('ada', { provider: 're_1', charge: 'ch_1', amount: minor(500) }, { at: later(at, days(1)) })
  expect(truth(paid, ...ours, told).refunds).toMatchObject([{ id: 're_1', charge: 'ch_1', amount: 500, at }])
  expect(truth(paid, told).refunds).toMatchObject([{ id: 're_1', at: later(at, days(1)) }])
})

it('of a dispute it knows what moved with each step', () => {
  const step = (stands: 'taken' | 'won' | 'lost', taken: number, day: number) =>
    disputeTold('ada', { dispute: 'dp_1', charge: 'ch_1', stands, taken: minor(taken), fees: minor(0) }, day, { at: later(at, days(day)) })
  const steps = truth(paid, step('won', 0, 3), step('taken', 1999, 2)).disputes
  expect(steps).toMatchObject([
    { status: 'needs response', moved: -1999, amount: 1999 },
    { status: 'won', moved: 1999 },
  ])
})

import { type CreditNoteRow, minor } from '#machines'
import { expect, test } from 'vitest'
import { clausesOf, disputeOf, march, refundOf, sceneOf, subscriptionOf, upgradeCharge } from '../scene-of.fixture.ts'
import { zeroRollbacks } from './zero-rollbacks.ts'

const pro = { subscriptions: [subscriptionOf({ plan: 'pro' })] }
const basic = { subscriptions: [subscriptionOf({})] }

test('a plan that stays is fine', () => {
  expect(clausesOf(zeroRollbacks, sceneOf({ before: pro, view: pro }))).toEqual([])
})

test('an upgrade that is taken back in the same period was rolled back', () => {
  expect(clausesOf(zeroRollbacks, sceneOf({ before: pro, view: basic }))).toEqual(['plan'])
})

test('so was a quantity', () => {
  const two = { subscriptions: [subscriptionOf({ quantity: 2 })] }
  expect(clausesOf(zeroRollbacks, sceneOf({ before: two, view: basic }))).toEqual(['quantity'])
})

test('at the period’s end a scheduled downgrade takes place', () => {
  expect(clausesOf(zeroRollbacks, sceneOf({ now: march, before: pro, view: basic }))).toEqual(['nothing to judge'])
})

test('who wants less at once gets a note of it; an old note explains no step back of today', () => {
  const note: CreditNoteRow = {
    id: 'ada/sub 1/signup/credit note 1',
    who: 'ada',
    invoice: 'ada/sub 1/signup',
    item: 'ada/sub 1',
    from: march,
    to: march,
    amount: minor(5),
    level: { plan: 'basic', quantity: 1 },
    at: march,
  }
  const credits = [note]
  expect(clausesOf(zeroRollbacks, sceneOf({ before: pro, view: { ...basic, credits } }))).toEqual([])
  expect(clausesOf(zeroRollbacks, sceneOf({ before: { ...pro, credits }, view: { ...basic, credits } }))).toEqual(['plan'])
  const other = [{ ...note, level: { plan: 'team', quantity: 1 } }]
  expect(clausesOf(zeroRollbacks, sceneOf({ before: pro, view: { ...basic, credits: other } }))).toEqual(['plan'])
})

test('money that went back takes its upgrade along', () => {
  const truth = { charges: [upgradeCharge({})], refunds: [refundOf({ charge: 'ch_ada_3' })] }
  expect(clausesOf(zeroRollbacks, sceneOf({ truth, before: pro, view: basic }))).toEqual([])
})

test('a bank takes an upgrade along only when it keeps the money, not while it asks or holds', () => {
  const judged = (status: 'needs response' | 'lost') =>
    clausesOf(
      zeroRollbacks,
      sceneOf({ truth: { charges: [upgradeCharge({})], disputes: [disputeOf({ charge: 'ch_ada_3', status })] }, before: pro, view: basic }),
    )
  expect(judged('lost')).toEqual([])
  expect(judged('needs response')).toEqual(['plan'])
})

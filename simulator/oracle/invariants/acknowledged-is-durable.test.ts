import { expect, test } from 'vitest'
import { clausesOf, deliveryOf, mirrorOf, sceneOf } from '../scene-of.fixture.ts'
import { acknowledgedIsDurable } from './acknowledged-is-durable.ts'

test('what was acknowledged and is there is fine', () => {
  expect(clausesOf(acknowledgedIsDurable, mirrorOf())).toEqual([])
  expect(clausesOf(acknowledgedIsDurable, sceneOf())).toEqual([])
})

test('a subscription acknowledged and never written is lost for good', () => {
  expect(clausesOf(acknowledgedIsDurable, mirrorOf({ view: { subscriptions: [] } }))).toEqual(['acknowledged, lost'])
})

test('an event that was refused may come again and proves nothing', () => {
  const deliveries = [deliveryOf({ type: 'customer.subscription.created', object: 'sub_ada_1', status: 500 })]
  expect(clausesOf(acknowledgedIsDurable, mirrorOf({ truth: { deliveries }, view: { subscriptions: [] } }))).toEqual(['nothing to judge'])
})

test('a payment acknowledged and booked nowhere is lost for good', () => {
  expect(clausesOf(acknowledgedIsDurable, sceneOf({ view: { ledger: [] } }))).toEqual(['acknowledged, lost', 'acknowledged, lost'])
})

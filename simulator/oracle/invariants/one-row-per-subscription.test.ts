import { expect, test } from 'vitest'
import { clausesOf, mirrorOf, subscriptionOf } from '../scene-of.fixture.ts'
import { oneRowPerSubscription } from './one-row-per-subscription.ts'

test('a subscription that stands in one row is fine', () => {
  expect(clausesOf(oneRowPerSubscription, mirrorOf())).toEqual([])
})

test('two rows for one of the provider’s subscriptions are one too many', () => {
  const rows = [subscriptionOf({ id: 'row 1', provider: 'sub_ada_1' }), subscriptionOf({ id: 'row 2', provider: 'sub_ada_1' })]
  expect(clausesOf(oneRowPerSubscription, mirrorOf({ view: { subscriptions: rows } }))).toEqual(['twice'])
})

import { expect, test } from 'vitest'
import { clausesOf, sceneOf, subscriptionOf } from '../scene-of.fixture.ts'
import { oneLiveSubscription } from './one-live-subscription.ts'

test('a new one after the old has ended is fine', () => {
  const subscriptions = [subscriptionOf({ status: 'canceled' }), subscriptionOf({ id: 'ada/sub 2' })]
  expect(clausesOf(oneLiveSubscription, sceneOf({ view: { subscriptions } }))).toEqual([])
})

test('two at once are told', () => {
  const subscriptions = [subscriptionOf({}), subscriptionOf({ id: 'ada/sub 2' })]
  expect(clausesOf(oneLiveSubscription, sceneOf({ view: { subscriptions } }))).toEqual(['twice'])
})

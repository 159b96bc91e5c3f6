import { expect, test } from 'vitest'
import { clausesOf, mirrorOf, providerSubscriptionOf, subscriptionOf } from '../scene-of.fixture.ts'
import { agreesWithProvider } from './agrees-with-provider.ts'

test('a copy that equals the original agrees', () => {
  expect(clausesOf(agreesWithProvider, mirrorOf())).toEqual([])
})

test.each([
  ['status', [subscriptionOf({ provider: 'sub_ada_1', status: 'past due' })]],
  ['plan', [subscriptionOf({ provider: 'sub_ada_1', plan: 'pro' })]],
  ['quantity', [subscriptionOf({ provider: 'sub_ada_1', quantity: 2 })]],
  ['missing', []],
] as const)('a copy that differs in its %s does not', (clause, subscriptions) => {
  expect(clausesOf(agreesWithProvider, mirrorOf({ view: { subscriptions } }))).toEqual([clause])
})

test('of what nobody keeps the quantity any agrees, and the rest is held against it', () => {
  const kept = (is: object) => mirrorOf({ view: { subscriptions: [subscriptionOf({ provider: 'sub_ada_1', quantity: 2, ...is })] } })
  expect(clausesOf(agreesWithProvider, kept({ isUncounted: true }))).toEqual([])
  expect(clausesOf(agreesWithProvider, kept({ isUncounted: true, plan: 'pro' }))).toEqual(['plan'])
})

test('a row that runs for a subscription the provider never had is told', () => {
  const subscriptions = [subscriptionOf({ provider: 'sub_ada_1' }), subscriptionOf({ id: 'row 2', provider: 'sub_ada_9' })]
  expect(clausesOf(agreesWithProvider, mirrorOf({ view: { subscriptions } }))).toEqual(['unknown'])
})

test('while an event of the customer is on its way nothing is judged', () => {
  expect(clausesOf(agreesWithProvider, mirrorOf({ view: { subscriptions: [] }, truth: { pending: ['cs_ada_1'] } }))).toEqual([
    'nothing to judge',
  ])
})

test('what an event reported that was given up is judged at the end, when a reconcile must have found it', () => {
  const stale = { view: { subscriptions: [] }, truth: { givenUp: ['evt_ada_1'] } }
  expect(clausesOf(agreesWithProvider, mirrorOf({ ...stale, at: 'quiet' }))).toEqual(['nothing to judge'])
  expect(clausesOf(agreesWithProvider, mirrorOf({ ...stale, at: 'end' }))).toEqual(['missing'])
})

test('vendors write past_due and mean past due', () => {
  const subscriptions = [providerSubscriptionOf({ status: 'past_due' })]
  expect(
    clausesOf(
      agreesWithProvider,
      mirrorOf({ truth: { subscriptions }, view: { subscriptions: [subscriptionOf({ provider: 'sub_ada_1', status: 'past due' })] } }),
    ),
  ).toEqual([])
})

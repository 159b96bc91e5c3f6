import { days, minor, utc } from '#machines'
import { expect, test } from 'vitest'
import { providerBooksAgree as X } from './provider-books-agree.ts'
import { chargeOf, clausesOf, commandOf, february, january, mirrorOf, providerSubscriptionOf, sceneOf } from './scene-of.fixture.ts'

test('a provider that counts as we do agrees; where the cycle is ours there is nothing to judge', () => {
  expect(clausesOf(X, mirrorOf())).toEqual([])
  expect(clausesOf(X, sceneOf())).toEqual(['nothing to judge'])
})

test('a period that no anchor explains is told', () => {
  const subscriptions = [providerSubscriptionOf({ periodEnd: utc('2024-03-29T09:00Z') })]
  expect(clausesOf(X, mirrorOf({ truth: { subscriptions } }))).toEqual(['calendar'])
})

test('a charge that is not the price is told, and so is one too many', () => {
  const charge = chargeOf({ invoice: 'in_ada_1', metadata: {} })
  expect(clausesOf(X, mirrorOf({ truth: { charges: [{ ...charge, amount: minor(1_000) }] } }))).toEqual(['amount'])
  expect(clausesOf(X, mirrorOf({ truth: { charges: [charge, charge, charge] } }))).toEqual(['too often'])
})

test('a trial is free, and its end is the anchor', () => {
  const commands = [commandOf({ do: 'subscribe', plan: 'basic', quantity: 1, method: 'card', trial: days(29) }, january)]
  const subscriptions = [providerSubscriptionOf({ status: 'trialing', periodStart: january, periodEnd: february })]
  expect(clausesOf(X, mirrorOf({ truth: { commands, subscriptions, charges: [] } }))).toEqual([])
  const ended = [providerSubscriptionOf({ periodStart: february, periodEnd: utc('2024-03-29T09:00Z') })]
  expect(clausesOf(X, mirrorOf({ truth: { commands, subscriptions: ended, charges: [chargeOf({ invoice: 'in_ada_2' })] } }))).toEqual([])
})

import { utc } from '#machines'
import { expect, test } from 'vitest'
import { clausesOf, commandOf, sceneOf, subscribed, subscriptionOf } from '../scene-of.fixture.ts'
import { seatsWithinQuantity as X } from './seats-within-quantity.ts'

const at = utc('2024-02-10')
const asked = ['fay', 'gil'].map((seat) => commandOf({ do: 'assign seat', seat }, at))
const withSeats = (quantity: number, seats: readonly string[], status: 'active' | 'canceled' = 'active') =>
  sceneOf({ truth: { commands: [subscribed, ...asked] }, view: { subscriptions: [subscriptionOf({ quantity, seats, status })] } })

test('where nobody has a seat, or all is over, there is nothing to judge', () => {
  expect(clausesOf(X, sceneOf())).toEqual(['nothing to judge'])
  expect(clausesOf(X, withSeats(1, ['fay', 'gil'], 'canceled'))).toEqual(['nothing to judge'])
})

test('as many seats as are paid for hold', () => expect(clausesOf(X, withSeats(2, ['fay', 'gil']))).toEqual([]))

test.each([
  ['too many', 1, ['fay', 'gil']],
  ['twice', 2, ['fay', 'fay']],
  ['nobody asked', 2, ['hal']],
] as const)('a seat is told that is %s', (clause, quantity, seats) => {
  expect(clausesOf(X, withSeats(quantity, seats))).toEqual([clause])
})

test('a request that was refused gave nobody a seat', () => {
  const refused = { ...asked[0]!, reply: { kind: 'refused', reason: 'no' } as const }
  const scene = sceneOf({ truth: { commands: [subscribed, refused] }, view: { subscriptions: [subscriptionOf({ seats: ['fay'] })] } })
  expect(clausesOf(X, scene)).toEqual(['nobody asked'])
})

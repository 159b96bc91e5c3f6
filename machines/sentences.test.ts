import { expect, it } from 'vitest'
import { operations } from './domain/operation.ts'
import { standardLegality } from './legality.ts'
import { starts } from './operations/start.ts'
import { charts } from './parts.ts'
import { sentences } from './sentences.ts'

it('the charts have as many sentences as were counted; one more or less is meant, and changes this', () => {
  const counts = Object.keys(charts).map((chart) => [chart, sentences().filter((each) => each.chart === chart).length])
  expect(Object.fromEntries(counts)).toEqual({
    subscription: 62,
    invoice: 13,
    attempt: 38,
    dunning: 53,
    change: 11,
    refund: 10,
    dispute: 6,
    cancellation: 10,
    'credit note': 2,
    setup: 4,
    method: 10,
    entitlement: 39,
    job: 17,
  })
})

it('as many pairs are refused as were counted', () => {
  const refused = operations.flatMap((operation) => starts.filter((start) => standardLegality[operation][start] !== 'legal'))
  expect(refused.length).toBe(257)
})

it('a sentence says what was authored: state, event, guard, target, actions, and whether the deadline fires it', () => {
  expect(
    sentences().find(({ chart, from, event, place }) => chart === 'dunning' && from === 'waiting' && event === 'retry due' && place === 0),
  ).toEqual({
    chart: 'dunning',
    from: 'waiting',
    event: 'retry due',
    place: 0,
    guard: undefined,
    to: 'charging',
    actions: [],
    isDeadline: true,
  })
  expect(sentences().find(({ guard }) => guard === 'attempts left')).toMatchObject({
    event: 'declined',
    to: 'waiting',
    actions: ['use a retry'],
  })
})

import { minor } from '#machines'
import { expect, test } from 'vitest'
import { clausesOf, january, postingOf, sceneOf } from '../scene-of.fixture.ts'
import { creditIsBacked } from './credit-is-backed.ts'

test('credit for money that we hold is fine', () => {
  expect(clausesOf(creditIsBacked, sceneOf({ view: { ledger: [postingOf('credit', 500, 'ada/sub 1/signup')] } }))).toEqual([])
})

test('credit below zero, or for money that never came, is told', () => {
  expect(clausesOf(creditIsBacked, sceneOf({ view: { ledger: [postingOf('credit', -1, 'x')] } }))).toEqual(['negative'])
  expect(clausesOf(creditIsBacked, sceneOf({ view: { ledger: [postingOf('credit', 5_000, 'x')] } }))).toEqual(['unbacked'])
})

test('a refund that has left and is not known yet is no violation before the end', () => {
  const balance = [...sceneOf().truth.balance, { id: 'txn_ada_3', owner: 'ada', amount: minor(-1_998), cause: 're_ada_1', at: january }]
  const scene = { view: { ledger: [postingOf('credit', 999, 'ada/sub 1/signup/attempt 1')] }, truth: { balance } }
  expect(clausesOf(creditIsBacked, sceneOf({ ...scene, at: 'quiet' }))).toEqual([])
  expect(clausesOf(creditIsBacked, sceneOf(scene))).toEqual(['unbacked'])
})

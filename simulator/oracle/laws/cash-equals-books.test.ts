import { expect, test } from 'vitest'
import { clausesOf, healthyLedger, postingOf, sceneOf } from '../scene-of.fixture.ts'
import { cashEqualsBooks } from './cash-equals-books.ts'

test('what was posted is what moved', () => {
  expect(clausesOf(cashEqualsBooks, sceneOf())).toEqual([])
})

test('cash that never moved is told at once', () => {
  const ledger = [...healthyLedger(), postingOf('cash', 999, 'ch_ada_9')]
  expect(clausesOf(cashEqualsBooks, sceneOf({ at: 'quiet', view: { ledger } }))).toEqual(['in'])
  expect(clausesOf(cashEqualsBooks, sceneOf({ at: 'quiet', view: { ledger: [postingOf('cash', -1, 're_ada_1')] } }))).toEqual(['out'])
})

test('money on its way is no violation; in the end all of it must be posted', () => {
  const view = { ledger: healthyLedger().slice(0, 2) }
  expect(clausesOf(cashEqualsBooks, sceneOf({ at: 'quiet', view }))).toEqual([])
  expect(clausesOf(cashEqualsBooks, sceneOf({ view }))).toEqual(['missing'])
  expect(clausesOf(cashEqualsBooks, sceneOf({ view, truth: { pending: ['pi_ada_2'] } }))).toEqual([])
})

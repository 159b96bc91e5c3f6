import { expect, test } from 'vitest'
import { clausesOf, healthyLedger, invoiceOf, renewalOf, sceneOf } from '../scene-of.fixture.ts'
import { receivableEqualsOpen } from './receivable-equals-open.ts'

test('nothing open and nothing owed is fine', () => {
  expect(clausesOf(receivableEqualsOpen, sceneOf())).toEqual([])
})

test('a debt posted and its invoice open is fine', () => {
  const view = { invoices: [invoiceOf({}), renewalOf({ status: 'open' })], ledger: healthyLedger().slice(0, 3) }
  expect(clausesOf(receivableEqualsOpen, sceneOf({ view }))).toEqual([])
})

test('an open invoice that the ledger does not know is told', () => {
  expect(clausesOf(receivableEqualsOpen, sceneOf({ view: { invoices: [renewalOf({ status: 'open' })] } }))).toEqual(['receivable'])
})

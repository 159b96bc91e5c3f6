import { utc } from '#machines'
import { expect, test } from 'vitest'
import { clausesOf, invoiceOf, renewalOf, sceneOf, subscriptionOf } from '../scene-of.fixture.ts'
import { completeCoverage } from './complete-coverage.ts'

test('period after period without a gap is fine', () => {
  expect(clausesOf(completeCoverage, sceneOf())).toEqual([])
})

test('a renewal that was never invoiced leaves the service free of charge', () => {
  expect(clausesOf(completeCoverage, sceneOf({ view: { invoices: [invoiceOf({})] } }))).toEqual(['after the last'])
})

test('just after the period’s end the next invoice may still come', () => {
  expect(clausesOf(completeCoverage, sceneOf({ now: utc('2024-02-29T12:00Z'), view: { invoices: [invoiceOf({})] } }))).toEqual([])
})

test('a period that was skipped is told', () => {
  const invoices = [invoiceOf({}), renewalOf({ lines: [{ ...renewalOf({}).lines[0]!, from: utc('2024-03-05') }] })]
  expect(clausesOf(completeCoverage, sceneOf({ view: { invoices } }))).toEqual(['between'])
})

test('a subscription that runs and was never invoiced is told', () => {
  expect(clausesOf(completeCoverage, sceneOf({ view: { invoices: [] } }))).toEqual(['never'])
})

test('what ended needs no invoice', () => {
  const view = { invoices: [invoiceOf({})], subscriptions: [subscriptionOf({ status: 'canceled' })] }
  expect(clausesOf(completeCoverage, sceneOf({ view }))).toEqual(['nothing to judge'])
})

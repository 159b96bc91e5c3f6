import { expect, test } from 'vitest'
import { clausesOf, invoiceOf, lineOf, march, renewalOf, sceneOf, upgradeOf } from '../scene-of.fixture.ts'
import { zeroDuplicateInvoices } from './zero-duplicate-invoices.ts'

test('one invoice after the other is fine', () => {
  expect(clausesOf(zeroDuplicateInvoices, sceneOf())).toEqual([])
})

test('a renewal invoiced by two workers is told', () => {
  const invoices = [invoiceOf({}), renewalOf({}), renewalOf({ id: 'again', status: 'open' })]
  const scene = sceneOf({ view: { invoices } })
  expect(clausesOf(zeroDuplicateInvoices, scene)).toEqual(['cycle'])
  expect(zeroDuplicateInvoices.violations(scene)[0]?.says).toBe(
    'ada was invoiced twice for 2024-02-29 to 2024-03-31: 9.99 in ada/sub 1/renewal 2024-02-29 and 9.99 in again',
  )
})

test('a void one does not count', () => {
  expect(
    clausesOf(zeroDuplicateInvoices, sceneOf({ view: { invoices: [renewalOf({}), renewalOf({ id: 'again', status: 'void' })] } })),
  ).toEqual([])
})

test('two steps up in one period are two things; the same step twice is not', () => {
  const team = upgradeOf({ id: 'second', lines: [lineOf({ plan: 'team', from: renewalOf({}).issuedAt, to: march })] })
  expect(clausesOf(zeroDuplicateInvoices, sceneOf({ view: { invoices: [upgradeOf({}), team] } }))).toEqual([])
  expect(clausesOf(zeroDuplicateInvoices, sceneOf({ view: { invoices: [upgradeOf({}), upgradeOf({ id: 'again' })] } }))).toEqual([
    'upgrade',
  ])
})

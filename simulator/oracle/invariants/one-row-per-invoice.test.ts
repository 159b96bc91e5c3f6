import { expect, test } from 'vitest'
import { clausesOf, invoiceOf, mirrorOf } from '../scene-of.fixture.ts'
import { oneRowPerInvoice } from './one-row-per-invoice.ts'

test('each of the provider’s invoices in one row is fine', () => {
  expect(clausesOf(oneRowPerInvoice, mirrorOf())).toEqual([])
})

test('an invoice written by two copies of its event counts its money twice', () => {
  const rows = [invoiceOf({ id: 'row 1', provider: 'in_ada_1' }), invoiceOf({ id: 'row 2', provider: 'in_ada_1' })]
  const scene = mirrorOf({ view: { invoices: rows } })
  expect(clausesOf(oneRowPerInvoice, scene)).toEqual(['twice'])
  expect(oneRowPerInvoice.violations(scene)[0]?.says).toBe('ada was invoiced twice by in_ada_1: booked 19.98, due 9.99')
})

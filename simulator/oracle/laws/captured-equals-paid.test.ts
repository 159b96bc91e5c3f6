import { minor } from '#machines'
import { expect, test } from 'vitest'
import { chargeOf, clausesOf, invoiceOf, refundOf, renewalCharge, renewalOf, sceneOf } from '../scene-of.fixture.ts'
import { capturedEqualsPaid } from './captured-equals-paid.ts'

test('what was kept is what is booked', () => {
  expect(clausesOf(capturedEqualsPaid, sceneOf())).toEqual([])
})

test('more booked than taken is told at once', () => {
  expect(clausesOf(capturedEqualsPaid, sceneOf({ at: 'quiet', truth: { charges: [chargeOf({})] } }))).toEqual(['more than taken'])
})

test('a refund that nobody booked is told at the end', () => {
  expect(clausesOf(capturedEqualsPaid, sceneOf({ truth: { refunds: [refundOf({})] } }))).toEqual(['net'])
  const invoices = [invoiceOf({ refunded: minor(999) }), renewalOf({})]
  expect(clausesOf(capturedEqualsPaid, sceneOf({ truth: { refunds: [refundOf({})] }, view: { invoices } }))).toEqual([])
})

test('money taken for no invoice must go back', () => {
  const charges = [chargeOf({}), renewalCharge({}), chargeOf({ id: 'ch_ada_9', metadata: {} })]
  expect(clausesOf(capturedEqualsPaid, sceneOf({ truth: { charges } }))).toEqual(['for nothing'])
  expect(clausesOf(capturedEqualsPaid, sceneOf({ truth: { charges, refunds: [refundOf({ charge: 'ch_ada_9' })] } }))).toEqual([])
})

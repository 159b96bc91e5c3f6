import { expect, test } from 'vitest'
import { clausesOf, deliveryOf, invoiceOf, mirrorOf } from '../scene-of.fixture.ts'
import { acknowledgedPaymentIsBooked } from './acknowledged-payment-is-booked.ts'

const told = (status: number) => [deliveryOf({ event: 'evt_ada_9', type: 'invoice.paid', object: 'in_ada_1', status })]
const booked = invoiceOf({ id: 'row 1', provider: 'in_ada_1' })

test('a payment that was acknowledged and booked is fine', () => {
  expect(clausesOf(acknowledgedPaymentIsBooked, mirrorOf({ truth: { deliveries: told(200) }, view: { invoices: [booked] } }))).toEqual([])
})

test('one that was acknowledged and booked nowhere is lost for good', () => {
  const scene = mirrorOf({ truth: { deliveries: told(200) }, view: { invoices: [] } })
  expect(clausesOf(acknowledgedPaymentIsBooked, scene)).toEqual(['missing'])
  expect(acknowledgedPaymentIsBooked.violations(scene)[0]?.says).toBe(
    "the payment of ada's in_ada_1 was acknowledged, yet it is not among the invoices",
  )
})

test('one whose row still waits for the money is lost as well', () => {
  const scene = mirrorOf({ truth: { deliveries: told(200) }, view: { invoices: [{ ...booked, status: 'open' }] } })
  expect(clausesOf(acknowledgedPaymentIsBooked, scene)).toEqual(['status'])
})

test('one that was refused comes again: nothing is lost yet', () => {
  const scene = mirrorOf({ truth: { deliveries: told(500) }, view: { invoices: [] } })
  expect(clausesOf(acknowledgedPaymentIsBooked, scene)).toEqual(['nothing to judge'])
})

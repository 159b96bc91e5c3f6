import { expect, test } from 'vitest'
import { clausesOf, invoiceOf, mirrorOf, sceneOf } from '../scene-of.fixture.ts'
import { moneyOnce } from './money-once.ts'

test('each payment booked once is fine', () => {
  expect(clausesOf(moneyOnce, sceneOf())).toEqual([])
  expect(clausesOf(moneyOnce, mirrorOf())).toEqual([])
})

test('a payment booked in two rows is told once', () => {
  const invoices = [invoiceOf({ id: 'row 1', provider: 'in_ada_1' }), invoiceOf({ id: 'row 2', provider: 'in_ada_1' })]
  const scene = mirrorOf({ view: { invoices } })
  expect(clausesOf(moneyOnce, scene)).toEqual(['twice'])
  expect(moneyOnce.violations(scene)[0]?.says).toBe("ada's in_ada_1: booked 19.98, the provider took 9.99")
})

test('money that the provider never took cannot be booked', () => {
  expect(clausesOf(moneyOnce, sceneOf({ truth: { charges: [] }, view: { invoices: [invoiceOf({})] } }))).toEqual(['never taken'])
})

test('an invoice of a stranger that names no payment is not judged', () => {
  expect(clausesOf(moneyOnce, mirrorOf({ view: { invoices: [invoiceOf({})] } }))).toEqual(['nothing to judge'])
})

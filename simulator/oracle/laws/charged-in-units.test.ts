import { minor } from '#machines'
import { expect, test } from 'vitest'
import { chargeOf, clausesOf, invoiceOf, lineOf, refundOf, sceneOf } from '../scene-of.fixture.ts'
import { chargedInUnits as X } from './charged-in-units.ts'

const inDinars = { ...sceneOf().policy, currency: 'kwd' } as const
const whole = {
  invoices: [invoiceOf({ lines: [lineOf({ amount: minor(9_990) })], total: minor(9_990) })],
}
const tens = { charges: [chargeOf({ amount: minor(9_990) })], refunds: [] }

test('dinars in tens of fils are fine, billed and taken', () => {
  const scene = sceneOf({ policy: inDinars, view: whole, truth: tens })
  expect(clausesOf(X, scene)).toEqual([])
  expect(X.applies(scene)).toBe(1)
})

test('a line of single fils is told, also on an invoice that nobody could pay', () => {
  const invoices = [invoiceOf({ status: 'void', lines: [lineOf({ amount: minor(4_259) })], total: minor(4_259) })]
  const scene = sceneOf({ policy: inDinars, view: { invoices }, truth: tens })
  expect(clausesOf(X, scene)).toEqual(['billed'])
  expect(X.violations(scene)[0]!.says).toBe(`ada's ${invoices[0]!.id} is over 4.259; cards take multiples of 0.010 kwd`)
})

test('lines that make up for each other are still told, and so is what was given back', () => {
  const lines = [lineOf({ amount: minor(9_995) }), lineOf({ amount: minor(-5) })]
  const refunds = [refundOf({ amount: minor(1_005) })]
  const scene = sceneOf({ policy: inDinars, view: { invoices: [invoiceOf({ lines, total: minor(9_990) })] }, truth: { ...tens, refunds } })
  expect(clausesOf(X, scene)).toEqual(['billed', 'moved'])
})

test('of cents and yen each single one may be charged, and then there is nothing to judge', () => {
  const scene = sceneOf()
  expect(X.violations(scene)).toEqual([])
  expect(X.applies(scene)).toBe(0)
  expect(clausesOf(X, sceneOf({ policy: { ...scene.policy, chargeUnit: minor(100) } }))).not.toEqual([])
})

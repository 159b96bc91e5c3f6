import { expect, test } from 'vitest'
import { chargeOf, clausesOf, invoiceOf, renewalOf, sceneOf } from '../scene-of.fixture.ts'
import { settledOnceADay } from './settled-once-a-day.ts'

test('day after day settled once is fine', () => {
  expect(clausesOf(settledOnceADay, sceneOf())).toEqual([])
})

test('a period settled by two payments is told', () => {
  const charges = [...sceneOf().truth.charges, chargeOf({ id: 'ch_ada_9', metadata: { invoice: 'again' } })]
  const invoices = [invoiceOf({}), renewalOf({}), renewalOf({ id: 'again' })]
  expect(clausesOf(settledOnceADay, sceneOf({ truth: { charges }, view: { invoices } }))).toEqual(['settled twice'])
})

test('paid access on a day that nobody settled is told', () => {
  expect(clausesOf(settledOnceADay, sceneOf({ view: { invoices: [invoiceOf({})] } }))).toEqual(['access unsettled'])
})

import { minor } from '#machines'
import { expect, test } from 'vitest'
import { clausesOf, mirrorOf, refundOf, renewalCharge, sceneOf, upgradeCharge } from '../scene-of.fixture.ts'
import { chargedOnce } from './charged-once.ts'

const twice = [renewalCharge({}), renewalCharge({ id: 'ch_ada_9', key: 'another' })]

test('a charge for each period is fine', () => {
  expect(clausesOf(chargedOnce, sceneOf())).toEqual([])
  expect(clausesOf(chargedOnce, mirrorOf())).toEqual([])
})

test('two charges for one renewal are told, unless one went back', () => {
  expect(clausesOf(chargedOnce, sceneOf({ truth: { charges: twice } }))).toEqual(['renewal'])
  expect(clausesOf(chargedOnce, sceneOf({ truth: { charges: twice, refunds: [refundOf({ charge: 'ch_ada_9' })] } }))).toEqual([])
})

test('two steps up in one period are two charges; a step charged twice is told', () => {
  const other = upgradeCharge({ id: 'ch_ada_9', metadata: { ...upgradeCharge({}).metadata, invoice: 'ada/sub 1/upgrade 2' } })
  expect(clausesOf(chargedOnce, sceneOf({ truth: { charges: [upgradeCharge({}), other] } }))).toEqual([])
  expect(clausesOf(chargedOnce, sceneOf({ truth: { charges: [upgradeCharge({}), upgradeCharge({ id: 'ch_ada_9' })] } }))).toEqual([
    'upgrade',
  ])
})

test('one invoice may be paid in parts, and not beyond what it asks for', () => {
  const parts = (...amounts: readonly number[]) =>
    amounts.map((amount, place) => renewalCharge({ id: `ch_ada_${place}`, amount: minor(amount) }))
  expect(clausesOf(chargedOnce, sceneOf({ truth: { charges: parts(500, 499) } }))).toEqual([])
  expect(clausesOf(chargedOnce, sceneOf({ truth: { charges: parts(500, 500) } }))).toEqual(['renewal'])
})

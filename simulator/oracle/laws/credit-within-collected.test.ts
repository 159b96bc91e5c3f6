import { type Instant, minor, utc } from '#machines'
import { expect, test } from 'vitest'
import { clausesOf, lineOf, march, refundOf, renewalOf, sceneOf, upgradeOf } from '../scene-of.fixture.ts'
import { creditWithinCollected } from './credit-within-collected.ts'

const from = utc('2024-03-05')
const stepUp = (credit: number) =>
  upgradeOf({ lines: [lineOf({ from, to: march, amount: minor(credit) }), lineOf({ plan: 'pro', from, to: march, amount: minor(1_703) })] })

test('credit for what was collected, and a refund of what came, are fine', () => {
  expect(
    clausesOf(creditWithinCollected, sceneOf({ truth: { refunds: [refundOf({})] }, view: { invoices: [renewalOf({}), stepUp(-851)] } })),
  ).toEqual([])
})

test('credit for time that nobody paid is told', () => {
  expect(clausesOf(creditWithinCollected, sceneOf({ view: { invoices: [renewalOf({ status: 'open' }), stepUp(-851)] } }))).toEqual(['span'])
})

test('credit for time that went back in full is told where that ends it, but for what was there when the credit was given', () => {
  const policy = { ...sceneOf().policy, fullRefund: 'cancel' as const }
  const invoices = [renewalOf({ refunded: minor(999) }), stepUp(-851)]
  const given = (at: Instant) => sceneOf({ policy, truth: { refunds: [refundOf({ charge: 'ch_ada_2', at })] }, view: { invoices } })
  expect(clausesOf(creditWithinCollected, given(utc('2024-02-29T10:00Z')))).toEqual(['span'])
  expect(clausesOf(creditWithinCollected, given(utc('2024-03-06')))).toEqual([])
})

test('a refund beyond the charge is told', () => {
  const refunds = [refundOf({}), refundOf({ id: 're_ada_2', amount: minor(1) })]
  expect(clausesOf(creditWithinCollected, sceneOf({ truth: { refunds } }))).toEqual(['refund'])
})

import { expect, test } from 'vitest'
import { clausesOf, sceneOf, upgradeOf } from '../scene-of.fixture.ts'
import { noUpgradeDebt } from './no-upgrade-debt.ts'

test('an upgrade that is paid, or only offered, is fine', () => {
  expect(clausesOf(noUpgradeDebt, sceneOf({ view: { invoices: [upgradeOf({}), upgradeOf({ status: 'quote' })] } }))).toEqual([])
})

test('an upgrade that is owed is told', () => {
  const scene = sceneOf({ view: { invoices: [upgradeOf({ status: 'open' })] } })
  expect(clausesOf(noUpgradeDebt, scene)).toEqual(['open'])
  expect(noUpgradeDebt.violations(scene)[0]?.says).toBe('ada owes 8.51 for the upgrade in ada/sub 1/upgrade 1, which is open')
})

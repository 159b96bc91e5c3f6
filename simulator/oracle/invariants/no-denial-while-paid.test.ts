import { expect, test } from 'vitest'
import { clausesOf, invoiceOf, renewalOf, sceneOf, subscriptionOf, upgradeOf } from '../scene-of.fixture.ts'
import { noDenialWhilePaid } from './no-denial-while-paid.ts'

test('who has paid and may use it is fine', () => {
  expect(clausesOf(noDenialWhilePaid, sceneOf())).toEqual([])
})

test('who has paid and is shut out is told', () => {
  expect(clausesOf(noDenialWhilePaid, sceneOf({ view: { access: [] } }))).toEqual(['denied'])
})

test('who has paid for more than is given is told', () => {
  const view = { subscriptions: [subscriptionOf({ plan: 'pro' })], invoices: [invoiceOf({}), renewalOf({}), upgradeOf({})] }
  expect(clausesOf(noDenialWhilePaid, sceneOf({ view }))).toEqual(['too little'])
})

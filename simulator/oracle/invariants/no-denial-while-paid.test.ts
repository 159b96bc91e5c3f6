import { defaultPolicy, minor } from '#machines'
import { expect, test } from 'vitest'
import { chargeOf, clausesOf, disputeOf, invoiceOf, renewalOf, sceneOf, subscriptionOf, upgradeOf } from '../scene-of.fixture.ts'
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

test('service is withheld for a payment that its bank has, not on our own word for it', () => {
  const policy = { ...defaultPolicy, disputeAccess: 'withhold' as const }
  const charges = [chargeOf({}), chargeOf({ id: 'ch_ada_2', metadata: { invoice: renewalOf({}).id } })]
  const view = { access: [], invoices: [invoiceOf({}), renewalOf({ disputed: minor(999) })] }
  const judged = (disputes: readonly ReturnType<typeof disputeOf>[]) =>
    clausesOf(noDenialWhilePaid, sceneOf({ policy, truth: { charges, disputes }, view }))
  expect(judged([disputeOf({ charge: 'ch_ada_2' })])).toEqual([])
  expect(judged([])).toEqual(['denied'])
})

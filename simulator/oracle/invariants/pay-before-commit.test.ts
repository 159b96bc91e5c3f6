import { utc } from '#machines'
import { expect, test } from 'vitest'
import { clausesOf, invoiceOf, renewalOf, sceneOf, subscriptionOf, upgradeOf } from '../scene-of.fixture.ts'
import { payBeforeCommit } from './pay-before-commit.ts'

const before = { subscriptions: [subscriptionOf({})] }
const pro = [subscriptionOf({ plan: 'pro' })]

test('an upgrade that is in force and paid is fine', () => {
  const invoices = [invoiceOf({}), renewalOf({}), upgradeOf({})]
  expect(clausesOf(payBeforeCommit, sceneOf({ before, view: { subscriptions: pro, invoices } }))).toEqual([])
})

test('an upgrade in force while its invoice is open came too early', () => {
  const invoices = [invoiceOf({}), renewalOf({}), upgradeOf({ status: 'open' })]
  expect(clausesOf(payBeforeCommit, sceneOf({ before, view: { subscriptions: pro, invoices } }))).toEqual(['plan'])
})

test('so did a quantity, and a signup', () => {
  expect(clausesOf(payBeforeCommit, sceneOf({ before, view: { subscriptions: [subscriptionOf({ quantity: 2 })] } }))).toEqual(['quantity'])
  expect(clausesOf(payBeforeCommit, sceneOf({ view: { invoices: [invoiceOf({ status: 'quote' })] } }))).toEqual(['signup'])
})

test('a trial gives what nobody has paid for', () => {
  const trial = { subscriptions: [subscriptionOf({ status: 'trialing' })] }
  expect(clausesOf(payBeforeCommit, sceneOf({ before: trial, view: { invoices: [] } }))).toEqual([])
})

test('a difference of less than one cent is owed by nobody', () => {
  const now = utc('2024-03-31T08:59:30Z')
  expect(clausesOf(payBeforeCommit, sceneOf({ now, before, view: { subscriptions: pro } }))).toEqual([])
})

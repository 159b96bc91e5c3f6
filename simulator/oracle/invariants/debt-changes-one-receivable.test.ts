import type { SubscriptionRow } from '#machines'
import { minor, utc } from '#machines'
import { expect, test } from 'vitest'
import { clausesOf, invoiceOf, lineOf, march, renewalOf, sceneOf, subscriptionOf } from '../scene-of.fixture.ts'
import { debtChangesOneReceivable } from './debt-changes-one-receivable.ts'

const oldSub = subscriptionOf({ status: 'canceled' })
const newSub = subscriptionOf({ id: 'ada/sub 2', plan: 'pro', periodStart: utc('2024-03-05'), periodEnd: utc('2024-04-05') })
const signup = invoiceOf({ id: 'ada/sub 2/signup', number: 3, lines: [lineOf({ plan: 'pro', from: utc('2024-03-05'), to: march })] })
const before = {
  subscriptions: [oldSub, newSub],
  invoices: [invoiceOf({}), renewalOf({ status: 'uncollectible' }), signup],
}
/** The old renewal is paid, and meanwhile this became of the subscriptions. */
const paidWhile = (...subscriptions: readonly SubscriptionRow[]) =>
  sceneOf({ at: 'commit', before, view: { subscriptions, invoices: [invoiceOf({}), renewalOf({}), signup] } })

test('a debt that is paid and nothing else', () => {
  expect(clausesOf(debtChangesOneReceivable, paidWhile({ ...oldSub }, { ...newSub }))).toEqual([])
})

test('what ended begins again', () => {
  const scene = paidWhile({ ...oldSub, status: 'active' }, newSub)
  expect(clausesOf(debtChangesOneReceivable, scene)).toEqual(['revived'])
  expect(debtChangesOneReceivable.violations(scene)[0]?.says).toBe(
    'ada paid the old ada/sub 1/renewal 2024-02-29, and ada/sub 1 was canceled and is active',
  )
})

test('what runs is moved', () => {
  const scene = paidWhile(oldSub, { ...newSub, periodEnd: utc('2024-05-05') })
  expect(clausesOf(debtChangesOneReceivable, scene)).toEqual(['period'])
  expect(debtChangesOneReceivable.violations(scene)[0]?.says).toBe(
    'ada paid the old ada/sub 1/renewal 2024-02-29, and ada/sub 2 runs from 2024-03-05 to 2024-05-05 instead of from 2024-03-05 to 2024-04-05',
  )
})

test('what runs is changed', () => {
  expect(clausesOf(debtChangesOneReceivable, paidWhile(oldSub, { ...newSub, quantity: 2 }))).toEqual(['plan'])
})

test('another invoice is settled with it', () => {
  const scene = sceneOf({
    at: 'commit',
    before: { ...before, invoices: [invoiceOf({ paid: minor(0) }), renewalOf({ status: 'uncollectible' })] },
    view: { subscriptions: [oldSub, newSub], invoices: [invoiceOf({}), renewalOf({})] },
  })
  expect(clausesOf(debtChangesOneReceivable, scene)).toEqual(['another invoice'])
})

test('time alone may end what is not paid, and move what is over its end', () => {
  const due = { ...newSub, periodEnd: utc('2024-03-09') }
  const scene = sceneOf({
    at: 'commit',
    before: { ...before, subscriptions: [oldSub, due] },
    view: {
      subscriptions: [oldSub, { ...due, status: 'past due', periodEnd: utc('2024-04-09') }],
      invoices: [invoiceOf({}), renewalOf({})],
    },
  })
  expect(clausesOf(debtChangesOneReceivable, scene)).toEqual([])
})

test('without a debt that was paid there is nothing to judge', () => {
  expect(clausesOf(debtChangesOneReceivable, sceneOf({ at: 'commit', before: {} }))).toEqual(['nothing to judge'])
})

import { minor, utc } from '#machines'
import { expect, test } from 'vitest'
import { clausesOf, invoiceOf, sceneOf, subscriptionOf } from '../scene-of.fixture.ts'
import { changesOnlyItsOwn } from './changes-only-its-own.ts'

const bob = subscriptionOf({ id: 'bob/sub 1', who: 'bob' })
const before = { subscriptions: [subscriptionOf({}), bob], invoices: [invoiceOf({}), invoiceOf({ id: 'bob/sub 1/signup', who: 'bob' })] }

test('what is done for ada may change ada', () => {
  const view = { ...before, subscriptions: [subscriptionOf({ status: 'canceled' }), bob] }
  expect(clausesOf(changesOnlyItsOwn, sceneOf({ cause: 'ada', before, view }))).toEqual([])
})

test('what is done for ada may not cancel bob', () => {
  const view = { ...before, subscriptions: [subscriptionOf({}), { ...bob, status: 'canceled' as const }] }
  expect(clausesOf(changesOnlyItsOwn, sceneOf({ cause: 'ada', before, view }))).toEqual(['subscription'])
})

test('what is done for ada may not take bob’s invoice away', () => {
  expect(clausesOf(changesOnlyItsOwn, sceneOf({ cause: 'ada', before, view: { ...before, invoices: [invoiceOf({})] } }))).toEqual([
    'invoice',
  ])
})

test('a job does things for everybody', () => {
  expect(clausesOf(changesOnlyItsOwn, sceneOf({ before, view: { ...before, subscriptions: [subscriptionOf({})] } }))).toEqual([
    'nothing to judge',
  ])
})

test('a row that came before its customer is that customer’s own', () => {
  const early = { subscriptions: [subscriptionOf({ who: 'cus_ada_1', provider: 'sub_ada_1' })], invoices: [] }
  const view = { subscriptions: [subscriptionOf({ who: 'ada', provider: 'sub_ada_1' })], invoices: [] }
  expect(clausesOf(changesOnlyItsOwn, sceneOf({ cause: 'ada', before: early, view }))).toEqual(['nothing to judge'])
})

test('time alone holds an invoice that was sent and is due against bob’s subscription', () => {
  const sent = invoiceOf({ id: 'bob/sub 1/signup', who: 'bob', subscription: 'bob/sub 1', status: 'open', due: utc('2024-03-09') })
  const known = { ...before, invoices: [invoiceOf({}), sent] }
  const view = { ...known, subscriptions: [subscriptionOf({}), { ...bob, status: 'past due' as const }] }
  expect(clausesOf(changesOnlyItsOwn, sceneOf({ cause: 'ada', before: known, view }))).toEqual([])
  expect(clausesOf(changesOnlyItsOwn, sceneOf({ cause: 'ada', before: known, view, now: utc('2024-03-08') }))).toEqual(['subscription'])
})

test('time alone ends an invoice that bob paid a part of, and gives the part back where policy says so', () => {
  const due = utc('2024-02-14')
  const sent = invoiceOf({ id: 'bob/sub 1/signup', who: 'bob', subscription: 'bob/sub 1', status: 'open', paid: minor(100), due })
  const ended = { ...sent, status: 'uncollectible' as const, paid: minor(0), over: minor(100) }
  const clauses = (is: typeof sent, now = due, partialPayment: 'keep' | 'give back' = 'give back') =>
    clausesOf(
      changesOnlyItsOwn,
      sceneOf({
        cause: 'ada',
        before: { ...before, invoices: [sent] },
        view: { ...before, invoices: [is] },
        now,
        policy: { ...sceneOf().policy, partialPayment },
      }),
    )
  expect(clauses(ended)).toEqual([])
  expect(clauses(ended, utc('2024-02-13'))).toEqual(['invoice'])
  expect(clauses(ended, due, 'keep')).toEqual(['invoice'])
  expect(clauses({ ...ended, over: minor(99) })).toEqual(['invoice'])
  expect(clauses({ ...sent, paid: minor(0), over: minor(100) })).toEqual(['invoice'])
})

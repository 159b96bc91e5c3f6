import { minor } from '#machines'
import { expect, test } from 'vitest'
import { endsOtherwise } from './end-state.ts'
import { invoiceOf, sceneOf, subscriptionOf } from './scene-of.fixture.ts'

const { view } = sceneOf()
const clauseOf = (faulty: typeof view, who = 'ada'): string | undefined => endsOtherwise(who, faulty, view)?.clause

test('an account that ends alike ends alike, whatever other accounts do', () => {
  expect(clauseOf(view)).toBeUndefined()
  expect(clauseOf({ ...view, subscriptions: [] }, 'bob')).toBeUndefined()
})

test('rows in another order, under which nothing else differs, are the same end', () => {
  expect(clauseOf({ ...view, invoices: view.invoices!.toReversed() })).toBeUndefined()
})

test.each([
  ['subscription', { ...view, subscriptions: [subscriptionOf({ quantity: 7 })] }],
  ['invoice', { ...view, invoices: [...view.invoices!, invoiceOf({ id: 'ada/sub 1/once more' })] }],
  ['ledger', { ...view, ledger: view.ledger!.map((row, place) => (place === 0 ? { ...row, amount: minor(row.amount + 1) } : row)) }],
  ['access', { ...view, access: [] }],
])('another %s is told', (clause, faulty) => {
  expect(clauseOf(faulty)).toBe(clause)
})

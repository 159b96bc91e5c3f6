import { expect, test } from 'vitest'
import { attemptOf, clausesOf, disputeOf, invoiceOf, sceneOf, subscriptionOf } from '../scene-of.fixture.ts'
import { terminalStaysTerminal } from './terminal-stays-terminal.ts'

test('what is over and stays so is fine', () => {
  const over = { subscriptions: [subscriptionOf({ status: 'canceled' })] }
  expect(clausesOf(terminalStaysTerminal, sceneOf({ before: over, view: over }))).toEqual([])
})

test.each([
  ['subscription', { subscriptions: [subscriptionOf({ status: 'canceled' })] }, { subscriptions: [subscriptionOf({})] }],
  ['invoice', { invoices: [invoiceOf({ status: 'void' })] }, { invoices: [invoiceOf({ status: 'open' })] }],
  ['attempt', { attempts: [attemptOf({ status: 'paid' })] }, { attempts: [attemptOf({ status: 'failed' })] }],
] as const)('an old message that brings back a %s is told', (clause, before, view) => {
  expect(clausesOf(terminalStaysTerminal, sceneOf({ before, view }))).toEqual([clause])
})

test('a row that now stands for another of the provider’s subscriptions has begun anew', () => {
  const before = { subscriptions: [subscriptionOf({ status: 'canceled', provider: 'sub_ada_1' })] }
  expect(
    clausesOf(terminalStaysTerminal, sceneOf({ before, view: { subscriptions: [subscriptionOf({ provider: 'sub_ada_2' })] } })),
  ).toEqual([])
})

test('paid is charged back only when a bank keeps the payment', () => {
  const before = { invoices: [invoiceOf({})] }
  const view = { invoices: [invoiceOf({ status: 'charged back' })] }
  const judged = (disputes: readonly ReturnType<typeof disputeOf>[]) =>
    clausesOf(terminalStaysTerminal, sceneOf({ truth: { disputes }, before, view }))
  expect(judged([disputeOf({ status: 'lost' })])).toEqual([])
  expect(judged([disputeOf({})])).toEqual(['invoice'])
})

import { expect, test } from 'vitest'
import { attemptOf, clausesOf, invoiceOf, sceneOf, subscriptionOf } from '../scene-of.fixture.ts'
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

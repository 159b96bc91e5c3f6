import { utc } from '#machines'
import { expect, test } from 'vitest'
import {
  attemptOf,
  chargeOf,
  clausesOf,
  commandOf,
  invoiceOf,
  renewalOf,
  sceneOf,
  subscribed,
  subscriptionOf,
} from '../scene-of.fixture.ts'
import { noChargeAfterCancellation as X } from './no-charge-after-cancellation.ts'

const left = utc('2024-03-01')
const later = utc('2024-03-05')
const leave = commandOf({ do: 'cancel', when: 'now' }, left)
const attempt = 'ada/sub 1/renewal 2024-02-29/attempt 2'
const charge = chargeOf({ id: 'ch_ada_9', at: later, metadata: { item: 'ada/sub 1', invoice: 'ada/sub 1/renewal 2024-02-29', attempt } })

const leaver = (startedAt: typeof left | undefined, commands = [subscribed, leave], item = 'ada/sub 1') =>
  sceneOf({
    truth: { commands, charges: [...sceneOf().truth.charges, { ...charge, metadata: { ...charge.metadata, item } }] },
    view: {
      subscriptions: [subscriptionOf({ status: 'canceled' })],
      invoices: [invoiceOf({}), renewalOf({})],
      attempts: startedAt === undefined ? [] : [attemptOf({ id: attempt, startedAt })],
    },
  })

test('who never left, leaves with the period, or was refused is not judged', () => {
  expect(clausesOf(X, sceneOf())).toEqual(['nothing to judge'])
  for (const command of [
    commandOf({ do: 'cancel', when: 'period end' }, left),
    commandOf({ do: 'cancel', when: 'now' }, left, { reply: { kind: 'refused', reason: 'no' } }),
  ])
    expect(clausesOf(X, leaver(later, [subscribed, command]))).toEqual(['nothing to judge'])
})

test('a retry that begins after somebody left is told, and so is a charge that is in no book', () => {
  expect(clausesOf(X, leaver(later))).toEqual(['charged'])
  expect(clausesOf(X, leaver(undefined))).toEqual(['charged'])
})

test('what was on its way, an old debt that is paid, and the signup of who comes back may be charged', () => {
  expect(clausesOf(X, leaver(utc('2024-02-29')))).toEqual([])
  expect(clausesOf(X, leaver(later, [subscribed, leave, commandOf({ do: 'pay debt' }, utc('2024-03-04'))]))).toEqual([])
  expect(clausesOf(X, leaver(later, [subscribed, leave], 'ada/sub 2'))).toEqual([])
})

test('who signs up again before the answer comes may be charged for that', () => {
  const slow = { ...leave, sentAt: utc('2024-01-31') }
  expect(clausesOf(X, leaver(later, [subscribed, slow]))).toEqual([])
})

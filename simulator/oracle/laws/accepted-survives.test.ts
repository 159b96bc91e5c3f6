import { defaultPolicy, later, seconds, utc } from '#machines'
import { expect, test } from 'vitest'
import {
  attemptOf,
  clausesOf,
  commandOf,
  disputeOf,
  refundOf,
  renewalOf,
  sceneOf,
  subscribed,
  subscriptionOf,
} from '../scene-of.fixture.ts'
import { acceptedSurvives } from './accepted-survives.ts'

const at = utc('2024-03-05')
const cancelNow = commandOf({ do: 'cancel', when: 'now' }, at)
const cancelLater = commandOf({ do: 'cancel', when: 'period end' }, at)

test('a signup that is there is fine', () => {
  expect(clausesOf(acceptedSurvives, sceneOf())).toEqual([])
})

test('a signup that vanished is told', () => {
  expect(clausesOf(acceptedSurvives, sceneOf({ view: { subscriptions: [], invoices: [] } }))).toEqual(['subscribe'])
})

test('a subscription that runs on after it was canceled is told', () => {
  expect(clausesOf(acceptedSurvives, sceneOf({ truth: { commands: [subscribed, cancelNow] } }))).toEqual(['cancel'])
  const subscriptions = [subscriptionOf({ status: 'canceled' })]
  expect(clausesOf(acceptedSurvives, sceneOf({ truth: { commands: [subscribed, cancelNow] }, view: { subscriptions } }))).toEqual([])
})

test('a scheduled cancel must be written down, and take place', () => {
  const commands = [subscribed, cancelLater]
  const scheduled = { subscriptions: [subscriptionOf({ cancelAtPeriodEnd: true })] }
  expect(clausesOf(acceptedSurvives, sceneOf({ truth: { commands } }))).toEqual(['cancel'])
  expect(clausesOf(acceptedSurvives, sceneOf({ truth: { commands }, view: scheduled }))).toEqual([])
  expect(clausesOf(acceptedSurvives, sceneOf({ truth: { commands }, view: scheduled, now: utc('2024-04-03') }))).toEqual(['cancel'])
})

test('a later change may have undone it', () => {
  const change = commandOf({ do: 'change plan', plan: 'pro' }, utc('2024-03-06'))
  expect(clausesOf(acceptedSurvives, sceneOf({ truth: { commands: [subscribed, cancelLater, change] } }))).toEqual([])
})

test('a debt that was to be paid is tried at least once', () => {
  const asked = commandOf({ do: 'pay debt' }, utc('2024-03-08'))
  const attempts = [attemptOf({ startedAt: utc('2024-03-08') })]
  expect(clausesOf(acceptedSurvives, sceneOf({ truth: { commands: [asked] } }))).toEqual(['pay debt'])
  expect(clausesOf(acceptedSurvives, sceneOf({ truth: { commands: [asked] }, view: { attempts } }))).toEqual([])
})

test('a debt need not be tried with a card that was taken off while it was asked for', () => {
  const asked = commandOf({ do: 'pay debt' }, utc('2024-03-08'))
  const judged = (when: string, owner = 'ada') =>
    clausesOf(acceptedSurvives, sceneOf({ truth: { commands: [asked], detachments: [{ owner, method: 'pm_ada_1', at: utc(when) }] } }))
  expect(judged('2024-03-08T00:03Z')).toEqual([])
  for (const when of ['2024-03-07T23:59Z', '2024-03-09T12:00Z']) expect(judged(when)).toEqual(['pay debt'])
  expect(judged('2024-03-08T00:03Z', 'bob')).toEqual(['pay debt'])
})

test('an invoice that an operator has ended is open no longer', () => {
  const asked = commandOf({ do: 'write off' }, at)
  const judged = (status: 'open' | 'uncollectible'): readonly string[] =>
    clausesOf(acceptedSurvives, sceneOf({ truth: { commands: [asked] }, view: { invoices: [renewalOf({ status })] } }))
  expect(judged('open')).toEqual(['write off'])
  expect(judged('uncollectible')).toEqual([])
})

test('a seat is there unless a bank kept what had paid for it', () => {
  const commands = [subscribed, commandOf({ do: 'assign seat', seat: 'zoe' }, at)]
  const view = { subscriptions: [subscriptionOf({ seats: [] })] }
  const judged = (disputes: readonly ReturnType<typeof disputeOf>[]) =>
    clausesOf(acceptedSurvives, sceneOf({ truth: { commands, disputes }, view }))
  expect(judged([])).toEqual(['assign seat'])
  expect(judged([disputeOf({})])).toEqual(['assign seat'])
  expect(judged([disputeOf({ status: 'lost' })])).toEqual([])
})

test('a seat is there unless a refund ended the subscription at that very time', () => {
  const commands = [subscribed, commandOf({ do: 'assign seat', seat: 'zoe' }, at)]
  const view = { subscriptions: [subscriptionOf({ status: 'canceled', seats: [] })] }
  const judged = (fullRefund: 'cancel' | 'keep', refundedAt: typeof at) =>
    clausesOf(
      acceptedSurvives,
      sceneOf({ policy: { ...defaultPolicy, fullRefund }, truth: { commands, refunds: [refundOf({ at: refundedAt })] }, view }),
    )
  expect(judged('cancel', at)).toEqual([])
  expect(judged('keep', at)).toEqual(['assign seat'])
  expect(judged('cancel', later(at, seconds(2)))).toEqual(['assign seat'])
})

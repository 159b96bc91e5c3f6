import type { InvoiceRow, SubscriptionRow } from '#machines'
import { days, minor, utc } from '#machines'
import { expect, test } from 'vitest'
import {
  clausesOf,
  commandOf,
  disputeOf,
  invoiceOf,
  january,
  lineOf,
  march,
  renewalOf,
  sceneOf,
  subscriptionOf,
  upgradeCharge,
  upgradeOf,
} from '../scene-of.fixture.ts'
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

test('nor is one of less than card networks know', () => {
  // Ten minutes: 10.00 more for 31 days come to 0.2 cents, and 10.000 to 2 fils; an hour to 13 fils.
  const { policy } = sceneOf()
  const inDinars = { ...policy, currency: 'kwd' as const, plans: policy.plans.map((plan) => ({ ...plan, price: minor(plan.price * 10) })) }
  const clausesAt = (now: string) =>
    clausesOf(payBeforeCommit, sceneOf({ policy: inDinars, now: utc(now), before, view: { subscriptions: pro } }))
  expect(clausesAt('2024-03-31T08:50:00Z')).toEqual([])
  expect(clausesAt('2024-03-31T08:00:00Z')).toEqual(['plan'])
})

test('what is sold beside a plan is held only once it is paid', () => {
  const held = { addOns: [{ key: 'storage', quantity: 2 }] }
  const paid = invoiceOf({
    id: 'add-on',
    reason: 'add-on',
    lines: [lineOf({ item: 'ada/sub 1/storage', plan: 'storage', quantity: 2, to: march })],
  })
  const scene = (invoices: readonly InvoiceRow[]) =>
    clausesOf(
      payBeforeCommit,
      sceneOf({
        view: { subscriptions: [subscriptionOf(held)], invoices: [invoiceOf({}), renewalOf({}), ...invoices] },
        before: { subscriptions: [subscriptionOf({})] },
      }),
    )
  expect(scene([paid])).toEqual([])
  expect(scene([])).toEqual(['add-on'])
  expect(scene([{ ...paid, status: 'void' }])).toEqual(['add-on'])
})

test('what was left of a step up when it was lost is in force again when its bank gives it back', () => {
  const [lost, won] = [utc('2024-03-07'), utc('2024-03-09')]
  const given = { charge: 'ch_ada_3', amount: minor(851) }
  const disputes = [
    disputeOf({ ...given, at: lost, status: 'lost', moved: minor(-851) }),
    disputeOf({ ...given, at: won, status: 'won', moved: minor(851) }),
  ]
  const charges = [...sceneOf().truth.charges, upgradeCharge({})]
  const more = (quantity: number) => lineOf({ quantity, from: utc('2024-03-05'), to: march })
  const judged = (step: InvoiceRow, is: Partial<SubscriptionRow>, told = disputes, now = won) =>
    clausesOf(
      payBeforeCommit,
      sceneOf({
        now,
        before,
        truth: { charges, disputes: told },
        view: { subscriptions: [subscriptionOf(is)], invoices: [invoiceOf({}), renewalOf({}), step] },
      }),
    )
  const three = upgradeOf({ reason: 'quantity', lines: [more(3)] })
  expect(judged(three, { quantity: 2 })).toEqual([])
  expect(judged(three, { quantity: 2 }, [])).toEqual(['quantity'])
  expect(judged(three, { quantity: 2 }, disputes.slice(0, 1))).toEqual(['quantity'])
  expect(judged(three, { quantity: 2 }, disputes, utc('2024-03-20'))).toEqual(['quantity'])
  expect(judged(three, { quantity: 4 })).toEqual(['quantity'])
  expect(judged(three, { quantity: 2, plan: 'pro' })).toEqual(['plan'])
  const team = upgradeOf({ lines: [lineOf({ plan: 'team', from: utc('2024-03-05'), to: march, amount: minor(4_000) })] })
  expect(judged(team, { plan: 'pro' })).toEqual([])
  expect(judged(team, { plan: 'pro' }, [])).toEqual(['plan'])
  const beside = upgradeOf({
    reason: 'add-on',
    lines: [{ ...more(3), item: 'ada/sub 1/storage', plan: 'storage' }],
  })
  const held = (quantity: number) => ({ addOns: [{ key: 'storage', quantity }] })
  expect(judged(beside, held(2))).toEqual([])
  expect(judged(beside, held(2), [])).toEqual(['add-on'])
  expect(judged(beside, held(4))).toEqual(['add-on'])
})

test('what was sent on terms that were asked for binds before it is paid', () => {
  const invoices = [invoiceOf({ status: 'open', due: utc('2024-02-14T09:00Z') })]
  const truth = { commands: [commandOf({ do: 'subscribe', plan: 'basic', quantity: 1, terms: days(14) }, january)] }
  const now = utc('2024-02-01')
  expect(clausesOf(payBeforeCommit, sceneOf({ now, truth, view: { invoices } }))).toEqual([])
  expect(clausesOf(payBeforeCommit, sceneOf({ now, view: { invoices } }))).toEqual(['signup'])
})

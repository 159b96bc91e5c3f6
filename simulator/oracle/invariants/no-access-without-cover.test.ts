import { type AccessRow, days, type Instant, minor, utc } from '#machines'
import { expect, test } from 'vitest'
import {
  attemptOf,
  clausesOf,
  commandOf,
  disputeOf,
  invoiceOf,
  january,
  march,
  refundOf,
  renewalCharge,
  renewalOf,
  sceneOf,
  upgradeOf,
} from '../scene-of.fixture.ts'
import { noAccessWithoutCover } from './no-access-without-cover.ts'

const access = (because: AccessRow['because'], until: Instant = march): readonly AccessRow[] => [
  { who: 'ada', plan: 'basic', quantity: 1, until, because },
]
const unpaid = [invoiceOf({}), renewalOf({ status: 'open' })]

test('access to what was paid is fine', () => {
  expect(clausesOf(noAccessWithoutCover, sceneOf())).toEqual([])
})

test('access as paid needs money that came for this moment', () => {
  expect(clausesOf(noAccessWithoutCover, sceneOf({ view: { invoices: unpaid } }))).toEqual(['paid'])
  expect(clausesOf(noAccessWithoutCover, sceneOf({ truth: { charges: [] } }))).toEqual(['paid'])
  expect(clausesOf(noAccessWithoutCover, sceneOf({ view: { access: [{ ...access('paid')[0]!, plan: 'pro' }] } }))).toEqual(['paid'])
})

test('grace is what policy grants, from the period’s end on', () => {
  const until = utc('2024-03-14T09:00Z')
  const view = { invoices: unpaid, access: access('grace', until) }
  expect(clausesOf(noAccessWithoutCover, sceneOf({ view }))).toEqual([])
  expect(clausesOf(noAccessWithoutCover, sceneOf({ view, now: until }))).toEqual(['grace'])
})

test('grace follows a period that was lost to its bank, and still does in the moment in which that gives it back', () => {
  const until = utc('2024-03-14T09:00Z')
  const invoices = [invoiceOf({ status: 'charged back', paid: minor(999), disputed: minor(999) }), renewalOf({ status: 'open' })]
  const view = { invoices, access: access('grace', until) }
  const lost = [disputeOf({}), disputeOf({ status: 'lost', at: utc('2024-02-12'), moved: minor(0) })]
  const won = [...lost, disputeOf({ status: 'won', at: utc('2024-03-04'), moved: minor(999) })]
  expect(clausesOf(noAccessWithoutCover, sceneOf({ truth: { disputes: lost }, view }))).toEqual([])
  expect(clausesOf(noAccessWithoutCover, sceneOf({ truth: { disputes: won }, view }))).toEqual([])
  expect(clausesOf(noAccessWithoutCover, sceneOf({ truth: { disputes: won }, view, now: until }))).toEqual(['grace'])
  // Nobody ever lost it: then nothing says why it is charged back, and it gave no time.
  expect(clausesOf(noAccessWithoutCover, sceneOf({ truth: { disputes: [] }, view }))).toEqual(['grace'])
})

test('a period that went back in full gives nothing where policy says so, but for what its time had given when it was over', () => {
  const policy = { ...sceneOf().policy, fullRefund: 'cancel' as const }
  const back = { refunded: minor(999) }
  expect(clausesOf(noAccessWithoutCover, sceneOf({ view: { invoices: [invoiceOf({}), renewalOf(back)] } }))).toEqual([])
  expect(clausesOf(noAccessWithoutCover, sceneOf({ policy, view: { invoices: [invoiceOf({}), renewalOf(back)] } }))).toEqual(['paid'])
  // What a step up came to within it is not what the period began with.
  const stepUp = upgradeOf({ refunded: minor(851) })
  const view = { invoices: [invoiceOf({}), renewalOf({}), stepUp], access: [{ ...access('paid')[0]!, plan: 'pro' }] }
  const upgradeCharge = renewalCharge({ id: 'ch_ada_3', amount: stepUp.total, metadata: { invoice: stepUp.id } })
  expect(
    clausesOf(noAccessWithoutCover, sceneOf({ policy, truth: { charges: [...sceneOf().truth.charges, upgradeCharge] }, view })),
  ).toEqual([])
  // The signup's period went back: before its end, or when it was over.
  const grace = { invoices: [invoiceOf(back), renewalOf({ status: 'open' })], access: access('grace', utc('2024-03-14T09:00Z')) }
  const refunded = (at: Instant) => ({ refunds: [refundOf({ charge: 'ch_ada_1', amount: minor(999), at })] })
  expect(clausesOf(noAccessWithoutCover, sceneOf({ policy, truth: refunded(utc('2024-02-10')), view: grace }))).toEqual(['grace'])
  expect(clausesOf(noAccessWithoutCover, sceneOf({ policy, truth: refunded(utc('2024-03-05')), view: grace }))).toEqual([])
})

test('a trial must have been asked for, and ends', () => {
  const signup = { do: 'subscribe', plan: 'basic', quantity: 1, method: 'card', trial: days(7) } as const
  const truth = { commands: [commandOf(signup, january)] }
  const until = utc('2024-02-07T09:00Z')
  const view = { invoices: [], access: access('trial', until) }
  expect(clausesOf(noAccessWithoutCover, sceneOf({ now: utc('2024-02-01'), truth, view }))).toEqual([])
  expect(clausesOf(noAccessWithoutCover, sceneOf({ now: until, truth, view }))).toEqual(['trial'])
  expect(clausesOf(noAccessWithoutCover, sceneOf({ now: utc('2024-02-01'), view }))).toEqual(['trial'])
})

test('a renewal is under way until its first attempt fails', () => {
  const view = { invoices: unpaid, access: access('renewing') }
  expect(clausesOf(noAccessWithoutCover, sceneOf({ view }))).toEqual([])
  const attempts = [attemptOf({ invoice: 'ada/sub 1/renewal 2024-02-29', status: 'failed' })]
  const charges = [...sceneOf().truth.charges.slice(0, 1), renewalCharge({ outcome: 'declined' })]
  expect(clausesOf(noAccessWithoutCover, sceneOf({ truth: { charges }, view: { ...view, attempts } }))).toEqual(['renewing'])
})

test('terms give what an invoice that was sent is for, until that is due', () => {
  const due = utc('2024-03-14T09:00Z')
  const truth = { commands: [commandOf({ do: 'subscribe', plan: 'basic', quantity: 1, terms: days(14) }, january)] }
  const view = { invoices: [invoiceOf({}), renewalOf({ status: 'open', due })], access: access('terms', due) }
  expect(clausesOf(noAccessWithoutCover, sceneOf({ truth, view }))).toEqual([])
  expect(clausesOf(noAccessWithoutCover, sceneOf({ view }))).toEqual(['terms'])
  expect(clausesOf(noAccessWithoutCover, sceneOf({ truth, view: { ...view, access: access('terms') } }))).toEqual(['terms'])
  const policy = { ...sceneOf().policy, accessOnTerms: 'once paid' as const }
  expect(clausesOf(noAccessWithoutCover, sceneOf({ policy, truth, view }))).toEqual(['terms'])
})

import { minor, utc } from '#machines'
import { expect, test } from 'vitest'
import { disputesIn, isHeld, isKnownHeld, isKnownLost, isLost, lossesOf, takingAway } from './disputes.ts'
import { noAccessWithoutCover } from './invariants/no-access-without-cover.ts'
import { terminalStaysTerminal } from './invariants/terminal-stays-terminal.ts'
import { capturedEqualsPaid } from './laws/captured-equals-paid.ts'
import { clausesOf, disputeOf, invoiceOf, renewalOf, sceneOf } from './scene-of.fixture.ts'

const ofRenewal = { charge: 'ch_ada_2', at: utc('2024-03-02') }
const asked = disputeOf({ ...ofRenewal, status: 'inquiry', moved: minor(0), at: utc('2024-03-01') })
const taken = disputeOf(ofRenewal)
const kept = disputeOf({ ...ofRenewal, status: 'lost', at: utc('2024-03-10'), moved: minor(0) })
const back = disputeOf({ ...ofRenewal, status: 'won', at: utc('2024-03-20'), moved: minor(999) })
const standing = (disputes: readonly ReturnType<typeof disputeOf>[]) => disputesIn(sceneOf({ truth: { disputes } }))[0]!

test('the newest step says how a dispute stands, and all of them what the bank has', () => {
  expect(standing([asked])).toMatchObject({ status: 'inquiry', taken: 0, takenAt: undefined })
  expect(isHeld(standing([asked, taken]))).toBe(true)
  expect(isLost(standing([asked, taken, kept]))).toBe(true)
  expect(standing([asked, taken, kept, back])).toMatchObject({ status: 'won', taken: 0, takenAt: taken.at })
})

test('a loss and its end are told in order, and an end without a loss is none', () => {
  const losses = (disputes: readonly ReturnType<typeof disputeOf>[]) => lossesOf(sceneOf({ truth: { disputes } }), renewalOf({}))
  expect(losses([taken, back])).toEqual([])
  // What had gone back before the bank does not take.
  expect(losses([kept])).toEqual([])
  expect(losses([taken, kept, back])).toEqual([
    { at: kept.at, isLost: true },
    { at: back.at, isLost: false },
  ])
})

test('what is withheld hangs on policy, what is lost does not; and word on its way excuses both', () => {
  const scene = (policy: 'keep' | 'withhold', disputes: readonly ReturnType<typeof disputeOf>[], pending: readonly string[] = []) => {
    const plain = sceneOf({ truth: { disputes, pending } })
    return { ...plain, policy: { ...plain.policy, disputeAccess: policy } }
  }
  expect(isKnownHeld(scene('withhold', [taken]), renewalOf({}))).toBe(true)
  expect(isKnownHeld(scene('keep', [taken]), renewalOf({}))).toBe(false)
  expect(isKnownHeld(scene('withhold', [taken], ['dp_ada_1']), renewalOf({}))).toBe(false)
  expect(isKnownLost(scene('keep', [taken, kept]), renewalOf({}))).toBe(true)
  expect(isKnownLost(scene('keep', [taken, kept], ['dp_ada_1']), renewalOf({}))).toBe(false)
  expect(takingAway(scene('keep', [taken]))).toEqual([])
  expect(takingAway(scene('keep', [taken, kept]))).toHaveLength(2)
})

test('who goes on using what was lost is told of, and who is paid no longer is not', () => {
  const now = utc('2024-03-15')
  expect(clausesOf(noAccessWithoutCover, sceneOf({ now, truth: { disputes: [taken] } }))).toEqual([])
  expect(clausesOf(noAccessWithoutCover, sceneOf({ now, truth: { disputes: [taken, kept] } }))).toEqual(['paid'])
  expect(clausesOf(noAccessWithoutCover, sceneOf({ now, truth: { disputes: [taken, kept] }, view: { access: [] } }))).toEqual([
    'nothing to judge',
  ])
})

test('a paid invoice may be charged back where a bank took its money, and nowhere else', () => {
  const view = { invoices: [invoiceOf({}), renewalOf({ status: 'charged back' })] }
  const before = sceneOf().view
  expect(clausesOf(terminalStaysTerminal, sceneOf({ before, view, truth: { disputes: [taken, kept] } }))).toEqual([])
  expect(clausesOf(terminalStaysTerminal, sceneOf({ before, view }))).toEqual(['invoice'])
})

test('what a bank has is not kept, and the row says so', () => {
  const truth = { disputes: [taken] }
  expect(clausesOf(capturedEqualsPaid, sceneOf({ truth }))).toEqual(['net'])
  expect(
    clausesOf(capturedEqualsPaid, sceneOf({ truth, view: { invoices: [invoiceOf({}), renewalOf({ disputed: minor(999) })] } })),
  ).toEqual([])
})

import type { InvoiceRow, View } from '#machines'
import { days, later, utc } from '#machines'
import { expect, test } from 'vitest'
import { attemptOf, clausesOf, commandOf, invoiceOf, january, sceneOf, subscriptionOf } from '../scene-of.fixture.ts'
import { termsAreKept } from './terms-are-kept.ts'

const due = later(january, days(14))
const asked = commandOf({ do: 'subscribe', plan: 'basic', quantity: 1, terms: days(14) }, january)
const mail = (notice: string, at: string, over: object = {}) => ({
  kind: 'mail' as const,
  who: 'ada',
  detail: JSON.stringify({ notice, cause: `ada/sub 1/signup${notice === 'invoice' ? ' invoice' : '/due reminder'}`, due, ...over }),
  at: utc(at),
})

/** Ada was sent an invoice on 31 January, to be paid by 14 February. */
const sentOn = (now: string, over: Partial<InvoiceRow> = {}, view: View = {}, effects = [mail('invoice', '2024-01-31T09:00Z')]) =>
  sceneOf({
    now: utc(now),
    truth: { commands: [asked], effects },
    view: {
      invoices: [invoiceOf({ status: 'open', due, ...over })],
      attempts: [],
      notices: [{ who: 'ada', kind: 'invoice', cause: 'ada/sub 1/signup invoice', at: january }],
      ...view,
    },
  })

test('an invoice that was sent and waits for its day, or is past it', () => {
  expect(clausesOf(termsAreKept, sentOn('2024-02-10'))).toEqual([])
  const reminded = [mail('invoice', '2024-01-31T09:00Z'), mail('reminder', '2024-02-14T09:00Z')]
  const pastDue = { subscriptions: [subscriptionOf({ status: 'past due' })] }
  expect(clausesOf(termsAreKept, sentOn('2024-02-16', {}, pastDue, reminded))).toEqual([])
})

test('without terms there is nothing to judge', () => {
  expect(clausesOf(termsAreKept, sceneOf())).toEqual(['nothing to judge'])
})

test('a day that nobody agreed to', () => {
  expect(clausesOf(termsAreKept, sentOn('2024-02-10', { due: later(january, days(7)) }, {}, []))).toEqual(['terms'])
})

test('a card that is charged for what was sent, unless the customer pays an old debt', () => {
  const attempts = [attemptOf({ startedAt: utc('2024-02-15') })]
  const scene = sentOn('2024-02-16', {}, { attempts })
  expect(clausesOf(termsAreKept, scene)).toEqual(['charged'])
  expect(termsAreKept.violations(scene)[0]?.says).toBe("ada's ada/sub 1/signup, due on 2024-02-14, was sent, and charged on 2024-02-15")
  const asksTo = commandOf({ do: 'pay debt' }, utc('2024-02-14T23:00Z'))
  expect(clausesOf(termsAreKept, { ...scene, truth: { ...scene.truth, commands: [asked, asksTo] } })).toEqual([])
})

test('what is held against the customer before the day', () => {
  expect(clausesOf(termsAreKept, sentOn('2024-02-10', { status: 'uncollectible' }))).toEqual(['given up'])
  expect(clausesOf(termsAreKept, sentOn('2024-02-10', {}, { subscriptions: [subscriptionOf({ status: 'past due' })] }))).toEqual([
    'past due',
  ])
})

test('a mail that says another day, one that comes too early, and none at all', () => {
  expect(clausesOf(termsAreKept, sentOn('2024-02-10', {}, {}, [mail('invoice', '2024-01-31', { due: undefined })]))).toEqual(['mail'])
  const early = [mail('invoice', '2024-01-31'), mail('reminder', '2024-02-12')]
  expect(clausesOf(termsAreKept, sentOn('2024-02-13', {}, {}, early))).toEqual(['reminded'])
  expect(clausesOf(termsAreKept, sentOn('2024-02-10', {}, { notices: [] }))).toEqual(['not sent'])
})

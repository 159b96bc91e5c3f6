import { minor, utc } from '#machines'
import { expect, test } from 'vitest'
import {
  attemptOf,
  chargeOf,
  clausesOf,
  commandOf,
  invoiceOf,
  refundOf,
  renewalOf,
  sceneOf,
  type SceneChanges,
  subscribed,
  subscriptionOf,
} from '../scene-of.fixture.ts'
import { nothingAfterDeletion as X } from './nothing-after-deletion.ts'

const left = utc('2024-03-01')
const leave = commandOf({ do: 'delete account' }, left)
const deleted = ({ truth, view, ...rest }: SceneChanges = {}) =>
  sceneOf({
    truth: { commands: [subscribed, leave], ...truth },
    view: { subscriptions: [subscriptionOf({ status: 'canceled' })], access: [], ...view },
    ...rest,
  })

test('who never asked for it is not judged, nor who was refused', () => {
  expect(clausesOf(X, sceneOf())).toEqual(['nothing to judge'])
  const refused = commandOf({ do: 'delete account' }, left, { reply: { kind: 'refused', reason: 'no' } })
  expect(clausesOf(X, sceneOf({ truth: { commands: [subscribed, refused] } }))).toEqual(['nothing to judge'])
})

test('a deleted account whose books stay holds', () => {
  expect(clausesOf(X, deleted())).toEqual([])
})

test('an attempt, a notice and access after it are told', () => {
  const late = utc('2024-03-05')
  expect(clausesOf(X, deleted({ view: { attempts: [attemptOf({ startedAt: late })] } }))).toEqual(['charged'])
  expect(clausesOf(X, deleted({ view: { attempts: [attemptOf({})] } }))).toEqual([])
  expect(clausesOf(X, deleted({ view: { notices: [{ who: 'ada', kind: 'failure', cause: 'x failure', at: late }] } }))).toEqual(['mailed'])
  expect(clausesOf(X, deleted({ view: { access: sceneOf().view.access } }))).toEqual(['granted'])
})

test('in the end no invoice is open, and money that still came has gone back', () => {
  const open = { view: { invoices: [invoiceOf({}), renewalOf({ status: 'open' })] } } as const
  expect(clausesOf(X, deleted(open))).toEqual(['asked'])
  expect(clausesOf(X, deleted({ ...open, at: 'quiet' }))).toEqual([])
  const charges = [...sceneOf().truth.charges, chargeOf({ id: 'ch_ada_9', at: utc('2024-03-02') })]
  expect(clausesOf(X, deleted({ truth: { charges } }))).toEqual(['kept'])
  const back = refundOf({ charge: 'ch_ada_9', at: utc('2024-03-03') })
  expect(clausesOf(X, deleted({ truth: { charges, refunds: [back] } }))).toEqual([])
  expect(clausesOf(X, deleted({ truth: { charges, refunds: [{ ...back, amount: minor(1) }] } }))).toEqual(['kept'])
})

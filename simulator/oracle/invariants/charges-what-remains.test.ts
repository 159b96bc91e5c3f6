import { minor } from '#machines'
import { expect, test } from 'vitest'
import { attemptOf, clausesOf, commandOf, february, invoiceOf, march, renewalOf, sceneOf, subscribed } from '../scene-of.fixture.ts'
import { chargesWhatRemains } from './charges-what-remains.ts'

const started = attemptOf({ id: 'new', invoice: renewalOf({}).id, status: 'started' })

test('an attempt for what is due is fine', () => {
  expect(clausesOf(chargesWhatRemains, sceneOf({ view: { invoices: [renewalOf({ status: 'open' })], attempts: [started] } }))).toEqual([])
})

test('an attempt for more than is due is told', () => {
  const attempts = [{ ...started, amount: minor(1_000) }]
  expect(clausesOf(chargesWhatRemains, sceneOf({ view: { invoices: [renewalOf({ status: 'open' })], attempts } }))).toEqual(['amount'])
})

test('an invoice that is paid or void is charged no more', () => {
  expect(clausesOf(chargesWhatRemains, sceneOf({ view: { attempts: [started] } }))).toEqual(['closed'])
})

test('a second attempt while the first is under way is told, when it starts', () => {
  const view = { invoices: [renewalOf({ status: 'open' })], attempts: [{ ...started, id: 'old', status: 'unknown' as const }, started] }
  expect(clausesOf(chargesWhatRemains, sceneOf({ before: { attempts: view.attempts.slice(0, 1) }, view }))).toEqual(['at once'])
  expect(clausesOf(chargesWhatRemains, sceneOf({ before: view, view }))).toEqual([])
})

test('what was given up is charged only to whoever asked to pay it', () => {
  const asked = commandOf({ do: 'pay debt' }, february)
  const late = { ...started, startedAt: march }
  const view = { invoices: [renewalOf({ status: 'uncollectible' })], attempts: [late] }
  expect(clausesOf(chargesWhatRemains, sceneOf({ view }))).toEqual(['closed'])
  expect(clausesOf(chargesWhatRemains, sceneOf({ view, truth: { commands: [subscribed, asked] } }))).toEqual([])
})

test('nobody is charged so little that no card could be', () => {
  const attempts = [attemptOf({ status: 'started', amount: minor(49) })]
  const view = { attempts, invoices: [invoiceOf({ status: 'open', credited: minor(950) })] }
  expect(clausesOf(chargesWhatRemains, sceneOf({ at: 'commit', before: { attempts: [] }, view }))).toEqual(['too little'])
  const policy = { ...sceneOf().policy, chargesFrom: minor(1) }
  expect(clausesOf(chargesWhatRemains, sceneOf({ policy, at: 'commit', before: { attempts: [] }, view }))).toEqual([])
})

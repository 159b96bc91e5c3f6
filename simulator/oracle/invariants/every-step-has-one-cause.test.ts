import type { TrailRow } from '#machines'
import { later, minutes } from '#machines'
import { expect, test } from 'vitest'
import { attemptOf, clausesOf, deliveryOf, january, sceneOf } from '../scene-of.fixture.ts'
import { everyStepHasOneCause } from './every-step-has-one-cause.ts'

const attempt = 'ada/sub 1/signup/attempt 1'
const line = (id: string, by: string, over: Partial<TrailRow> = {}): TrailRow => ({
  who: 'ada',
  id,
  what: 'payment succeeded',
  at: later(january, minutes(1)),
  by,
  payment: undefined,
  ...over,
})
const asked = line('ada/command 1', 'command subscribe')
const started = line(`${attempt}/decided`, 'command subscribe')
const paid = line(`${attempt}/succeeded`, `answer ${attempt}`, { payment: 'pi_ada_1' })
const clauses = (...trail: readonly TrailRow[]) =>
  clausesOf(
    everyStepHasOneCause,
    sceneOf({ view: { trail, attempts: [attemptOf({})], notices: [] }, truth: { deliveries: [deliveryOf({ object: 'pi_ada_2' })] } }),
  )

test('holds where each step leads back to a request, link by link', () => expect(clauses(asked, started, paid)).toEqual([]))

test('misses why an attempt was started and who told us that it was paid', () => {
  expect(clauses(asked, started)).toEqual(['attempt without cause'])
  expect(clauses(asked, { ...paid, by: 'command subscribe' })).toEqual(['attempt without cause'])
  expect(clauses(asked, started, { ...paid, payment: 'pi_ada_2' })).toEqual(['attempt without cause'])
})

test('sees a cause that never was, is of another payment, or is told twice', () => {
  expect(clauses(asked, started, { ...paid, by: 'trace 5' })).toEqual(['unknown cause'])
  expect(clauses(asked, started, { ...paid, by: 'command cancel' })).toEqual(['unknown cause'])
  expect(clauses(asked, started, { ...paid, by: 'event evt_ada_1' })).toEqual(['unknown cause'])
  expect(clauses(asked, started, { ...paid, by: 'answer ada/nothing' })).toEqual(['unknown cause'])
  expect(clauses(asked, started, { ...paid, by: 'job work/2024-02-29T10:00:00Z' })).toEqual(['unknown cause'])
  expect(clauses(asked, started, { ...paid, by: 'job work/2024-01-31T09:00:00Z' })).toEqual([])
  expect(clauses(asked, started, paid, paid)).toEqual(['two causes'])
})

test('sees a notice that nothing speaks for', () => {
  const view = { trail: [], attempts: [], notices: [{ who: 'ada', kind: 'receipt' as const, cause: `${attempt} receipt`, at: january }] }
  expect(clausesOf(everyStepHasOneCause, sceneOf({ view }))).toEqual(['notice without cause'])
})

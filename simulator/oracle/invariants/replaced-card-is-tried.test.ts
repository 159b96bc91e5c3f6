import { utc } from '#machines'
import { expect, test } from 'vitest'
import { chargeOf, clausesOf, commandOf, disputeOf, invoiceOf, renewalCharge, renewalOf, sceneOf } from '../scene-of.fixture.ts'
import { replacedCardIsTried } from './replaced-card-is-tried.ts'

const now = utc('2024-03-10')
const refused = renewalCharge({ outcome: 'declined', code: 'expired_card' })
const update = { method: refused.method, owner: 'ada', at: utc('2024-03-02') } as const
const view = { invoices: [invoiceOf({}), renewalOf({ status: 'open' })] }
const charges = [chargeOf({}), refused]

test('an invoice that waits for another card, and gets one from the network, is to be tried', () => {
  expect(clausesOf(replacedCardIsTried, sceneOf({ now, view, truth: { charges, cardUpdates: [update] } }))).toEqual(['untried'])
})

test('tried it may still be open', () => {
  const again = renewalCharge({ id: 'ch_ada_3', outcome: 'declined', code: 'insufficient_funds', at: utc('2024-03-02T00:01Z') })
  expect(clausesOf(replacedCardIsTried, sceneOf({ now, view, truth: { charges: [...charges, again], cardUpdates: [update] } }))).toEqual([])
})

test('who has brought another card, or cannot have heard yet, need not try this one', () => {
  const commands = [commandOf({ do: 'update method', method: 'card' }, utc('2024-03-01'))]
  expect(clausesOf(replacedCardIsTried, sceneOf({ now, view, truth: { charges, cardUpdates: [update], commands } }))).toEqual([])
  const pending = ['pm_ada_1']
  expect(clausesOf(replacedCardIsTried, sceneOf({ now, view, truth: { charges, cardUpdates: [update], pending } }))).toEqual([])
  expect(clausesOf(replacedCardIsTried, sceneOf({ now: utc('2024-03-04'), view, truth: { charges, cardUpdates: [update] } }))).toEqual([])
})

test('given up untried it was forgotten just as well, unless somebody asked for its end or a bank caused it', () => {
  const ended = { invoices: [invoiceOf({}), renewalOf({ status: 'uncollectible' })] }
  const scene = (truth: Parameters<typeof sceneOf>[0] = {}) =>
    sceneOf({ at: 'commit', now, before: view, view: ended, ...truth, truth: { charges, cardUpdates: [update], ...truth.truth } })
  expect(clausesOf(replacedCardIsTried, scene())).toEqual(['given up'])
  expect(clausesOf(replacedCardIsTried, scene({ before: ended }))).toEqual([])
  expect(clausesOf(replacedCardIsTried, scene({ view }))).toEqual([])
  expect(clausesOf(replacedCardIsTried, scene({ now: utc('2024-03-04') }))).toEqual([])
  const commands = [commandOf({ do: 'cancel', when: 'now' }, now)]
  expect(clausesOf(replacedCardIsTried, scene({ truth: { commands } }))).toEqual([])
  expect(clausesOf(replacedCardIsTried, scene({ truth: { disputes: [disputeOf({ at: now })] } }))).toEqual([])
})

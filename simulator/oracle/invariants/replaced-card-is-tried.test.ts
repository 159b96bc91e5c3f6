import { utc } from '#machines'
import { expect, test } from 'vitest'
import { chargeOf, clausesOf, commandOf, invoiceOf, renewalCharge, renewalOf, sceneOf } from '../scene-of.fixture.ts'
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

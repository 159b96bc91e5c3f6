import { minor, utc } from '#machines'
import type { ProviderEvent } from '#simulator'
import { expect, test } from 'vitest'
import { translateDispute } from './disputes.ts'

const at = utc('2024-02-05')
const move = (amount: number, fee = 0) => ({ amount, fee })
const event = (status: string, moves: readonly object[], type = 'charge.dispute.updated'): ProviderEvent => ({
  id: 'evt_ada_9',
  type,
  owner: 'ada',
  at,
  object: { id: 'dp_ada_1', charge: 'ch_ada_1', status, balance_transactions: moves },
})
const told = (status: string, moves: readonly object[]) => translateDispute(event(status, moves), at)[0]

test('what stands in a dispute’s own transactions is what the bank has, and what the provider asked', () => {
  expect(told('needs_response', [move(-999, 1_500)])).toMatchObject({ stands: 'taken', taken: 999, fees: 1_500, charge: 'ch_ada_1' })
  expect(told('won', [move(-999, 1_500), move(999)])).toMatchObject({ stands: 'won', taken: 0, fees: 1_500 })
  expect(told('lost', [move(-999, 1_500), move(999), move(-999)])).toMatchObject({ stands: 'lost', taken: minor(999) })
})

test('the same said in other events is one fact, and the next round another', () => {
  const first = told('needs_response', [move(-999)])!
  expect(told('under_review', [move(-999)])!.id).toBe(first.id)
  expect(told('needs_response', [move(-999), move(999), move(-999)])!.id).not.toBe(first.id)
  expect(told('lost', [move(-999)])!.id).not.toBe(first.id)
})

test('a word that we do not know, and an event about something else, say nothing', () => {
  expect(told('appeal_under_review', [])).toBeUndefined()
  expect(translateDispute(event('lost', [], 'charge.refunded'), at)).toEqual([])
})

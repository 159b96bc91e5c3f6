import { utc } from '#machines'
import type { ProviderEvent } from '#simulator'
import { expect, test } from 'vitest'
import { translateRefund } from './refunds.ts'

const at = utc('2024-02-05')
const event = (over: object, type = 'refund.created'): ProviderEvent => ({
  id: 'evt_ada_9',
  type,
  owner: 'ada',
  at,
  object: { id: 're_ada_1', charge: 'ch_ada_1', amount: 500, status: 'succeeded', metadata: {}, ...over },
})

test('money that somebody gave back at the dashboard is told, once however often', () => {
  const [fact] = translateRefund(event({}), at)
  expect(fact).toMatchObject({ kind: 'refund told', who: 'ada', provider: 're_ada_1', charge: 'ch_ada_1', amount: 500 })
  expect(translateRefund(event({}), utc('2024-02-09'))[0]!.id).toBe(fact!.id)
})

test('a refund of ours, one that moved nothing, and an event about something else say nothing', () => {
  expect(translateRefund(event({ metadata: { refund: 'ada/sub 1/signup/refund 1' } }), at)).toEqual([])
  expect(translateRefund(event({ status: 'failed' }), at)).toEqual([])
  expect(translateRefund(event({}, 'charge.refunded'), at)).toEqual([])
})

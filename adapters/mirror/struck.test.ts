import { expect, it } from 'vitest'
import { days, type Duration, hours, minutes, seconds, utc } from '#machines'
import { struck, subscribes } from '../struck.fixture.ts'
import { mirror } from './index.ts'

const at = (...spans: readonly Duration[]): Duration => spans.reduce((sum, span) => sum + span, 0) as Duration

it('an older state that was read before somebody read a newer one is not written over it, though the rows look alike', () => {
  const moment = at(days(45), hours(17), minutes(9))
  const choices = { 'ada/customer.subscription.updated sub_ada_1 3/delivery 1/before read customers/delivery timeout': true } as const
  const { record, broken } = struck(
    mirror(),
    utc('2023-02-28'),
    [
      [days(0), 'subscribe', subscribes('pro')],
      [moment, 'change plan', { do: 'change plan', plan: 'basic' }],
      [at(moment, seconds(23)), 'change plan 2', { do: 'change plan', plan: 'pro' }],
    ],
    choices,
  )
  expect(record.size).toBe(1)
  expect(broken).toEqual([])
})

it('an event of an object that is gone is taken and changes nothing', () => {
  const { record, broken } = struck(mirror(), utc('2024-01-31'), [[days(0), 'subscribe', subscribes('pro')]], {
    'ada/customer.subscription.created sub_ada_1/poison': true,
  })
  expect(record.size).toBe(1)
  expect(broken).toEqual([])
})

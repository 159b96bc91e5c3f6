import { days, defaultPolicy, isoInstant, utc } from '#machines'
import { expect, it } from 'vitest'
import { inItsTime } from './far-future.ts'

const from = (starts: string) => ({ scenario: 'cards', starts: utc(starts), lasts: days(90), policy: defaultPolicy, story: [] })
const startsOf = (starts: string, clock: 'controlled' | 'service'): string => isoInstant(inItsTime(from(starts), { clock }).starts)

it('leaves a world alone whose clock the system takes', () => {
  const workload = from('2024-01-31T09:17:03Z')
  expect(inItsTime(workload, { clock: 'controlled' })).toBe(workload)
})

it.each([
  ['2024-01-31T09:17:03Z', '2032-01-31T09:17:03.000Z'],
  ['2024-02-29', '2032-02-29T00:00:00.000Z'],
  ['2023-02-28', '2035-02-28T00:00:00.000Z'],
  ['2011-12-30T10:00:00Z', '2035-12-30T10:00:00.000Z'],
])('puts a world that begins on %s where the same day is years ahead', (starts, becomes) => {
  expect(new Date(startsOf(starts, 'service')).toISOString()).toBe(becomes)
})

it('changes nothing when it is done again', () => {
  const once = inItsTime(from('2024-02-29'), { clock: 'service' })
  expect(inItsTime(once, { clock: 'service' })).toBe(once)
})

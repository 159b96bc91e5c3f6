import { expect, it } from 'vitest'
import { commandAccepted, customerCreated, decided, later, seconds, utc } from '#machines'
import { factsText } from './facts-text.ts'

const at = utc('2024-01-31T09:00Z')
const asked = commandAccepted('ada', 1, 1, { do: 'subscribe', plan: 'basic', quantity: 1, method: 'card' }, { at })
const wanted = decided({ kind: 'create customer', key: 'ada/customer', who: 'ada', turn: 2 }, at)
const made = customerCreated('ada', 'cus_1', { at, recordedAt: later(at, seconds(1)) })

it('facts of one instant are told as one led to the other, each once, with when they were known where that was later', () => {
  const told = factsText({ facts: [made, wanted, asked, made] })
  expect(told.map((line) => line.replace(/ \{.*/, ''))).toEqual([
    '2024-01-31T09:00:00.000Z command accepted ada/command 1',
    '2024-01-31T09:00:00.000Z decided ada/customer/decided',
    '2024-01-31T09:00:00.000Z, known 2024-01-31T09:00:01.000Z customer created ada/customer/created',
  ])
})

it('of many the first twenty are shown, and how many there are beside them', () => {
  const many = Array.from({ length: 25 }, (_, place) => commandAccepted('ada', place + 1, place + 1, { do: 'cancel', when: 'now' }, { at }))
  expect(factsText({ facts: many }).at(-1)).toBe('… and 5 more')
})

import { days, defaultPolicy } from '#machines'
import { expect, it } from 'vitest'
import { Draw } from './draw.ts'
import { growsEachMonth, renewalTroubles } from './troubles.ts'

const boundary = (n: number) => days(31 * n)
const signup = { at: days(0), command: { do: 'subscribe', plan: 'pro', quantity: 1, method: 'card' } } as const
const life = { boundary, plan: () => 'pro', unit: 1, policy: defaultPolicy, signup }
const drawn = Array.from({ length: 600 }, (_, n) => renewalTroubles(new Draw(`troubles ${n}`), life))

it('strikes some lives, and leaves most alone', () => {
  const struck = drawn.filter((acts) => acts.length > 0)
  expect(struck.length).toBeGreaterThan(120)
  expect(struck.length).toBeLessThan(240)
})

it('empties the card before a renewal, and pays the debt after everybody has given up', () => {
  for (const acts of drawn.filter(({ length }) => length > 0)) {
    expect(acts[0]!.command.do).toBe('update method')
    const due = acts[0]!.at < boundary(1) ? boundary(1) : boundary(2)
    for (const { at, command } of acts) if (command.do === 'pay debt') expect(at).toBeGreaterThan(due + days(15))
  }
})

it('grows some teams, by seats that are asked for between a renewal’s first attempt and the next', () => {
  const growing = Array.from({ length: 600 }, (_, n) => growsEachMonth(new Draw(`grows ${n}`), life)).filter(({ length }) => length > 0)
  expect(growing.length).toBeGreaterThan(120)
  expect(growing.length).toBeLessThan(240)
  const { draftWindow, retries } = defaultPolicy
  for (const acts of growing) {
    acts.forEach(({ at }, nth) => {
      const tried = boundary(nth + 1) + draftWindow
      expect(at > tried && at <= tried + retries[0]! && at % 1_000 === 0).toBe(true)
    })
    const seats = acts.map(({ command }) => (command.do === 'change quantity' ? command.quantity : 0))
    expect(seats).toEqual(seats.toSorted((a, b) => a - b))
    expect(new Set(seats).size).toBe(3)
  }
  expect(growsEachMonth(new Draw('grows'), { ...life, policy: { ...defaultPolicy, retries: [] } })).toEqual([])
})

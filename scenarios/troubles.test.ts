import { days } from '#machines'
import { expect, it } from 'vitest'
import { Draw } from './draw.ts'
import { renewalTroubles } from './troubles.ts'

const boundary = (n: number) => days(31 * n)
const signup = { at: days(0), command: { do: 'subscribe', plan: 'pro', quantity: 1, method: 'card' } } as const
const drawn = Array.from({ length: 600 }, (_, n) =>
  renewalTroubles(new Draw(`troubles ${n}`), { boundary, plan: () => 'pro', unit: 1, signup }),
)

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

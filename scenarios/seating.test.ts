import { days, defaultPolicy } from '#machines'
import { expect, it } from 'vitest'
import { Draw } from './draw.ts'
import { seating } from './seating.ts'

const signup = { at: days(3), command: { do: 'subscribe', plan: 'basic', quantity: 2, method: 'card' } } as const
const drawn = Array.from({ length: 600 }, (_, n) =>
  seating(new Draw(`seating ${n}`), { boundary: (nth) => days(31 * nth), plan: () => 'pro', unit: 1, policy: defaultPolicy, signup }),
).filter((acts) => acts.length > 0)

it('is about few lives, and in each three people want a seat before the team gets smaller', () => {
  expect(drawn.length).toBeGreaterThan(40)
  expect(drawn.length).toBeLessThan(110)
  for (const acts of drawn) {
    const seats = acts.flatMap(({ command }) => (command.do === 'assign seat' ? [command.seat] : []))
    expect(seats).toEqual(['fay', 'gil', 'hal'])
    expect(acts.at(-1)!.command.do).toBe('change quantity')
    expect(acts.at(-1)!.at).toBeLessThanOrEqual(days(62))
  }
})

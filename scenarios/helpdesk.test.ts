import { days, defaultPolicy } from '#machines'
import { expect, it } from 'vitest'
import { Draw } from './draw.ts'
import { helpdesk } from './helpdesk.ts'

const signup = { at: days(3), command: { do: 'subscribe', plan: 'basic', quantity: 2, method: 'card' } } as const
const life = { boundary: (nth: number) => days(31 * nth), plan: () => 'pro', unit: 1, policy: defaultPolicy, signup }
const drawn = Array.from({ length: 600 }, (_, n) => helpdesk(new Draw(`helpdesk ${n}`), life)).filter((acts) => acts.length > 0)

it('is called by few, after they signed up, and one operator serves each of them', () => {
  expect(drawn.length).toBeGreaterThan(20)
  expect(drawn.length).toBeLessThan(90)
  for (const acts of drawn) {
    expect(acts.every(({ at, command }) => at >= signup.at && at % 1_000 === 0 && command.do === 'recompute')).toBe(true)
    expect(new Set(acts.map(({ command }) => command.do === 'recompute' && command.operator)).size).toBe(1)
  }
})

it('looks, puts right, or clicks twice', () => {
  const ways = drawn.map((acts) => acts.map(({ command }) => command.do === 'recompute' && command.apply).join())
  expect(new Set(ways)).toEqual(new Set(['false', 'false,true', 'true', 'true,true', 'false,true,true']))
})

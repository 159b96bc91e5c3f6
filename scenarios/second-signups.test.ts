import { days, defaultPolicy, seconds } from '#machines'
import { expect, it } from 'vitest'
import { Draw } from './draw.ts'
import { secondSignups } from './second-signups.ts'

const signup = { at: days(3), command: { do: 'subscribe', plan: 'basic', quantity: 2, method: 'card' } } as const
const drawn = Array.from({ length: 600 }, (_, n) =>
  secondSignups(new Draw(`second ${n}`), { boundary: (nth) => days(31 * nth), plan: () => 'pro', unit: 1, policy: defaultPolicy, signup }),
)

it('leaves most lives with one signup', () => {
  const struck = drawn.filter((acts) => acts.length > 0)
  expect(struck.length).toBeGreaterThan(60)
  expect(struck.length).toBeLessThan(180)
})

it('clicks the same button within a minute and a half, or signs up again while the first months last', () => {
  const acts = drawn.flat()
  const clicks = acts.filter(({ command }) => command === signup.command)
  for (const { at } of clicks) expect(at - signup.at).toBeLessThanOrEqual(seconds(90))
  const others = acts.filter(({ command }) => command !== signup.command)
  for (const { at } of others) expect(at).toBeLessThanOrEqual(days(62))
  const trials = others.filter(({ command }) => command.do === 'subscribe' && command.trial !== undefined)
  expect([clicks.length > 0, trials.length > 0, others.length > trials.length]).toEqual([true, true, true])
})

import { expect, it } from 'vitest'
import { days, later, recompute, utc } from '#machines'
import { scenarios } from '#scenarios'
import { living } from './lives.ts'
import { systemNamed } from './systems.ts'
import { drawingOf } from './task.ts'

const drawn = scenarios.flatMap((each) => (each.kind === 'drawn' && each.name !== 'checkouts' ? [each] : []))

it('what is stored of a customer is known in the order in which it was stored, and tells what became of the customer', async () => {
  const { ground, live, close } = await living(systemNamed('reference'))
  const subscriptions = Array.from({ length: 12 }, (_, n) => drawingOf({ seed: n + 1, scenario: undefined }, ground)).flatMap(
    ({ workload, source }) => {
      const { result, lives } = live(workload, source)
      expect(result.verdict).toBe('held')
      expect(lives.length).toBeGreaterThan(0)
      return lives.map(({ who, facts }) => {
        expect(facts.every((fact) => fact.who === who && fact.id.startsWith(`${who}/`) && !('by' in fact))).toBe(true)
        expect(facts.every((fact, place) => place === 0 || fact.recordedAt >= facts[place - 1]!.recordedAt)).toBe(true)
        return recompute(facts, workload.policy, result.endedAt).state.subscriptions.length
      })
    },
  )
  expect(Math.max(...subscriptions)).toBeGreaterThan(0)
  await close()
})

it.each(drawn)('$name begins when somebody says so, and lasts as long', async ({ name, workloadFor }) => {
  const starts = utc('2024-02-29T12:00:00Z')
  const { ground, live, close } = await living(systemNamed('reference'), [])
  const { source } = drawingOf(
    { seed: 0, scenario: undefined },
    { ...ground, scenarios: scenarios.filter((each) => each.kind === 'story') },
  )
  const workload = workloadFor(5, starts)
  expect(workload.starts).toBe(starts)
  expect(workloadFor(5).scenario).toBe(name)
  const { result, lives } = live({ ...workload, lasts: days(400) }, source)
  expect(result.endedAt).toBeGreaterThanOrEqual(later(starts, days(400)))
  expect(lives.every(({ facts }) => facts.every(({ at }) => at >= starts))).toBe(true)
  await close()
})

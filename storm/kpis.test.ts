import { describe, expect, it } from 'vitest'
import { brokenPromises, joinedKpis, type Kpis, noKpis } from '#simulator'
import { openArena } from './arena.ts'
import { kpisOf } from './kpis.ts'
import { scenariosNamed, systemNamed } from './systems.ts'

/** Every seed's two counts, and what they come to together. Of all scenarios which a seed draws hangs on how many there are. */
async function over(name: string, seeds: number, scenario?: string): Promise<Kpis> {
  const arena = await openArena(systemNamed(name), scenariosNamed([]))
  let sum = noKpis
  for (let seed = 1; seed <= seeds; seed++) {
    const { counted, recounted } = kpisOf(arena, { seed, scenario })
    expect([name, seed, counted]).toEqual([name, seed, recounted])
    sum = joinedKpis(sum, counted)
  }
  return sum
}

describe('the figures', () => {
  it('of the reference are what it promises, counted twice', async () => {
    const kpis = await over('reference', 60)
    expect(brokenPromises(kpis)).toEqual([])
    expect(kpis).toMatchObject({ rollbacks: 0, upgradeDebt: 0 })
    expect(kpis.covered).toBe(kpis.running)
    expect(kpis.running).toBeGreaterThan(0)
    expect(kpis.disagreements).toBe(kpis.recoveries.length)
    expect(kpis.recoveries.length).toBeGreaterThan(5)
  }, 30_000)

  it.each([
    ['mutant:upgrade-before-payment', 'upgrade bad debt', 'plan-changes/upgrade-needs-authentication'],
    ['mutant:refund-unbooked', 'state disagreements that never ended', 'cards'],
    ['mutant:unknown-is-failure', 'state disagreements that never ended', 'cards'],
  ])(
    'of %s show %s, counted twice',
    async (name, promise, scenario) => expect(brokenPromises(await over(name, 40, scenario))).toContain(promise),
    30_000,
  )
})

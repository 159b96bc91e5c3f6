import { describe, expect, it } from 'vitest'
import { failingGoldenCases } from '#machines'
import { openArena } from './arena.ts'
import { alone } from './crew.ts'
import { stormOver } from './storm.ts'
import { scenariosNamed, systems } from './systems.ts'

const planted = systems.filter(({ name }) => name.startsWith('oracle:'))

/** Seeds by the score until the declared judge has spoken; all of them are a matter of seconds. */
async function firstSeedThatBreaks(name: string, code: string | undefined): Promise<number | undefined> {
  const arena = await openArena(
    planted.find((each) => each.name === name)!,
    scenariosNamed(['cards', 'cards-abroad', 'whole-lives', 'pauses/back-within-the-month']),
  )
  const crew = alone(arena)
  for (let first = 1; first <= 981; first += 20) {
    const { classes } = await crew.tally(Array.from({ length: 20 }, (_, index) => ({ seed: first + index, scenario: undefined })))
    const sighting = [...classes.values()].flatMap(({ sightings }) => sightings).find(({ violation }) => violation.code === code)
    if (sighting !== undefined) return sighting.seed
  }
  return undefined
}

describe('an error in the judge’s own parts', () => {
  it('is planted in each of its parts', () => {
    expect(planted.map(({ name }) => name)).toEqual([
      'oracle:proration',
      'oracle:calendar',
      'oracle:table',
      'oracle:twin',
      'oracle:clocks',
      'oracle:zone',
      'oracle:decimals',
      'oracle:leap-years',
      'oracle:ledger',
      'oracle:entitlement',
      'oracle:duplicates',
      'oracle:accountant',
      'oracle:figures',
    ])
    expect(planted.every(({ kind }) => kind === 'mutant')).toBe(true)
  })

  it.each(planted.flatMap(({ name, declares }) => (declares === 'golden' ? [] : [[name, declares] as const])))(
    '%s is seen by %s, which shares no part with it',
    async (name, declares) => {
      expect(await firstSeedThatBreaks(name, declares)).toBeGreaterThan(0)
    },
    // A second or two; more on a machine that has much else to do.
    30_000,
  )

  it('in a year that no run comes to is seen by a golden case, and by nothing else', async () => {
    const entry = planted.find(({ declares }) => declares === 'golden')!
    expect(await failingGoldenCases(entry.machines!)).toEqual(['month from 2099-12-31'])
    const arena = await openArena(entry, scenariosNamed(['cards', 'whole-lives']))
    expect((await stormOver(arena, alone(arena), { seeds: { first: 1, count: 40 } })).verdict).toBe('held')
  })

  it('is seen by no judge alone', () => {
    const judges = planted.map(({ declares }) => declares)
    expect(planted).toHaveLength(13)
    expect(new Set(judges).size).toBeGreaterThanOrEqual(8)
  })

  it('is not there when the same twin is asked without it', async () => {
    const entry = { ...planted.find(({ name }) => name === 'oracle:twin')!, twinParts: undefined }
    const arena = await openArena(entry, scenariosNamed(['cards']))
    expect((await stormOver(arena, alone(arena), { seeds: { first: 1, count: 40 } })).verdict).toBe('held')
  })
})

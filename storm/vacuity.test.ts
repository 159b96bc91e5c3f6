import { describe, expect, it } from 'vitest'
import { alone, type Crew } from './crew.ts'
import { openArena } from './arena.ts'
import { stormOver } from './storm.ts'
import { scenariosNamed, systemNamed } from './systems.ts'
import { emptyTally } from './tally.ts'
import { toyArena } from './toy.fixture.ts'
import { placesOf, unheard, unmetOf, vacuity } from './vacuity.ts'

const arena = toyArena(() => [])
const met = { faults: new Map([['redeliver late', 3]]), applied: new Map([['BS001', 1]]), places: new Map() }
const nothing = { faults: [], invariants: [], places: [] }

/** A crew that says what its runs came to without making them. */
const claiming = (runs: number, change: Partial<typeof emptyTally>): Crew => {
  let told = false
  return {
    ...alone(arena),
    tally: async () => {
      if (told) return emptyTally
      told = true
      return { ...emptyTally, ...met, runs, ...change }
    },
  }
}
const verdictOf = async (runs: number, change: Partial<typeof emptyTally>) => {
  const { verdict, undecided } = await stormOver(arena, claiming(runs, change), {})
  return [verdict, ...undecided.map(({ why }) => why)]
}

describe('what was not met', () => {
  it('is a fault that was on and never struck, and an invariant without anything to judge', () => {
    expect(unmetOf(arena, met)).toEqual(nothing)
    expect(unmetOf(arena, { faults: new Map(), applied: new Map([['BS001', 0]]), places: new Map() })).toEqual({
      faults: ['redeliver late'],
      invariants: ['BS001'],
      places: [],
    })
  })

  it('is a currency in a zone that a drawn scenario comes to, and no run was about', async () => {
    const abroad = { ...arena, ground: { ...arena.ground, scenarios: scenariosNamed(['cards-abroad']) } }
    expect(placesOf(abroad)).toHaveLength(28)
    const places = new Map(placesOf(abroad).map((place) => [place, 1]))
    places.delete('kwd in Pacific/Apia')
    const unmet = unmetOf(abroad, { ...met, places })
    expect(unmet.places).toEqual(['kwd in Pacific/Apia'])
    expect(vacuity(arena, 20_000, unmet)).toBe('in 20000 runs nobody paid kwd in Pacific/Apia')
    const reference = await openArena(systemNamed('reference'), scenariosNamed([]))
    expect(placesOf(reference)).toEqual(placesOf(abroad))
  })

  it('makes a whole block of runs undecided, and says what', async () => {
    expect(await verdictOf(20_000, {})).toEqual(['held'])
    expect(await verdictOf(20_000, { applied: new Map([['BS104', 0]]) })).toEqual(['undecided', 'in 20000 runs BS104 had nothing to judge'])
    expect(await verdictOf(20_000, { faults: new Map() })).toEqual(['undecided', 'in 20000 runs redeliver late never struck'])
  })

  it('is only told after fewer runs, of a system that is not ours, and where somebody left things out', async () => {
    expect(await verdictOf(19_999, { faults: new Map() })).toEqual(['held'])
    const unmet = { faults: ['lost'], invariants: [], places: [] }
    expect(vacuity(arena, 20_000, unmet)).toBe('in 20000 runs lost never struck')
    expect(vacuity({ ...arena, isNarrowed: true }, 20_000, unmet)).toBeUndefined()
    const { capabilities } = arena.system
    const foreign = { ...arena.system, capabilities: { ...capabilities, level: 'L3' as const } }
    expect(vacuity({ ...arena, system: foreign }, 20_000, unmet)).toBeUndefined()
  })
})

describe('an arena', () => {
  it('knows whether something was left out', async () => {
    const narrowed = async (...given: Parameters<typeof openArena>) => (await openArena(...given)).isNarrowed
    const mirror = systemNamed('mirror')
    expect(await narrowed(mirror, scenariosNamed([]))).toBe(false)
    expect(await narrowed(mirror, scenariosNamed(['cards', 'cards-abroad']))).toBe(false)
    expect(await narrowed(mirror, scenariosNamed(['cards']))).toBe(true)
    expect(await narrowed(mirror, scenariosNamed(['trials/trial-converts']))).toBe(true)
    expect(await narrowed(mirror, scenariosNamed([]), ['crash'])).toBe(true)
  })

  it('says which invariants are not for the reference, and why', async () => {
    const { notApplicable, invariants } = await openArena(systemNamed('reference'), scenariosNamed([]))
    expect(notApplicable.map(({ code }) => code)).toEqual(expect.arrayContaining(['BS001', 'BS002', 'BS003']))
    expect(invariants.some(({ code }) => code === 'BS001')).toBe(false)
  })

  it('meets every fault and every precondition of the mirror within some hundred seeds', async () => {
    const mirror = await openArena(systemNamed('mirror'), scenariosNamed([]))
    const outcome = await stormOver(mirror, alone(mirror), { seeds: { first: 1, count: 150 } })
    expect(outcome).toMatchObject({ verdict: 'held', unmet: { faults: [], invariants: [] } })
  })
})

describe('a system that the provider never had anything to tell', () => {
  const told = (level: 'native' | 'L1', runs: number, counts: readonly number[]) =>
    unheard(
      { system: { ...arena.system, capabilities: { ...arena.system.capabilities, level } } },
      { runs, deliveries: new Map(counts.map((count) => [count, runs])) },
    )
  it('is undecided', () => expect(told('L1', 10, [0])).toMatch(/^in 10 runs no webhook was sent to .+ does it refuse every signup\?$/))
  it('may be met by chance in a few runs', () => expect(told('L1', 9, [0])).toBeUndefined())
  it('is not one that heard of something once', () => expect(told('L1', 40, [0, 1])).toBeUndefined())
  it('is judged by more where it is ours', () => expect(told('native', 40, [0])).toBeUndefined())
})

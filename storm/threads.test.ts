import { describe, expect, it } from 'vitest'
import { openArena } from './arena.ts'
import { alone, type Crew } from './crew.ts'
import { stormOver } from './storm.ts'
import { scenariosNamed, systemNamed } from './systems.ts'
import { threads } from './threads.ts'
import { toyArena } from './toy.fixture.ts'

describe('threads', () => {
  it('come to what one thread alone comes to', async () => {
    const arena = await openArena(systemNamed('mirror'), scenariosNamed(['cards']))
    const stormed = async (crew: Crew) => {
      const outcome = await stormOver(arena, crew, { seeds: { first: 1, count: 120 } })
      await crew.close()
      return { ...outcome, faults: Object.fromEntries(outcome.faults), applied: Object.fromEntries(outcome.applied) }
    }
    const posting = { system: 'mirror', scenarios: ['cards'], faults: arena.faults }
    expect(await stormed(threads(posting, { count: 2, patienceMs: 10_000 }))).toEqual(await stormed(alone(arena)))
  }, 20_000)

  it('name the seeds on which a system loops or never answers, and finish the others', async () => {
    const arena = toyArena(() => [])
    const file = new URL('./hanging.fixture.ts', import.meta.url)
    const crew = threads({ system: 'toy', scenarios: [], faults: [] }, { count: 1, patienceMs: 400, file })
    const tally = await crew.tally(Array.from({ length: 12 }, (_, index) => ({ seed: index + 1, scenario: 'drawn' })))
    await crew.close()
    expect(tally.undecided.map(({ seed }) => seed)).toEqual([7, 9])
    expect(tally.undecided[0]!.why).toContain('gave no sign for 0.4 s')
    expect(tally.runs).toBe(10)
    expect(arena.system.name).toBe('toy')
  }, 20_000)

  it('say what went wrong inside', async () => {
    const crew = threads({ system: 'nobody', scenarios: [], faults: [] }, { count: 1, patienceMs: 5_000 })
    await expect(crew.tally([{ seed: 1, scenario: undefined }])).rejects.toThrow('no system "nobody"')
    await crew.close()
  }, 20_000)
})

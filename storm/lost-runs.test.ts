import { scenarios } from '#scenarios'
import { describe, expect, it } from 'vitest'
import { ownSystem } from './own-system.ts'
import { planted, type Planted } from './planted.fixture.ts'
import { storm } from './storm.ts'
import { threads } from './threads.ts'

const cards = scenarios.filter(({ name }) => name === 'cards')
const patienceMs = 500

function stormed(way: Planted, seeds: number, startMs: number = 20_000) {
  const module = new URL(`./planted.fixture.ts?way=${encodeURIComponent(way)}`, import.meta.url)
  return storm({
    // As it says of itself: asking it would take another thread.
    system: { ...ownSystem(module, 'planted'), create: () => planted('well') },
    scenarios: cards,
    seeds: { first: 1, count: seeds },
    crew: ({ system, faults, module: at }) =>
      threads({ system: system.name, module: at, scenarios: ['cards'], faults }, { count: 1, patienceMs, startMs }),
  })
}

describe('a run that is lost', () => {
  it.each([
    ['never resets', /gave no sign for 0\.5 s; a promise that never settles, or a loop/],
    ['never resumes', /gave no sign/],
    ['loops in view', /gave no sign/],
    ['sleeps in circles', /gave no sign/],
    ['steps in circles', /gave no sign/],
  ] as const)(
    'since it %s is undecided, and its seed is named',
    async (way, says) => {
      const outcome = await stormed(way, 1)
      expect(outcome).toMatchObject({ verdict: 'undecided', runs: 0, undecided: [{ seed: 1, why: expect.stringMatching(says) }] })
    },
    30_000,
  )

  it('costs its patience three times at most, and says how many seeds were left', async () => {
    const began = performance.now()
    const outcome = await stormed('never shows', 500)
    expect(performance.now() - began).toBeLessThan(20_000)
    expect(outcome).toMatchObject({ verdict: 'undecided', runs: 0, seeds: { count: 3 } })
    expect(outcome.undecided.map(({ seed }) => seed)).toEqual([0, 1, 2, 3])
    expect(outcome.undecided[0]!.why).toBe('3 runs were lost; the other seeds were not tried')
  }, 40_000)

  it('may eat all memory there is for it', async () => {
    const outcome = await stormed('eats memory', 1)
    expect(outcome.verdict).toBe('undecided')
    expect(outcome.undecided[0]).toMatchObject({ seed: 1, why: expect.stringMatching(/memory|gave no sign/) })
  }, 60_000)
})

describe('a system that hangs outside its runs', () => {
  it('while it boots is undecided at once, for all seeds together', async () => {
    const outcome = await stormed('never boots', 500, 3_000)
    expect(outcome).toMatchObject({ verdict: 'undecided', runs: 0, seeds: { count: 0 } })
    expect(outcome.undecided).toEqual([
      {
        seed: 0,
        scenario: 'beside the runs',
        why: expect.stringMatching(/planted, while it was loaded and booted: .* gave no sign for 3 s/),
      },
    ])
  }, 30_000)

  it('while it closes is undecided after its runs', async () => {
    const outcome = await stormed('never closes', 2)
    expect(outcome).toMatchObject({ verdict: 'undecided', runs: 2 })
    expect(outcome.undecided[0]!.why).toMatch(/planted, in close: .*gave no sign/)
  }, 30_000)
})

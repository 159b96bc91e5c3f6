import { describe, expect, it } from 'vitest'
import { systems } from '#adapters'
import { sights } from '#machines'
import { scenarios } from '#scenarios'
import { type Invariant, runSync, type RunResult, type Scene, type Truth } from '#simulator'
import { openArena } from './arena.ts'
import { twinFor } from './world.ts'

/** What is overdue is told anew at each look: whoever asks for it judges anew at each. */
const afresh = (invariant: Invariant): Invariant => ({
  ...invariant,
  applies: (scene) => (scene.overdue.length < 0 ? 0 : invariant.applies(scene)),
})

const partsOfTruth = [
  'balance',
  'cardUpdates',
  'charges',
  'commands',
  'deliveries',
  'detachments',
  'disputes',
  'edits',
  'effects',
  'givenUp',
  'pending',
  'refunds',
  'refused',
  'subscriptions',
  'tries',
] as const satisfies readonly (keyof Truth)[]

/** Applies so often that any change of what it looks at shows in the sum over all looks. */
const lookerAt = (part: string, look: (scene: Scene) => unknown, when: Invariant['when']): Invariant => ({
  code: `BS ${when}: ${part}`,
  name: part,
  when,
  stance: 'universal',
  rests: 'truth',
  needs: [],
  applies(scene) {
    const seen = JSON.stringify(look(scene)) ?? ''
    let sum = 7
    for (let place = 0; place < seen.length; place++) sum = (sum * 31 + seen.charCodeAt(place)) % 1_000_003
    return sum
  },
  violations: () => [],
})
const lookersAt = (when: Invariant['when']): readonly Invariant[] => [
  ...partsOfTruth.map((part) => lookerAt(part, ({ truth }) => truth[part], when)),
  ...sights.map((sight) => lookerAt(sight, ({ view }) => view[sight], when)),
  ...sights.map((sight) => lookerAt(`${sight} before`, ({ before }) => before?.[sight], when)),
  lookerAt('the moment', ({ now }) => now, when),
  lookerAt('the occasion', ({ at, cause }) => [at, cause], when),
]
const lookers: readonly Invariant[] = [...lookersAt('every commit'), ...lookersAt('quiet')]

const judged = systems.filter(({ name, kind }) => name === 'reference' || name === 'mirror' || kind === 'mutant')

describe('a judge that remembers what it looked at', () => {
  it.each(judged)('says what it would say afresh: $name', async (entry) => {
    const arena = await openArena(entry, scenarios)
    const said = (seed: number, invariants: readonly Invariant[]): Pick<RunResult, 'violations' | 'applied'> => {
      const { workload, source } = arena.draw({ seed, scenario: undefined })
      const makeTwin = twinFor(workload, entry.twinParts)
      const { violations, applied } = runSync({ system: arena.system, workload, source, invariants, makeTwin, keepGoing: true })
      return { violations, applied }
    }
    for (let seed = 1; seed <= (entry.kind === 'mutant' ? 6 : 40); seed++)
      expect(said(seed, arena.invariants), `seed ${seed}`).toEqual(said(seed, arena.invariants.map(afresh)))
    await arena.close()
  })

  it.each(systems.filter(({ name }) => name === 'reference' || name === 'mirror'))(
    'sees every change of $name and its world',
    async (entry) => {
      const arena = await openArena(entry, scenarios)
      for (let seed = 1; seed <= 8; seed++) {
        const { workload, source } = arena.draw({ seed, scenario: undefined })
        const makeTwin = twinFor(workload, entry.twinParts)
        const applied = (invariants: readonly Invariant[]) =>
          runSync({ system: arena.system, workload, source, invariants, makeTwin }).applied
        expect(applied(lookers), `seed ${seed}`).toEqual(applied(lookers.map(afresh)))
      }
      await arena.close()
    },
  )
})

import { type SmallSystem, type SmallWorld, smallWorlds } from '#scenarios'
import { describe, expect, it } from 'vitest'
import { type Arena, openArena } from './arena.ts'
import { scenariosNamed, systemNamed } from './systems.ts'
import { plantedBefore, type WholeWorld, wholeWorld } from './whole-world.ts'

function all(arena: Arena, world: Pick<SmallWorld, 'may' | 'workloads'>, bound: number, code?: string): WholeWorld {
  const runs = wholeWorld(arena, world, bound, ({ violations }) => violations.some((each) => each.code === code))
  for (;;) {
    const next = runs.next()
    if (next.done === true) return next.value
  }
}

const arena = await openArena(systemNamed('reference'), scenariosNamed([]))

/** How many runs there are with one deviation, and with two at most in the world's first story, crashes and pauses left out. */
const counted: Readonly<Record<SmallSystem, readonly [runs: number, histories: number, pairs: number]>> = {
  S3: [537, 500, 1_397],
  S5: [322, 301, 847],
  S12: [105, 98, 453],
  S13: [129, 116, 453],
}

describe.each(smallWorlds)('the small world of $system, $name', (world) => {
  const [runs, histories, pairs] = counted[world.system]

  it('has as many runs within a bound as were counted, and the reference holds in every one', () => {
    const whole = all(arena, world, 1)
    expect(whole).toMatchObject({ stories: world.workloads.length, runs, histories, held: runs, undecided: [], broken: [] })
    // What counts as two stays out of one.
    for (const { kind, costs } of world.may) expect(whole.struck.get(kind)! > 0).toBe(costs === 1)
  })

  it('holds also where two things deviate in its first story', () => {
    const first = { may: world.may.filter(({ costs }) => costs === 1), workloads: world.workloads.slice(0, 1) }
    expect(all(arena, first, 2)).toMatchObject({ runs: pairs, held: pairs })
  })

  it('is no refuge for what teams had built before', async () => {
    for (const entry of plantedBefore(world)) {
      const broken = await openArena(entry, scenariosNamed([]))
      // Only a worker that dies between two writes shows that stores are written one by one.
      const narrow = entry.name === 'mutant:stores-one-by-one' ? { may: world.may.filter(({ kind }) => kind === 'crash') } : {}
      const whole = all(broken, { ...world, ...narrow }, 'may' in narrow ? 2 : 1, entry.declares)
      expect(whole.broken.map(({ code }) => code)).toContain(entry.declares)
    }
  })
})

it('in a world in which nothing may deviate each story is one run', () => {
  const [world] = smallWorlds
  expect(all(arena, { ...world!, may: [] }, 3)).toMatchObject({ runs: world!.workloads.length, held: world!.workloads.length })
})

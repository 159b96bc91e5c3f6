import { minor } from '#machines'
import type { System, SystemEntry } from '#simulator'
import { describe, expect, it } from 'vitest'
import { openArena } from './arena.ts'
import { alone } from './crew.ts'
import { isCompared, onlyTransparent } from './metamorphic.ts'
import { replayCase } from './replay.ts'
import { stormOver } from './storm.ts'
import { scenariosNamed, systemNamed } from './systems.ts'

/** A mirror in which a second copy of any event leaves a void invoice behind: no invariant has anything against one. */
const leavesTraces: SystemEntry = {
  name: 'leaves-traces',
  kind: 'mutant',
  installed: () => true,
  create: async (): Promise<System> => {
    const mirror = await systemNamed('mirror').create()
    let traces = 0
    return {
      ...mirror,
      enter: (world) => {
        traces = 0
        mirror.enter(world)
      },
      receive: (input) => {
        if (input.kind === 'delivery' && !input.name.text.endsWith('/delivery 1')) traces++
        return mirror.receive(input)
      },
      view: () => {
        const view = mirror.view()
        if (view instanceof Promise) throw new Error('the mirror shows itself at once')
        const [first] = view.invoices ?? []
        if (traces === 0 || first === undefined) return view
        const none = { provider: undefined, number: undefined, total: minor(0), paid: minor(0), lines: [] }
        return { ...view, invoices: [...view.invoices!, { ...first, ...none, id: 'trace', status: 'void' as const }] }
      },
    }
  },
}

const stories = scenariosNamed(['cards', 'trials/trial-converts'])
const seeds = { first: 1, count: 48 }

describe('two runs, with transparent faults and without', () => {
  it('end alike, and say how many accounts were compared', async () => {
    for (const name of ['mirror', 'reference']) {
      const arena = await openArena(systemNamed(name), stories)
      const { classes, compared, skipped } = await alone(arena).tally(
        Array.from({ length: 8 }, (_, index) => ({ seed: 16 * (index + 1), scenario: undefined })),
      )
      expect([name, ...classes.keys()]).toEqual([name])
      expect(compared).toBeGreaterThan(1)
      // A mirror has no deadline of its own that could lie between; only the ends of two runs may lie apart.
      if (name === 'mirror') expect(skipped).toBeLessThan(compared)
    }
  })

  it('show what no invariant forbids: the difference is shrunk to its cause, named and replayed', async () => {
    const arena = await openArena(leavesTraces, stories)
    const crew = alone(arena)
    const { verdict, failures } = await stormOver(arena, crew, { seeds })
    expect(verdict).toBe('broken')
    expect(failures).toHaveLength(1)
    const [found] = failures
    expect(found!.violation).toMatchObject({ code: 'BS201', witness: { clause: 'invoice' } })
    expect(found!.violation.witness.says).toMatch(/trace ends void, 0 paid and 0 given back; without the faults nowhere/)
    expect(found!.verified).toBeGreaterThan(0)
    expect(found!.file.choices).toHaveLength(1)
    expect(found!.file.story.map((line) => line.do)).toEqual(['subscribe'])
    expect((await replayCase(crew, found!.file)).match.outcome).toBe('reproduced')
  })

  it('are made of one seed in sixteen', () => {
    expect([0, 1, 15, 16, 17, 32].filter(isCompared)).toEqual([16, 32])
  })

  it('leave out what is late, held or never sent, and keep what payments come to', async () => {
    const arena = await openArena(systemNamed('reference'), stories)
    const source = onlyTransparent(arena.draw({ seed: 16, scenario: undefined }).source)
    const kinds = source.kind === 'key' ? [...source.rates.keys()].map(({ segment }) => segment.text) : []
    expect(kinds.toSorted()).toEqual([
      'card update',
      'commit unknown',
      'crash',
      'dashboard detach',
      'dashboard refund',
      'dispute',
      'hand edit',
      'job twice',
      'late settlement failure',
      'lost',
      'outcome',
      'poison',
      'poison job',
      'redeliver',
      'redeliver late',
      'reorder',
      'serialization failure',
      'slow read',
      'tie',
      'timeout after',
    ])
  })
})

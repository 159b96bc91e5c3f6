import { describe, expect, it } from 'vitest'
import type { System, SystemEntry } from '#simulator'
import { openArena } from './arena.ts'
import { alone } from './crew.ts'
import { stormOver } from './storm.ts'
import { scenariosNamed, systemNamed } from './systems.ts'
import { watched } from './tripwire.ts'

/** The mirror with something planted that it does on the side. */
const mirrorThat = (change: (system: System) => Partial<System>): SystemEntry => ({
  name: 'touches',
  kind: 'mutant',
  installed: () => true,
  create: async () => {
    const system = await systemNamed('mirror').create()
    return { ...system, ...change(system) }
  },
})

const stormed = async (entry: SystemEntry) => {
  const arena = await openArena(entry, scenariosNamed(['trials/trial-converts']))
  return stormOver(arena, alone(arena), { seeds: { first: 1, count: 2 } })
}

const touches: Readonly<Record<string, () => unknown>> = {
  'Date.now': () => Date.now(),
  'new Date()': () => new Date(),
  'Math.random': () => Math.random(),
  'performance.now': () => performance.now(),
  'crypto.randomUUID': () => crypto.randomUUID(),
  'crypto.getRandomValues': () => crypto.getRandomValues(new Uint8Array(1)),
  setTimeout: () => setTimeout(() => undefined),
  setInterval: () => setInterval(() => undefined, 1_000),
  setImmediate: () => setImmediate(() => undefined),
  queueMicrotask: () => queueMicrotask(() => undefined),
}

describe('a native run', () => {
  it.each(Object.entries(touches))('that touches %s is undecided, and the place is named', async (what, touch) => {
    const { verdict, undecided } = await stormed(mirrorThat((system) => ({ receive: (input) => (touch(), system.receive(input)) })))
    expect(verdict).toBe('undecided')
    expect(undecided).toHaveLength(3)
    expect(undecided[0]!.why).toContain(`${what} was touched in storm/tripwire.test.ts:`)
  })

  it('does not get away with it by catching what is thrown', async () => {
    const guess = (): void => {
      try {
        Math.random()
      } catch {}
    }
    const { verdict } = await stormed(mirrorThat((system) => ({ receive: (input) => (guess(), system.receive(input)) })))
    expect(verdict).toBe('undecided')
  })

  it('is undecided too when the touch ends it, in a view for instance', async () => {
    const { verdict, undecided } = await stormed(mirrorThat((system) => ({ view: () => (Date.now(), system.view()) })))
    expect(verdict).toBe('undecided')
    expect(undecided[0]!.why).toContain('Date.now was touched')
  })

  it('may make a date of a moment it was given', async () => {
    const reads = mirrorThat((system) => ({ receive: (input) => (new Date(0).getUTCDate(), Date.UTC(2024, 1), system.receive(input)) }))
    expect(await stormed(reads)).toMatchObject({ verdict: 'held' })
  })
})

describe('around a run', () => {
  it('everything passes, and is what it was', async () => {
    expect(watched(() => 'done')).toEqual({ result: 'done', touched: undefined })
    expect(Date.now()).toBeGreaterThan(0)
    expect(new Date()).toBeInstanceOf(Date)
    expect(new Date(5).getTime()).toBe(5)
    expect(typeof Date()).toBe('string')
    expect(Math.random()).toBeLessThan(1)
    expect(crypto.randomUUID()).toHaveLength(36)
    await new Promise((resolve) => void setTimeout(resolve, 1))
  })

  it('another error goes its way, and the wire is off again', () => {
    expect(() =>
      watched(() => {
        throw new RangeError('its own')
      }),
    ).toThrow('its own')
    expect(Date.now()).toBeGreaterThan(0)
  })
})

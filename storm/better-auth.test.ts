import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Found } from '#reports'
import type { TraceRecord } from '#simulator'
import { type Arena, openArena } from './arena.ts'
import { alone } from './crew.ts'
import { scenariosNamed, systemNamed } from './systems.ts'

type Shown = Omit<Found, 'times' | 'isKnown'>

/** A wrong outcome that was seen by hand, and how its schedule is told from others in the trace of a smallest run. */
interface Outcome {
  readonly name: string
  /** Codes and clauses of the violations that may show it. */
  readonly shows: readonly string[]
  /** Commands and deviations that the schedule took by hand. */
  readonly elements: number
  readonly isIt: (found: Shown) => boolean
}

const eventOf = ({ activity }: TraceRecord): string => activity.split('/')[1] ?? ''
const typeOf = (record: TraceRecord): string => eventOf(record).split(' ')[0]!.split('.').at(-1)!
/** The writes of subscriptions by webhooks, in order. */
const writesIn = ({ trace }: Shown): readonly TraceRecord[] =>
  trace.filter(({ kind, subject, activity }) => kind === 'commit' && subject === 'subscription' && activity.includes('/delivery '))
const stepOf = ({ trace }: Shown, kind: TraceRecord['kind'], type: string): number =>
  trace.find((record) => record.kind === kind && typeOf(record) === type)?.step ?? Infinity
/** An event's webhook was answered before another's row was written. */
const answeredBefore = (found: Shown, first: string, then: string): boolean =>
  stepOf(found, 'acknowledgement', first) < (writesIn(found).find((write) => typeOf(write) === then)?.step ?? 0)

const outcomes: readonly Outcome[] = [
  {
    name: 'a late update revives what was deleted',
    shows: ['BS004 subscription', 'BS003 over'],
    elements: 3,
    isIt: (found) => writesIn(found).map(typeOf).slice(-2).join() === 'deleted,updated',
  },
  {
    name: 'a late update undoes a newer one',
    shows: ['BS003 plan', 'BS007 acknowledged, lost'],
    elements: 4,
    isIt(found) {
      const updates = writesIn(found).filter((write) => typeOf(write) === 'updated')
      const sent = found.trace.filter(({ kind, subject }) => kind === 'event' && subject.endsWith('.updated'))
      const ordinal = (write: TraceRecord): number => Number(/ (\d+)$/.exec(eventOf(write))?.[1] ?? 1)
      return sent.length > 1 && updates.some((write) => ordinal(write) > ordinal(updates.at(-1)!))
    },
  },
  {
    name: 'a creation after its deletion lives',
    shows: ['BS003 over'],
    elements: 3,
    isIt: (found) => answeredBefore(found, 'deleted', 'created'),
  },
  {
    name: 'an update before its creation is lost',
    shows: ['BS003 status'],
    elements: 2,
    isIt: (found) => answeredBefore(found, 'updated', 'created') && found.violation.witness.says.endsWith('and incomplete here'),
  },
  {
    name: 'one creation delivered twice at once makes two rows',
    shows: ['BS001 twice'],
    elements: 2,
    isIt(found) {
      const [first, second] = found.trace.filter((record) => record.kind === 'delivery' && typeOf(record) === 'created')
      const ended = found.trace.find(({ kind, activity }) => kind === 'acknowledgement' && activity === first?.activity)
      return second !== undefined && (ended === undefined || second.step < ended.step)
    },
  },
  {
    name: 'a checkout whose read times out is acknowledged and stays incomplete',
    shows: ['BS003 missing'],
    elements: 2,
    isIt: ({ trace }) =>
      trace.some((record) => typeOf(record) === 'completed' && record.says === 'subscriptions.retrieve: no answer comes') &&
      trace.some((record) => typeOf(record) === 'completed' && record.says === 'answers 200'),
  },
]

let arena: Arena
beforeAll(async () => {
  arena = await openArena(systemNamed('better-auth'), scenariosNamed([]))
})
afterAll(() => arena.close())

/** Seeds that are looked at; a minute of one core holds several times as many. */
const mostSeeds = 1_000

describe('better-auth', () => {
  it('shows each wrong outcome to the first seeds, shrunk to its schedule or a shorter one', async () => {
    const missing = new Set(outcomes)
    const crew = alone(arena)
    const shown: string[] = []
    const ids: string[] = []
    for (let seed = 1; seed <= mostSeeds && missing.size > 0; seed++) {
      const drawing = arena.draw({ seed, scenario: undefined })
      const { violations, record } = await arena.run(drawing)
      for (const violation of violations) {
        const sort = `${violation.code} ${violation.witness.clause}`
        if (![...missing].some(({ shows }) => shows.includes(sort))) continue
        const { found } = await crew.find({ seed, scenario: drawing.scenario, violation, record }, 400)
        const outcome = [...missing].find(
          ({ shows, elements, isIt }) => shows.includes(sort) && found!.elements <= elements && isIt(found!),
        )
        if (outcome === undefined) continue
        missing.delete(outcome)
        ids.push(found!.id)
        shown.push(`${outcome.name}: seed ${seed}, ${found!.id}, ${found!.elements} elements`)
        expect(found).toMatchObject({ verified: found!.elements, repeats: { same: 3, of: 3 } })
      }
    }
    expect({ missing: [...missing].map(({ name }) => name), shown }).toMatchObject({ missing: [] })
    expect(new Set(ids).size).toBe(outcomes.length)
  }, 120_000)

  it.each([
    ['nothing goes wrong', []],
    ['each webhook may come again at once', ['redeliver']],
  ])(
    'holds when %s',
    async (_, faults) => {
      const calm = await openArena(systemNamed('better-auth'), scenariosNamed([]), faults)
      // The thread's one system serves both arenas; only what may deviate differs.
      const tasks = Array.from({ length: 120 }, (__, index) => ({ seed: index + 1, scenario: undefined }))
      const tally = await alone({ ...arena, draw: calm.draw }).tally(tasks)
      expect([...tally.classes.keys(), ...tally.undecided]).toEqual([])
      expect([...tally.faults.keys()]).toEqual(faults)
      expect(tally.applied.get('BS003')).toBeGreaterThan(1_000)
    },
    60_000,
  )
})

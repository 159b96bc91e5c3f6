import { readdirSync } from 'node:fs'
import { afterEach, describe, expect, it } from 'vitest'
import { days } from '#machines'
import type { RunResult } from '#simulator'
import { type Arena, openArena } from './arena.ts'
import { scenariosNamed, systemNamed, systems } from './systems.ts'

const lostAnswers = ['timeout before', 'timeout after', 'server error', 'rate limited', 'reset', 'hang']
const copies = ['redeliver', 'redeliver late']
const overlaps = ['overtakes', 'hold', 'redeliver', 'delivery timeout', 'slow read']

let arena: Arena | undefined
afterEach(async () => {
  await arena?.close()
  arena = undefined
})

async function drawn(system: string, seed: number, faults: readonly string[]): Promise<RunResult> {
  arena = await openArena(systemNamed(system), scenariosNamed(['cards']), faults)
  return arena.run(arena.draw({ seed, scenario: 'cards' }))
}

/** A webhook reads a subscription, and gets to write it a minute later, when two more changes have been read and written. */
const lateWriter = 'ada/customer.subscription.updated sub_ada_1 2/delivery 1/retrieve subscription/slow read'

async function lateWriterIn(system: string): Promise<RunResult> {
  arena = await openArena(systemNamed(system), scenariosNamed(['plan-changes/changes-of-mind']))
  const [story] = arena.ground.scenarios
  if (story?.kind !== 'story') throw new RangeError('changes-of-mind is a story')
  // What comes after says nothing more.
  const lasts = days(13)
  const workload = { ...story.workload, lasts, story: story.workload.story.filter(({ at }) => at < lasts) }
  return arena.replay({ workload, record: new Map([[lateWriter, '1 min']]) })
}

const codesOf = ({ violations }: RunResult): readonly string[] => violations.map(({ code }) => code)

describe('the billing service on Postgres', () => {
  it('holds where an older answer comes after a newer one', async () => {
    expect(await lateWriterIn('postgres')).toMatchObject({ verdict: 'held', why: undefined })
  }, 60_000)

  it.each([
    ['postgres:no-unique-index', 11, copies],
    ['postgres:stripe-in-transaction', 3, lostAnswers],
    ['postgres:acknowledges-first', 2, lostAnswers],
    ['postgres:looks-then-inserts', 11, overlaps],
  ])(
    '%s breaks what it declares',
    async (name, seed, faults) => expect(codesOf(await drawn(name, seed, faults))).toContain(systemNamed(name).declares),
    60_000,
  )

  it('postgres:no-lock breaks what it declares', async () => {
    expect(codesOf(await lateWriterIn('postgres:no-lock'))).toContain(systemNamed('postgres:no-lock').declares)
  }, 60_000)
})

it('has all that it was before among the systems, each with what must catch it and where people met it', () => {
  const variants = readdirSync(new URL('../adapters/postgres/package/src/variants/', import.meta.url))
    .filter((file) => file !== 'index.ts')
    .map((file) => `postgres:${file.replace('.ts', '')}`)
  const before = systems.filter(({ name }) => name.startsWith('postgres:'))
  expect(before.map(({ name }) => name).toSorted()).toEqual(variants.toSorted())
  for (const { declares, source } of before) {
    expect(declares).toMatch(/^BS\d{3}$/)
    expect(source).toMatch(/^[\w.-]+\/[\w.-]+#\d+$/)
  }
})

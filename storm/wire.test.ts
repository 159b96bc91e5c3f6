import { scenarios } from '#scenarios'
import { afterAll, expect, it } from 'vitest'
import { type Arena, openArena } from './arena.ts'
import { find } from './find.ts'
import { books } from './planted-books.fixture.ts'

const interleaving: readonly string[] = ['delivery timeout', 'hold', 'overtakes', 'redeliver']
const failing: readonly string[] = ['crash', 'commit unknown', 'deadlock', 'redeliver']
const opened: Arena[] = []
afterAll(async () => {
  for (const arena of opened) await arena.close()
})

/** A small service on a Postgres of ours. @param level `wire`: what happens between two of its statements is the seed's as well */
async function arenaOf(mode: string, level: 'events' | 'wire', faults = interleaving): Promise<Arena> {
  const arena = await openArena(
    { name: 'books', kind: 'service', create: () => books(mode, level), installed: () => true },
    scenarios.filter(({ name }) => name === 'cards'),
    faults,
  )
  opened.push(arena)
  await arena.boot()
  return arena
}

const drawn = (arena: Arena, seed: number): ReturnType<Arena['draw']> => arena.draw({ seed, scenario: 'cards' })

it('sees between two statements what nobody sees from outside, and names them in the smallest story that shows it', async () => {
  const outside = await arenaOf('looks first', 'events')
  const inside = await arenaOf('looks first', 'wire')
  expect((await outside.run(drawn(outside, 1))).verdict).toBe('held')
  const { verdict, violations, record } = await inside.run(drawn(inside, 1))
  expect(verdict).toBe('broken')
  const violation = violations.find(({ code }) => code === 'BS006')!
  const { found } = await find(inside, { seed: 1, scenario: 'cards', record, violation }, 60)
  expect(found?.elements).toBeLessThanOrEqual(4)
  expect(found?.repeats).toEqual({ same: 3, of: 3 })
  const said = found?.trace.map(({ says }) => says) ?? []
  expect(said.filter((says) => says?.startsWith('insert into events values (') === true)).toHaveLength(2)
  expect(found?.file.choices.map(({ name }) => name).join()).toMatch(/ (events|invoices|begin|commit)\b/)
}, 120_000)

it('comes to the same twenty times, with statements of others in between', async () => {
  const [, inside] = opened
  const digests = new Set<string>()
  for (let again = 0; again < 20; again++) digests.add((await inside!.run(drawn(inside!, 10))).digest.semantic)
  expect(digests.size).toBe(1)
}, 120_000)

it.each([
  ['index', 'held', [1, 10]],
  ['one connection', 'held', [10]],
  // Four wait for one row.
  ['two orders', 'broken', [22]],
] as const)(
  'waits where others hold a lock or a connection, and goes on when they let go: %s',
  async (mode, verdict, seeds) => {
    const arena = await arenaOf(mode, 'wire')
    for (const seed of seeds) {
      const first = await arena.run(drawn(arena, seed))
      expect(first).toMatchObject({ verdict, why: undefined })
      expect((await arena.run(drawn(arena, seed))).digest).toEqual(first.digest)
    }
  },
  120_000,
)

it('dies between two statements, loses what became of a commit, and comes to the same again', async () => {
  const wrong = await arenaOf('by halves', 'wire', failing)
  const died = await wrong.run(drawn(wrong, 8))
  expect(died.violations.map(({ code }) => code)).toEqual(['BS012'])
  expect((await wrong.run(drawn(wrong, 8))).digest).toEqual(died.digest)
  const right = await arenaOf('index', 'wire', failing)
  for (const seed of [1, 6, 10]) {
    const { verdict, record } = await right.run(drawn(right, seed))
    expect(verdict).toBe('held')
    expect(record.size).toBeGreaterThan(0)
  }
}, 120_000)

import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { scenarios } from '#scenarios'
import { openArena } from './arena.ts'
import { alone } from './crew.ts'
import { scenariosNamed, systemNamed, systems } from './systems.ts'

interface Row {
  readonly id: string
  readonly before: string
  readonly code: string
  readonly story: string
}

const rows: readonly Row[] = readFileSync(new URL('../docs/systems.md', import.meta.url), 'utf8')
  .split('\n')
  .filter((line) => /^\| S\d/.test(line))
  .map((line) => {
    const [, id, , , before, code, story] = line.split('|').map((cell) => cell.trim().replaceAll('`', ''))
    return { id: id!, before: before!, code: code!, story: story! }
  })

/** The story as it is written, then with what seeds draw, until the code has spoken. */
async function isCaught({ before, code, story }: Row): Promise<boolean> {
  const crew = alone(await openArena(systemNamed(before), scenariosNamed([story])))
  for (let seed = 0; seed <= 400; seed += 20) {
    const tasks = Array.from({ length: seed === 0 ? 1 : 20 }, (_, index) => ({ seed: seed === 0 ? 0 : seed - 19 + index, scenario: story }))
    const { classes } = await crew.tally(tasks)
    if ([...classes.values()].some(({ sightings }) => sightings.some(({ violation }) => violation.code === code))) return true
  }
  return false
}

describe('the page of the systems', () => {
  it('names every system once with what holds, and each mistake with its code and its story', () => {
    expect(rows.length).toBeGreaterThan(30)
    expect(new Set(rows.map(({ id }) => id)).size).toBe(15)
    for (const { before, code, story } of rows) {
      expect([before, systems.find(({ name }) => name === before)?.declares]).toEqual([before, code])
      expect([story, scenarios.find(({ name }) => name === story)?.kind]).toEqual([story, 'story'])
    }
  })

  it.each([...new Set(rows.map(({ story }) => story))])('the reference holds in %s', async (story) => {
    const crew = alone(await openArena(systemNamed('reference'), scenariosNamed([story])))
    const { classes } = await crew.tally(Array.from({ length: 20 }, (_, seed) => ({ seed, scenario: story })))
    expect([...classes.keys()]).toEqual([])
  })

  it.each(rows.map((row) => [row.before, row.code, row.story, row] as const))(
    '%s is caught by %s in %s',
    async (_, __, ___, row) => expect(await isCaught(row)).toBe(true),
    30_000,
  )
})

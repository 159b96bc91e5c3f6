import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { beforeAll, describe, expect, it } from 'vitest'
import { type Fact, type Instant, isoDate, later, recompute, rowsOf } from '#machines'
import { Cursor } from './binary/varints.ts'
import { castingFor } from './casting.ts'
import { allOf, inFolder } from './facts.fixture.ts'
import { generate } from './generate.ts'
import { isCore } from '../recompute/core.ts'
import { keepLibrary, readLibrary } from './library/keep-library.ts'
import type { Library } from './library/library.ts'
import { makeLibrary } from './library/make-library.ts'
import { openFacts } from './open-facts.ts'
import { nameOf } from './tellers.ts'
import { filled, piecesOf } from './template.ts'

const seed = 3
const facts = 6_000
let full: Library
let core: Library
beforeAll(async () => {
  full = await makeLibrary('full', seed, 60, () => undefined)
  core = await makeLibrary('core', seed, 40, () => undefined)
})

/** A life's facts in its own order, each once, told of somebody at its own time. */
function lifeOf({ lives, template, templates, at, values, valuesFrom }: Library, life: number, who: string): readonly Fact[] {
  const { from, to } = lives[life]!
  return Array.from({ length: to - from }, (_, place) => {
    const cursor = new Cursor(values, valuesFrom[from + place])
    return JSON.parse(filled(piecesOf(templates[template[from + place]!]!), who, at[from + place]!, () => cursor.whole())) as Fact
  })
}

const fileOf = async (library: Library, profile: 'core' | 'full', format: 'binary' | 'ndjson', from = seed) =>
  inFolder(async (file) => {
    const generated = await generate(library, { facts, seed: from, profile, path: file('a'), format }, () => undefined)
    const bytes = readFileSync(file('a'))
    return { ...generated, lines: allOf(openFacts(file('a'))), digest: createHash('sha256').update(bytes).digest('hex') }
  })

describe('a file of facts', () => {
  it('has as many facts as were asked for, of which some are late and some are told twice', async () => {
    const { header, lines, late, repeats } = await fileOf(full, 'full', 'binary')
    expect(lines).toHaveLength(facts)
    expect(header).toMatchObject({ facts, profile: 'full', seed, accounts: new Set(lines.map(({ fact }) => fact.who)).size })
    const texts = lines.map((line) => JSON.stringify(line))
    expect(facts - new Set(texts).size).toBe(repeats)
    expect(repeats / facts).toBeGreaterThanOrEqual(0.02)
    expect(repeats / facts).toBeLessThan(0.05)
    expect(late / facts).toBeGreaterThan(0.055)
    expect(late / facts).toBeLessThan(0.085)
    expect(lines.every(({ fact }) => fact.recordedAt <= header.asOf)).toBe(true)
    const kinds = new Set(lines.map(({ fact }) => fact.is))
    expect([...kinds].toSorted()).toEqual(['decision', 'event', 'snapshot'])
  })

  it('is the same for the same seed, in both formats, and another for another', async () => {
    const binary = await fileOf(full, 'full', 'binary')
    expect((await fileOf(full, 'full', 'binary')).digest).toBe(binary.digest)
    expect((await fileOf(full, 'full', 'ndjson')).lines).toEqual(binary.lines)
    expect((await fileOf(full, 'full', 'binary', seed + 1)).digest).not.toBe(binary.digest)
  })

  it.each(['full', 'core'] as const)(
    'tells true lives: each account of %s comes to what its life came to, under its own name and date',
    async (profile) => {
      const library = profile === 'full' ? full : core
      const { header, lines } = await fileOf(library, profile, 'binary')
      const casting = castingFor(library, facts, seed)
      let shifted = 0
      for (const [account, life] of casting.lives.entries()) {
        const who = nameOf(account, seed)
        const own = lines.filter(({ fact }) => fact.who === who)
        const policy = header.policies[own[0]!.policy]!
        const original = lifeOf(library, life, who)
        expect(new Set(own.map(({ fact }) => fact.id)).size).toBe(original.length)
        expect(new Set(own.map(({ policy: each }) => each)).size).toBe(1)
        const first = own.find(({ fact }) => fact.id === `${who}/command 1`)!.fact.at
        const shift = first - original.find(({ id }) => id === `${who}/command 1`)!.at
        if (shift !== 0) shifted++
        expect(Math.abs(shift) % (1_461 * 86_400_000)).toBe(0)
        const came = (known: readonly Fact[], by: number): unknown =>
          JSON.parse(moved(JSON.stringify(rowsOf(recompute(known, policy, header.asOf).state)), by))
        expect(
          came(
            own.map(({ fact }) => fact),
            -shift,
          ),
        ).toEqual(came(original, 0))
      }
      expect(shifted).toBeGreaterThan(0)
    },
  )
})

/** All moments and days in a text, so much later. */
const moved = (text: string, by: number): string =>
  by === 0
    ? text
    : text
        .replaceAll(/\d{12,}/g, (moment) => String(Number(moment) + by))
        .replaceAll(/\d{4}-\d{2}-\d{2}/g, (day) => isoDate(later(Date.parse(day) as Instant, by as never)))

describe('a library', () => {
  it('names nobody, and is the same when it was kept and read again', () =>
    inFolder((file) => {
      for (const template of full.templates) expect(template).not.toMatch(/(?<![a-z])(ada|bob|cleo|dan|eve)(?![a-z])/)
      keepLibrary(file('a'), full, 'full', seed)
      expect(readLibrary(file('a'))).toEqual(full)
    }))

  it('of the profile core holds what a fold of one’s own begins with, and nothing else', () => {
    expect(core.policies).toHaveLength(1)
    for (const [life] of core.lives.entries()) expect(isCore(lifeOf(core, life, 'ada'), core.policies[0]!)).toBe(true)
    const commands = new Set(
      core.lives
        .flatMap((_, life) => lifeOf(core, life, 'ada'))
        .map((fact) => (fact.kind === 'command accepted' ? fact.command.do : fact.kind)),
    )
    expect([...commands].toSorted()).toEqual([
      'cancel',
      'change plan',
      'change quantity',
      'customer created',
      'decided',
      'method attached',
      'payment succeeded',
      'refund',
      'refund succeeded',
      'subscribe',
    ])
  })

  it('is too large for a few facts', () => expect(() => castingFor(full, 10, 1)).toThrow('10 facts are too few'))
})

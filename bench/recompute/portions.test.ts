import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, it } from 'vitest'
import type { FactLine, FactsHeader } from '../facts/fact-file.ts'
import { historiesOf } from './histories.fixture.ts'
import { partOf } from './kept/kept.fixture.ts'
import { portionsOf } from './portions.ts'
import { shareOf } from './share.ts'

const folder = mkdtempSync(join(tmpdir(), 'billstorm-'))
afterAll(() => rmSync(folder, { recursive: true }))
const { header, lines } = await historiesOf(6)
const written = (name: string, some: readonly FactLine[] = lines, of: FactsHeader = header): string => partOf(join(folder, name), of, some)
const paths = { binary: written('whole.facts'), NDJSON: written('whole.ndjson') }

/** All accounts of a share, with their facts. */
async function accountsOf(path: string, part: number, of: number) {
  const portions = await portionsOf(path, { part, of }, () => undefined)
  const all = [...portions.all()].flat()
  expect(all.reduce((sum, { facts }) => sum + facts.length, 0)).toBe(portions.facts)
  return all
}

it.each(['binary', 'NDJSON'] as const)(
  'each account of a %s file is in one share, with its facts as they came and its policy',
  async (format) => {
    for (const of of [1, 3]) {
      const seen = new Set<string>()
      for (let part = 0; part < of; part++)
        for (const { who, policy, facts } of await accountsOf(paths[format], part, of)) {
          expect(shareOf(who, of)).toBe(part)
          expect(seen).not.toContain(who)
          seen.add(who)
          const own = lines.filter(({ fact }) => fact.who === who)
          expect(facts).toEqual(own.map(({ fact }) => fact))
          expect(policy).toBe(own[0]!.policy)
        }
      expect(seen.size).toBe(header.accounts)
    }
  },
)

it.each(['facts', 'ndjson'])('an account of two policies is told of by its fact, in a .%s file and a share of it too', async (format) => {
  const at = lines.findLastIndex(({ fact }) => fact.who === lines[0]!.fact.who)
  const wrong = written(`wrong.${format}`, lines.with(at, { ...lines[at]!, policy: lines[at]!.policy + 1 }))
  const says = new RegExp(`^fact ${at + 1}: ${lines[0]!.fact.who} has policy \\d+ here, and had policy \\d+ before$`)
  for (const of of [1, 3]) await expect(accountsOf(wrong, shareOf(lines[0]!.fact.who, of), of)).rejects.toThrow(says)
})

it('a fact that is none is told of by its place once it is made', async () => {
  const bad = { ...lines[40]!.fact, recordedAt: (header.asOf + 1) as never }
  const wrong = written('late.facts', lines.with(40, { ...lines[40]!, fact: bad }))
  for (const of of [1, 3])
    await expect(accountsOf(wrong, shareOf(bad.who, of), of)).rejects.toThrow(
      /late\.facts, fact 41: recordedAt is \d+, later than the header’s asOf$/,
    )
})

import { appendFileSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, it } from 'vitest'
import { standardParts } from '#machines'
import { compiled, recomputing } from './compiled.ts'
import { isKnownByHand } from './known-by-hand.fixture.ts'
import { Crew } from './crew.ts'
import { digestText } from './digest.ts'
import { historiesOf, written } from './histories.fixture.ts'
import { benchRecompute } from './measure.ts'
import { pass } from './pass.ts'
import { recomputeText } from './text.ts'

const folder = mkdtempSync(join(tmpdir(), 'billstorm-'))
afterAll(() => rmSync(folder, { recursive: true }))
const histories = await historiesOf(25)
const path = written(join(folder, 'full.ndjson'), histories)
const core = written(join(folder, 'core.ndjson'), await historiesOf(60, isKnownByHand), 'core')
const quick = { path, workers: 1, rounds: 2, prefix: 200, timeMs: 1, memoryMb: 1_024, accountant: 0 }
const digest = digestText((await pass(path, compiled, [0], 1)).digest)

it('says how fast each stage is, and how fast all who compete fold the first accounts', async () => {
  const report = await benchRecompute(quick)
  expect(report).toMatchObject({ digest, passes: 1, rounds: 2, wrong: [], workers: undefined })
  expect(report.file).toMatchObject({ profile: 'full', facts: histories.lines.length, accounts: histories.header.accounts })
  expect(report.stages.map(({ name }) => name)).toEqual(['decode', 'group', 'fold', 'write', 'order, in fold', 'end to end'])
  for (const { p50, p99, factsPerSecond } of report.stages) {
    expect(p50).toBeGreaterThan(0)
    expect(p99).toBeGreaterThanOrEqual(p50)
    expect((factsPerSecond * p50) / 1_000).toBeCloseTo(histories.lines.length)
  }
  expect(report.prefix.facts).toBeGreaterThan(100)
  expect(report.prefix.facts).toBeLessThan(histories.lines.length)
  // Who knows the core alone stays away from all there is.
  expect(report.contenders.map(({ name }) => name)).toEqual(['compiled', 'XState transition', 'XState reused scope', 'XState actor'])
  expect(report.ratios.find(({ name }) => name === 'XState transition')!.value).toBeGreaterThan(1)
  expect(recomputeText(report)).toContain(`digest ${digest}`)
})

it('tells how far it has come, by what is read and what is folded, round by round', async () => {
  const told = new Map<string, number[]>()
  const tells = (what: string, done: number, of: number): void => {
    expect(done).toBeLessThanOrEqual(of)
    told.set(what, [...(told.get(what) ?? []), done / of])
  }
  await benchRecompute({ ...quick, memoryMb: 0.6, tells })
  const names = [...told.keys()]
  expect(names[0]).toMatch(/^facts read, part 1 of \d, to warm up$/)
  expect(names).toContainEqual(expect.stringMatching(/^facts folded, part 2 of \d, round 2 of 2$/))
  for (const [what, shares] of told) {
    expect(shares).toEqual(shares.toSorted((a, b) => a - b))
    if (what.startsWith('facts folded')) expect(shares.at(-1)).toBe(1)
  }
})

it('what is written by hand competes where it knows all there is', async () => {
  const { contenders, wrong } = await benchRecompute({ ...quick, path: core })
  expect(contenders.map(({ name }) => name)).toContain('by hand')
  expect(wrong).toEqual([])
})

it('a file that does not fit is read in parts, and comes to the same', async () => {
  const report = await benchRecompute({ ...quick, memoryMb: 0.2 })
  expect(report.passes).toBeGreaterThan(1)
  expect(report).toMatchObject({ digest, wrong: [] })
  expect(report.file.facts).toBe(histories.lines.length)
})

it('threads go through a file together and come to the same, each part once', async () => {
  const crew = new Crew(3, 512)
  const passed = await crew.pass(path, 2)
  expect(digestText(passed.digest)).toBe(digest)
  expect(passed).toMatchObject({ facts: histories.lines.length, accounts: histories.header.accounts })
  await crew.close()
  const report = await benchRecompute({ ...quick, workers: 2 })
  expect(report.workers).toMatchObject({ count: 2 })
  expect(report.wrong).toEqual([])
})

it('a thread says what is wrong with a file, and goes on with the next', async () => {
  const bad = written(join(folder, 'bad.ndjson'), histories)
  appendFileSync(bad, 'nonsense\n')
  const crew = new Crew(1, 512)
  await expect(crew.pass(bad, 1)).rejects.toThrow(/bad\.ndjson, line \d+/)
  expect(digestText((await crew.pass(path, 1)).digest)).toBe(digest)
  await crew.close()
})

it('whoever comes to something else is named, with the first accounts that differ', async () => {
  const { subscription } = standardParts.tables
  const forgetful = recomputing('forgetful', {
    ...standardParts,
    branchOf: (table, from, event, subject, policy) =>
      (table as object) === subscription && event === 'renewed' ? undefined : standardParts.branchOf(table, from, event, subject, policy),
  })
  const report = await benchRecompute({ ...quick, contenders: [compiled, forgetful] })
  const [wrong] = report.wrong
  expect(wrong).toMatchObject({ name: 'forgetful' })
  expect(wrong!.digest).not.toBe(report.prefix.digest)
  expect(wrong!.first.length).toBeGreaterThan(0)
  const { account, expected, got } = wrong!.first[0]!
  expect(got).not.toEqual(expected)
  const text = recomputeText(report)
  expect(text).toContain(`forgetful comes to ${wrong!.digest}, and ${report.prefix.digest} is right`)
  expect(text).toContain(`  ${account.who}\n    expected ${JSON.stringify(expected)}\n    got      ${JSON.stringify(got)}\n    20`)
})

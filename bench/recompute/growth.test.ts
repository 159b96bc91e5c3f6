import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, it } from 'vitest'
import { compiled } from './compiled.ts'
import { digestText } from './digest.ts'
import { benchGrowth, growthText } from './growth.ts'
import { historiesOf, written } from './histories.fixture.ts'
import { pass } from './pass.ts'

const folder = mkdtempSync(join(tmpdir(), 'billstorm-'))
afterAll(() => rmSync(folder, { recursive: true }))
const paths: string[] = []
for (const seeds of [3, 12]) paths.push(written(join(folder, `${seeds}.ndjson`), await historiesOf(seeds)))

it('says of ever larger files what a fact costs in each, stage by stage, and that all who fold them agree', async () => {
  const told = new Set<string>()
  const report = await benchGrowth({ paths, workers: 2, rounds: 2, memoryMb: 1_024, tells: (what) => told.add(what) })
  const [small, large] = report.rows
  expect(small!.costOfFact).toBe(1)
  expect(large!.costOfFact).toBeCloseTo(small!.stages[0].factsPerSecond / large!.stages[0].factsPerSecond)
  expect(large!.facts).toBeGreaterThan(small!.facts)
  for (const { stages, bytesPerFact, peakMemoryMb, wrong } of report.rows) {
    expect(stages.map(({ name }) => name)).toEqual(['end to end', 'decode', 'group', 'fold', 'write'])
    expect(bytesPerFact).toBeGreaterThan(50)
    expect(peakMemoryMb).toBeGreaterThan(10)
    expect(wrong).toEqual([])
  }
  for (const [place, path] of paths.entries())
    expect(report.rows[place]!.digest).toBe(digestText((await pass(path, compiled, [0], 1)).digest))
  expect([...told]).toContain(`facts folded, round 2 of 2, of ${large!.facts.toLocaleString('en')}`)
  expect(growthText(report)).toMatch(
    / 1 pass: a fact costs × 1\.00, peak memory .* MB, digest [0-9a-f]{16}\n {2}end to end .* facts\/s +p50/,
  )
})

it('shows who came to something else', async () => {
  const report = await benchGrowth({ paths: paths.slice(0, 1), workers: 1, rounds: 1, memoryMb: 1_024 })
  const [row] = report.rows
  expect(growthText({ ...report, rows: [{ ...row!, wrong: ['0123456789abcdef'] }] })).toMatch(/WRONG threads come to 0123456789abcdef$/)
})

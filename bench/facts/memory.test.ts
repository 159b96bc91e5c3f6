import { spawnSync } from 'node:child_process'
import { statSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { paymentSucceeded, utc } from '#machines'
import { writeBinary } from './binary/binary-writer.ts'
import type { FactLine } from './fact-file.ts'
import { headerOf, inFolder } from './facts.fixture.ts'
import { writeNdjson } from './ndjson-writer.ts'

const facts = 200_000
const start = utc('2020-01-31')
const found = { payment: 'pi_ada_1', charge: 'ch_ada_1' }

const lineOf = (n: number): FactLine => ({
  policy: 0,
  fact: paymentSucceeded(`ada/sub 1/renewal 2025-01-31/attempt ${n}`, found, { at: (start + n * 1_000) as never }),
})

/** Reads a file in a process whose objects may take so much, and says how many facts it saw. */
function readWithin(megabytes: number, path: string): string {
  const code = `const { openFacts } = await import(${JSON.stringify(join(import.meta.dirname, 'open-facts.ts'))})
    let count = 0
    for (const batch of openFacts(${JSON.stringify(path)}).batches()) count += batch.length
    console.log(count, process.resourceUsage().maxRSS > 400_000 ? 'in too much memory' : 'in little memory')`
  const { stdout, stderr } = spawnSync(process.execPath, [`--max-old-space-size=${megabytes}`, '--input-type=module', '-e', code], {
    encoding: 'utf8',
  })
  return stdout.trim() || stderr.slice(0, 500)
}

it.each([
  ['binary', writeBinary, 1_000_000],
  ['NDJSON', writeNdjson, 40_000_000],
] as const)('a %s file is written and read in less memory than its facts would take', (_, write, least) =>
  inFolder((file) => {
    const writer = write(file('a'), headerOf(facts))
    for (let n = 0; n < facts; n += 1_000) writer.add(Array.from({ length: 1_000 }, (_unused, place) => lineOf(n + place)))
    writer.commit()
    expect(statSync(file('a')).size).toBeGreaterThan(least)
    expect(readWithin(40, file('a'))).toBe(`${facts} in little memory`)
  }),
)

import { readFileSync, writeFileSync } from 'node:fs'
import fc from 'fast-check'
import seedrandom from 'seedrandom'
import { expect, it } from 'vitest'
import { writeBinary } from './binary/binary-writer.ts'
import { FactFileError } from './fact-file-error.ts'
import { allOf, headerOf, inFolder, manyLines } from './facts.fixture.ts'
import { lineText } from './line.ts'
import { writeNdjson } from './ndjson-writer.ts'
import { openFacts } from './open-facts.ts'

/** `FACT_FILE_MUTATIONS=100000 npx vitest run bench/facts/mutated-files.test.ts` tries more. */
const mutations = Number(process.env['FACT_FILE_MUTATIONS'] ?? 2_000)

/** One change of a file: bytes that are cut off, flipped, put in, taken out or swapped. */
function mutated(file: Buffer, draw: () => number): Buffer {
  const at = (): number => Math.floor(draw() * file.length)
  const [from, to] = [at(), at()].toSorted((a, b) => a - b) as [number, number]
  const span = Math.min(to, from + 1 + Math.floor(draw() * 64))
  switch (Math.floor(draw() * 6)) {
    case 0:
      return file.subarray(0, from)
    case 1: {
      const flipped = Buffer.from(file)
      flipped[from]! ^= 1 << Math.floor(draw() * 8)
      return flipped
    }
    case 2:
      return Buffer.concat([
        file.subarray(0, from),
        Buffer.from(Array.from({ length: 1 + Math.floor(draw() * 8) }, () => Math.floor(draw() * 256))),
        file.subarray(from),
      ])
    case 3:
      return Buffer.concat([file.subarray(0, from), file.subarray(span)])
    case 4: {
      const other = Buffer.from(file)
      for (let i = from; i < span; i++) other[i] = Math.floor(draw() * 256)
      return other
    }
    default:
      return Buffer.concat([file.subarray(0, from), file.subarray(to), file.subarray(from, to)])
  }
}

it.each(['binary', 'NDJSON'] as const)('a changed %s file is told by an error of ours, or has the same facts', (format) => {
  const lines = fc.sample(manyLines(60), { seed: 11, numRuns: 20 }).toSorted((a, b) => b.length - a.length)[0]!
  const draw = seedrandom.alea(`mutations of ${format}`)
  const refused = inFolder((file) => {
    const writer = (format === 'binary' ? writeBinary : writeNdjson)(file('whole'), headerOf(lines.length))
    writer.add(lines)
    writer.commit()
    const whole = readFileSync(file('whole'))
    let count = 0
    for (let i = 0; i < mutations; i++) {
      const changed = mutated(whole, draw)
      writeFileSync(file('changed'), changed)
      try {
        const reader = openFacts(file('changed'))
        const read = allOf(reader)
        expect(read.length).toBe(reader.header.facts)
        if (format === 'binary') expect(changed).toEqual(whole)
        else for (const each of read) expect(JSON.parse(lineText(each))).toEqual(each)
      } catch (thrown) {
        if (!(thrown instanceof FactFileError)) throw thrown
        count++
      }
    }
    return count
  })
  expect(refused).toBeGreaterThan(mutations / 2)
})

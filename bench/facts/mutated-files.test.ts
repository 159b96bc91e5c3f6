import { readFileSync, writeFileSync } from 'node:fs'
import { crc32 } from 'node:zlib'
import fc from 'fast-check'
import seedrandom from 'seedrandom'
import { expect, it } from 'vitest'
import { writeBinary } from './binary/binary-writer.ts'
import { frameHead, frameTypes, headOf, magic } from './binary/frames.ts'
import { Bytes, Cursor } from './binary/varints.ts'
import { FactFileError } from './fact-file-error.ts'
import { allOf, headerOf, inFolder, manyLines } from './facts.fixture.ts'
import { lineText, wrongLine } from './line.ts'
import { writeNdjson } from './ndjson-writer.ts'
import { openFacts } from './open-facts.ts'

/** `FACT_FILE_MUTATIONS=100000 npx vitest run bench/facts/mutated-files.test.ts` tries more. */
const mutations = Number(process.env['FACT_FILE_MUTATIONS'] ?? 2_000)
const timeout = 60_000 + mutations * 30

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

/** A binary file with one of its bodies changed, and all checksums, lengths and counts of frames as they must be for that. */
function mutatedWithin(file: Buffer, draw: () => number): Buffer {
  const frames: Buffer[] = [file.subarray(0, magic.length + 1)]
  let sums = 0
  for (let at = magic.length + 1, place = 0; at < file.length; place++) {
    const [type, length] = [file.readUInt8(at), file.readUInt32LE(at + 5)]
    const body = file.subarray(at + frameHead, at + frameHead + length)
    at += frameHead + length
    const changed = type === frameTypes.facts ? mutated(body, draw) : type === frameTypes.end ? endOf(body, sums) : body
    const head = headOf(type, place, changed)
    sums = crc32(head.subarray(9), sums)
    frames.push(head, changed)
  }
  return Buffer.concat(frames)
}

function endOf(body: Buffer, sums: number): Buffer {
  const [before, after] = [new Cursor(body), new Bytes()]
  for (const each of [before.whole(), before.whole(), sums]) after.whole(each)
  return after.written
}

it(
  'a binary file that is wrong though its checksums are right is told by an error of ours, or has facts that are facts',
  { timeout },
  () => {
    const draw = seedrandom.alea('mutations within')
    const told = new Map<string, number>()
    for (const [place, lines] of fc.sample(manyLines(30), { seed: 12, numRuns: 10 }).entries())
      inFolder((file) => {
        // Often enough the same that templates become code.
        const all = place % 2 === 0 ? lines : lines.flatMap((line) => Array.from({ length: 10 }, () => line))
        const header = headerOf(all.length)
        const writer = writeBinary(file('whole'), header)
        writer.add(all)
        writer.commit()
        const whole = readFileSync(file('whole'))
        for (let i = 0; i < mutations / 10; i++) {
          writeFileSync(file('changed'), mutatedWithin(whole, draw))
          try {
            for (const each of allOf(openFacts(file('changed')))) expect([wrongLine(each, header), each]).toEqual([undefined, each])
          } catch (thrown) {
            if (!(thrown instanceof FactFileError)) throw thrown
            const says = thrown.message.replace(/^.*this block, /, '').slice(0, 30)
            told.set(says, (told.get(says) ?? 0) + 1)
          }
        }
      })
    expect(told.size).toBeGreaterThan(10)
  },
)

it.each(['binary', 'NDJSON'] as const)('a changed %s file is told by an error of ours, or has the same facts', { timeout }, (format) => {
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

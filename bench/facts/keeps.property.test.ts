import { writeFileSync } from 'node:fs'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import type { FactLine } from './fact-file.ts'
import { headerOf, inFolder, manyLines } from './facts.fixture.ts'
import { headerText, lineText } from './line.ts'
import { openFacts } from './open-facts.ts'
import { writeBinary } from './binary/binary-writer.ts'
import { writeNdjson } from './ndjson-writer.ts'

/** What a reader gives, and which fact of the file it says each of them is. */
function read(path: string, keeps?: (who: string) => boolean): readonly (readonly [number, FactLine])[] {
  const reader = openFacts(path, keeps)
  const all: [number, FactLine][] = []
  for (const batch of reader.batches()) for (const [place, line] of batch.entries()) all.push([reader.nth(place), line])
  return all
}

it.each(['facts', 'ndjson'])('whoever wants some accounts of a .%s file gets theirs, at their places, and nothing of others', (format) =>
  inFolder((file) => {
    let skipped = 0
    fc.assert(
      fc.property(manyLines(60), fc.func(fc.boolean()), fc.integer({ min: 1, max: 80 }), (some, keeps, times) => {
        // Often enough the same that templates are made into code, and that there is more than one batch.
        const lines = Array.from({ length: times }, () => some).flat()
        const path = file(`a.${format}`)
        const writer = (format === 'facts' ? writeBinary : writeNdjson)(path, headerOf(lines.length))
        writer.add(lines)
        writer.commit()
        const expected = lines.map((line, index) => [index + 1, line] as const).filter(([, { fact }]) => keeps(fact.who))
        skipped += lines.length - expected.length
        expect(read(path, keeps)).toEqual(expected)
        expect(read(path)).toEqual(lines.map((line, index) => [index + 1, line]))
      }),
      { numRuns: 30 },
    )
    expect(skipped).toBeGreaterThan(100)
  }),
)

it('a line that names two accounts is told of by whoever wants the first, and each way to write a name is read', () =>
  inFolder((file) => {
    const [line] = fc.sample(
      manyLines(1).filter((lines) => lines.length === 1),
      { numRuns: 1, seed: 5 },
    )[0]!
    const text = lineText(line!)
    const { who } = line!.fact
    const reading = (written: string, wanted: string): number => {
      writeFileSync(file('a.ndjson'), `${headerText(headerOf(1))}\n${written}\n`)
      return [...openFacts(file('a.ndjson'), (each) => each === wanted).batches()].length
    }
    const other = who === 'ada' ? 'bob' : 'ada'
    expect([reading(text, who), reading(text, other)]).toEqual([1, 0])
    for (const [from, to] of [
      ['"who":"', '"who" : "'],
      ['"who":', '"\\u0077ho":'],
    ] as const) {
      const written = text.replaceAll(from, to)
      expect([reading(written, who), reading(written, other)]).toEqual([1, 0])
    }
    const doubled = text.replace(`"who":"${who}"`, `"who":"${other}","who":"${who}"`)
    expect(() => reading(doubled, other)).toThrow(`a.ndjson, line 2: says of two accounts, ${other} and ${who}, that it is theirs`)
  }))

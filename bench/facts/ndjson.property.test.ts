import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { factKinds } from '#machines'
import { allOf, factOf, headerOf, inFolder, manyLines } from './facts.fixture.ts'
import { headerText, lineText } from './line.ts'
import { readNdjson } from './ndjson-reader.ts'
import { writeNdjson } from './ndjson-writer.ts'

it('what was written of any facts is what is read', () =>
  fc.assert(
    fc.property(manyLines(), (lines) =>
      inFolder((file) => {
        const header = headerOf(lines.length)
        const writer = writeNdjson(file('a.ndjson'), header)
        writer.add(lines)
        writer.commit()
        const reader = readNdjson(file('a.ndjson'))
        expect(reader.header).toEqual(header)
        expect(allOf(reader)).toEqual(lines)
        expect(readFileSync(file('a.ndjson'), 'utf8')).toBe([headerText(header), ...lines.map(lineText), ''].join('\n'))
      }),
    ),
    { numRuns: 60 },
  ))

it.each(factKinds)('the members of %s are written in one order, whatever order they were in', (kind) =>
  fc.assert(
    fc.property(factOf(kind), (fact) => {
      const turned = Object.fromEntries(Object.entries(fact).toReversed()) as typeof fact
      expect(lineText({ policy: 0, fact: turned })).toBe(lineText({ fact, policy: 0 }))
      expect(JSON.parse(lineText({ policy: 0, fact }))).toEqual({ policy: 0, fact })
    }),
    { numRuns: 20 },
  ),
)

import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { factKinds } from '#machines'
import { allOf, factOf, headerOf, inFolder, manyLines } from '../facts.fixture.ts'
import { writeNdjson } from '../ndjson-writer.ts'
import { openFacts } from '../open-facts.ts'
import { writeBinary } from './binary-writer.ts'

it('lines that became a binary file and lines again are the same, byte for byte', () =>
  fc.assert(
    fc.property(manyLines(), (lines) =>
      inFolder((file) => {
        const header = headerOf(lines.length)
        const write = (to: 'a.ndjson' | 'b.facts' | 'c.ndjson', all: typeof lines): void => {
          const writer = (to === 'b.facts' ? writeBinary : writeNdjson)(file(to), header)
          writer.add(all)
          writer.commit()
        }
        write('a.ndjson', lines)
        write('b.facts', allOf(openFacts(file('a.ndjson'))))
        expect(openFacts(file('b.facts')).header).toEqual(header)
        write('c.ndjson', allOf(openFacts(file('b.facts'))))
        expect(readFileSync(file('c.ndjson'), 'utf8')).toBe(readFileSync(file('a.ndjson'), 'utf8'))
      }),
    ),
    { numRuns: 60 },
  ))

it.each(factKinds)('%s comes out of a binary file as it went in, the first ones of a template and the later ones', (kind) =>
  fc.assert(
    fc.property(factOf(kind), (fact) =>
      inFolder((file) => {
        const lines = Array.from({ length: 20 }, (_, place) => ({ policy: place % 2, fact }))
        const writer = writeBinary(file('a.facts'), headerOf(20))
        writer.add(lines)
        writer.commit()
        expect(allOf(openFacts(file('a.facts')))).toEqual(lines)
      }),
    ),
    { numRuns: 10 },
  ),
)

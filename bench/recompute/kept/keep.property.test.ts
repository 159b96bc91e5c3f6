import { readdirSync } from 'node:fs'
import { dirname } from 'node:path'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { inFolder } from '../../facts/facts.fixture.ts'
import { historiesOf } from '../histories.fixture.ts'
import { keepFacts } from './keep.ts'
import { partOf, wholeDigest } from './kept.fixture.ts'

const { header, lines } = await historiesOf(8)
const whole = wholeDigest(header, lines)

it('however facts are split into files, and whichever file comes first, the digest is that of all of them at once', async () => {
  expect(lines.length).toBeGreaterThan(200)
  const seen = new Set<string>()
  await fc.assert(
    fc.asyncProperty(
      fc.integer({ min: 1, max: 6 }),
      fc.constantFrom('facts', 'ndjson'),
      fc.infiniteStream(fc.nat({ max: 1_000 })),
      fc.array(fc.nat({ max: lines.length - 1 }), { maxLength: 20 }),
      (count, format, draws, again) =>
        inFolder(async (file) => {
          // Parts of very different sizes: some are appended, some make a new base.
          const drawn = (): number => Math.floor((draws.next().value! / 1_001) ** 2 * count)
          const parts = Array.from({ length: count }, () => [...again.map((at) => lines[at]!)])
          for (const line of lines) parts[drawn()]!.push(line)
          const state = file('state')
          let fresh = 0
          for (const [place, part] of parts.entries()) {
            const report = await keepFacts({ facts: partOf(file(`${place}.${format}`), header, part), state })
            seen.add(report.did)
            fresh += report.fresh
            expect(report.fresh + report.repeated).toBe(part.length)
          }
          const last = await keepFacts({ facts: file(`0.${format}`), state })
          expect(last).toMatchObject({ did: 'nothing', fresh: 0, digest: whole, facts: fresh })
          expect(fresh).toBe(new Set(lines.map(({ fact }) => fact.id)).size)
          const names = readdirSync(dirname(state)).filter((name) => name.startsWith('state'))
          expect(names).toEqual(['state', expect.stringMatching(/^state\.accounts-\d+$/)])
        }),
    ),
    { numRuns: 25 },
  )
  expect(seen).toEqual(new Set(['made', 'appended', 'compacted']))
})

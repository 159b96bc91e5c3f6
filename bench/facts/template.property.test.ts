import fc from 'fast-check'
import { expect, it } from 'vitest'
import { factKinds } from '#machines'
import { factOf } from './facts.fixture.ts'
import { lineText } from './line.ts'
import { filled, piecesOf, folded, templateOf, unfolded } from './template.ts'

it.each(factKinds)('of its template and the values in the holes the text of any %s comes out again', (kind) =>
  fc.assert(
    fc.property(factOf(kind), (fact) => {
      const text = lineText({ policy: 0, fact })
      const values: number[] = []
      const template = templateOf(text, fact.who, fact.at, values)
      const rest = values.values()
      expect(filled(piecesOf(template), fact.who, fact.at, () => rest.next().value!)).toBe(text)
      expect(rest.next().done).toBe(true)
      for (const value of values) expect(Number.isSafeInteger(value) && value >= 0).toBe(true)
    }),
    { numRuns: 100 },
  ),
)

it('signs are folded into whole numbers and out of them', () =>
  fc.assert(
    fc.property(fc.integer({ min: -(2 ** 51), max: 2 ** 51 }), (value) => {
      expect(folded(value)).toBeGreaterThanOrEqual(0)
      expect(unfolded(folded(value))).toBe(value)
    }),
  ))

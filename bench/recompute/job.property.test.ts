import fc from 'fast-check'
import { expect, it } from 'vitest'
import type { FactLine } from '../facts/fact-file.ts'
import { compiled } from './compiled.ts'
import { sumOf } from './digest.ts'
import { Grouping } from './grouped.ts'
import { historiesOf } from './histories.fixture.ts'
import { recount } from './job.ts'

const { header, lines } = await historiesOf(12)

const recounted = (some: readonly FactLine[]) => {
  const grouping = new Grouping()
  some.forEach((line, index) => grouping.add(line, index + 1))
  return recount(grouping.accounts, header, compiled)
}
const whole = recounted(lines)

it('the digest does not ask in which order facts lie in the file, nor how often', () => {
  expect(lines.length).toBeGreaterThan(300)
  fc.assert(
    fc.property(
      fc.array(fc.nat({ max: lines.length - 1 }), { maxLength: 60 }),
      fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: lines.length + 60, maxLength: lines.length + 60 }),
      (repeats, keys) => {
        const more = [...lines, ...repeats.map((at) => lines[at]!)].map((line, index) => ({ line, key: keys[index]! }))
        const shuffled = more.toSorted((a, b) => a.key - b.key).map(({ line }) => line)
        const again = recounted(shuffled)
        expect(again.digest).toEqual(whole.digest)
        expect(again.facts).toBe(lines.length + repeats.length)
        expect(again.bytes).toBe(whole.bytes)
      },
    ),
    { numRuns: 20 },
  )
})

it('the digest of parts adds up, whoever has which accounts', () => {
  const names = [...new Set(lines.map(({ fact }) => fact.who))]
  fc.assert(
    fc.property(fc.infiniteStream(fc.nat({ max: 2 })), (stream) => {
      const partOf = new Map(names.map((who) => [who, stream.next().value!]))
      const parts = [0, 1, 2].map((part) => recounted(lines.filter(({ fact }) => partOf.get(fact.who) === part)))
      expect(parts.map(({ digest }) => digest).reduce(sumOf)).toEqual(whole.digest)
      expect(parts.reduce((sum, { accounts }) => sum + accounts, 0)).toBe(names.length)
    }),
    { numRuns: 20 },
  )
})

it('the digest is another one when an account lost its latest money, or one fact is another’s', () => {
  let seen = 0
  lines.forEach(({ policy, fact }, at) => {
    if (fact.kind !== 'payment succeeded' || lines.some((each) => each.fact.id !== fact.id && tellsOf(each, fact.attempt))) return
    seen++
    expect(recounted(lines.toSpliced(at, 1)).digest).not.toEqual(whole.digest)
    expect(recounted(lines.toSpliced(at, 1, { policy, fact: { ...fact, attempt: 'nobody/s' } })).digest).not.toEqual(whole.digest)
  })
  expect(seen).toBeGreaterThan(0)
})

/** Another fact may tell of the same money. */
const tellsOf = ({ fact }: FactLine, attempt: string): boolean =>
  fact.kind === 'payment read' && fact.attempt === attempt && fact.found.status === 'paid'

import fc from 'fast-check'
import { expect, it } from 'vitest'
import { openArena } from './arena.ts'
import { CaseFileError, caseText, parseCase } from './case-file.ts'
import { alone } from './crew.ts'
import { replayCase } from './replay.ts'
import { stormOver } from './storm.ts'
import { scenariosNamed, systemNamed } from './systems.ts'

const arena = await openArena(systemNamed('mutant:looks-then-inserts'), scenariosNamed(['cards']))
const crew = alone(arena)
const { failures } = await stormOver(arena, crew, { seeds: { first: 1, count: 40 }, maxFailures: 2, shrinkBudget: 0 })
const texts = failures.map(({ file }) => caseText(file))

/** Every place of a JSON value, as the keys that lead there. */
function placesOf(value: unknown, above: readonly string[] = []): readonly (readonly string[])[] {
  if (typeof value !== 'object' || value === null) return [above]
  return [above, ...Object.entries(value).flatMap(([key, each]) => placesOf(each, [...above, key]))]
}

const anything = fc.oneof(
  fc.jsonValue(),
  fc.constantFrom(-1, 1e308, -1e308, 1e-300, 2 ** 53, 'NaN', '', '2099-12-31T23:59:59Z', true, 'declined:insufficient_funds'),
)
/** What could well stand there: of the same sort as what does. */
const likely = (value: unknown): fc.Arbitrary<unknown> => {
  if (typeof value === 'number') return fc.constantFrom(0, 1, 2, 100, 4_242, 10_000, 100_000_000)
  if (typeof value === 'boolean') return fc.boolean()
  if (typeof value !== 'string') return fc.constant([])
  if (/^PT?\d/.test(value)) return fc.constantFrom('P0D', 'PT0.001S', 'PT1S', 'PT1M', 'P1D', 'P40D', 'P400D', 'P3660D')
  if (/^\d{4}-/.test(value)) return fc.constantFrom('2000-01-01T00:00:00Z', '2024-02-29T23:59:59Z', '2099-12-31T23:59:59.999Z')
  if (value.includes('/')) return fc.constantFrom(value.replace(/[^/]+$/, 'crash'), value.replace(/[^/]+$/, 'late'), `ada/${value}`)
  return fc.constantFrom(
    '1 min',
    '12 s',
    '3 d',
    'card',
    'card without funds',
    'cancel',
    'refund',
    'ada',
    'basic',
    'week',
    'year',
    'unpaid',
    'jpy',
  )
}

/** Puts other values into some places, or takes them out. */
const mutated = fc
  .tuple(fc.constantFrom(...texts), fc.array(fc.tuple(fc.nat(), fc.nat(9), fc.nat()), { minLength: 1, maxLength: 3 }))
  .chain(([text, picks]) => {
    const places = placesOf(JSON.parse(text)).filter(({ length }) => length > 0)
    const changes = picks.map(([pick, how]) => {
      const place = places[pick % places.length]!
      const there = place.reduce((at, key) => (at as Record<string, unknown>)[key], JSON.parse(text) as unknown)
      return fc.tuple(fc.constant(place), how === 0 ? fc.constant(undefined) : how < 3 ? anything : likely(there))
    })
    return fc.tuple(...changes).map((made) => changedAt(text, made))
  })

function changedAt(text: string, changes: readonly (readonly [readonly string[], unknown])[]): string {
  const file = JSON.parse(text) as unknown
  for (const [place, value] of changes) {
    const into = place.slice(0, -1).reduce<unknown>((at, key) => (at as Record<string, unknown> | undefined)?.[key], file)
    const last = place.at(-1)!
    if (typeof into !== 'object' || into === null) continue
    if (value === undefined) Reflect.deleteProperty(into, last)
    else Object.assign(into, { [last]: value })
  }
  return JSON.stringify(file)
}

it('whatever a file holds, it is refused with a reason, or replayed to a verdict', async () => {
  expect(texts).not.toEqual([])
  let replayed = 0
  let slowest = 0
  await fc.assert(
    fc.asyncProperty(mutated, async (content) => {
      let file
      try {
        file = parseCase(content, 'a.case.json')
      } catch (error) {
        if (!(error instanceof CaseFileError)) throw error
        return
      }
      replayed++
      const began = performance.now()
      const { match, result } = await replayCase(crew, file)
      slowest = Math.max(slowest, performance.now() - began)
      expect(['reproduced', 'other failure', 'passes', 'stale', 'undecided']).toContain(match.outcome)
      expect(result.verdict === 'held').toBe(match.outcome === 'passes' || match.outcome === 'stale')
    }),
    { numRuns: 400 },
  )
  expect(slowest).toBeLessThan(5_000)
  expect(replayed).toBeGreaterThan(40)
}, 60_000)

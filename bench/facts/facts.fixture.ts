import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { type Fact, type FactKind, defaultPolicy, factKinds, utc } from '#machines'
import type { FactLine, FactsHeader } from './fact-file.ts'
import { factShapes } from './fact-shapes.ts'
import type { FactsReader } from './facts-reader.ts'
import type { Shape } from './shape.ts'

const asOf = utc('2026-01-01')

export const headerOf = (facts: number, more: Partial<FactsHeader> = {}): FactsHeader => ({
  format: 'billstorm facts',
  version: 1,
  profile: 'full',
  asOf,
  policies: [defaultPolicy, { ...defaultPolicy, currency: 'kwd', zone: 'Pacific/Apia' }],
  facts,
  accounts: 3,
  seed: 7,
  ...more,
})

const names = ['ada', 'b0b', '7', 'at', 'event', 'x9']
const instants = fc.oneof(
  fc.integer({ min: asOf - 3e10, max: asOf }).map((at) => at - (at % 1_000)),
  fc.integer({ min: 0, max: asOf }),
)

/** What stands in ids: paths, days, instants, and what is hard to write. */
const texts = (who: string): fc.Arbitrary<string> =>
  fc.oneof(
    { weight: 4, arbitrary: fc.integer({ min: 0, max: 40 }).map((n) => `${who}/sub ${n}/renewal 2024-02-29/attempt ${n}`) },
    { weight: 2, arbitrary: instants.map((at) => `${who}/sub 1/signup/attempt 1/unknown ${at}`) },
    { weight: 2, arbitrary: fc.integer({ min: 0, max: 4_000 }).map((n) => `pi_${who}_${n}`) },
    {
      weight: 1,
      arbitrary: fc.constantFrom(
        '0001',
        '00',
        '2024-02-30',
        '2024-13-01',
        '0999-12-31',
        '9007199254740993',
        '12/2027',
        '"\\"',
        '\\u0041',
        `_${who}`,
        `${who}/`,
        '',
        'ünï 💳',
        '\u0001\u0002 7',
        '\ud800 3',
        '\u2028',
      ),
    },
    { weight: 1, arbitrary: fc.string({ maxLength: 20 }) },
  )

const whole = fc.oneof(fc.integer({ min: 0, max: 10 }), fc.integer(), fc.maxSafeInteger())

/** Any value of a shape. */
function valueOf(shape: Shape, who: string): fc.Arbitrary<unknown> {
  switch (shape.is) {
    case 'text':
      return texts(who)
    case 'who':
      return fc.constant(who)
    case 'instant':
      return instants
    case 'whole':
      return shape.least === 0 ? whole.map(Math.abs) : whole.map((n) => (n === 0 ? 0 : n))
    case 'number':
      return fc.double({ min: 0, max: 100, noNaN: true })
    case 'flag':
      return fc.boolean()
    case 'word':
      return fc.constantFrom(...shape.words)
    case 'list':
      return fc.array(valueOf(shape.of, who), { maxLength: 3 })
    case 'cases':
      return fc.constantFrom(...Object.values(shape.cases)).chain((each) => valueOf(each, who))
    case 'either':
      return fc.oneof(...shape.of.map((each) => valueOf(each, who)))
    case 'members':
      return fc.record(Object.fromEntries(Object.entries(shape.members).map(([name, each]) => [name, valueOf(each, who)])), {
        requiredKeys: Object.keys(shape.members).filter((name) => !shape.optional.includes(name)),
      })
    default:
      return shape satisfies never
  }
}

export const factOf = (kind: FactKind): fc.Arbitrary<Fact> =>
  fc
    .constantFrom(...names)
    .chain((who) =>
      fc
        .tuple(valueOf(factShapes[kind], who), texts(who), instants)
        .map(([fact, id, recordedAt]) => ({ ...(fact as Fact), id: `${who}/${id}`, recordedAt }) as Fact),
    )

/** Lines of all kinds of facts. */
export const manyLines = (maxLength = 40): fc.Arbitrary<readonly FactLine[]> =>
  fc.array(
    fc.constantFrom(...factKinds).chain((kind) => factOf(kind).chain((fact) => fc.constantFrom(0, 1).map((policy) => ({ policy, fact })))),
    { maxLength },
  )

export function allOf(reader: FactsReader): readonly FactLine[] {
  const all: FactLine[] = []
  for (const batch of reader.batches()) all.push(...batch)
  return all
}

/** A folder for a test, gone when it ends. */
export function inFolder<T>(use: (file: (name: string) => string) => T): T {
  const folder = mkdtempSync(join(tmpdir(), 'billstorm-'))
  const tidy = (): void => rmSync(folder, { recursive: true })
  let used: T
  try {
    used = use((name) => join(folder, name))
  } catch (thrown) {
    tidy()
    throw thrown
  }
  if (used instanceof Promise) return used.finally(tidy) as T
  tidy()
  return used
}

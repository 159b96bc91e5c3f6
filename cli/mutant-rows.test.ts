import { describe, expect, it } from 'vitest'
import { boundsOf, isInterleaved, type MutantCase, type MutantRow, rowText, totalsOf, totalsText } from './mutant-rows.ts'

const caseWith = (change: Partial<MutantCase> = {}): MutantCase => ({
  seed: 1,
  id: 'BS-00000001',
  signature: 'subscribe {redeliver}',
  kinds: ['redeliver'],
  isInterleaved: false,
  elements: 2,
  executions: 20,
  verified: 2,
  isRepeated: true,
  ...change,
})
const rowWith = (cases: readonly MutantCase[], change: Partial<MutantRow> = {}): MutantRow => ({
  name: 'mutant:toy',
  declares: 'BS003',
  source: 'owner/repo#1',
  caughtBy: ['BS003'],
  quiet: { seeds: 100, held: 100 },
  found: cases.length,
  campaigns: cases.length,
  medianMs: 5,
  p95Ms: 9,
  maxMs: 9,
  reached: cases.length,
  triggered: cases.length,
  detected: cases.length,
  golden: [],
  cases,
  ...change,
})
const missed = (rows: readonly MutantRow[]): readonly string[] =>
  boundsOf(totalsOf(rows)).flatMap(({ says, isMet }) => (isMet ? [] : [says]))
const ten = (change: (index: number) => Partial<MutantCase> = () => ({})): readonly MutantCase[] =>
  Array.from({ length: 10 }, (_, index) => caseWith(change(index)))

describe('the figures', () => {
  it('are met by small, stable, verified cases', () => expect(missed([rowWith(ten())])).toEqual([]))

  it.each([
    ['a mutant that nothing caught', [rowWith(ten()), rowWith([])], /1 of 2 caught/],
    ['large cases', [rowWith(ten(() => ({ elements: 5, verified: 5 })))], /median 5/],
    ['a case that is large now and then', [rowWith(ten((index) => (index === 9 ? { elements: 9, verified: 9 } : {})))], /p95 9/],
    ['a case whose last element was not tried', [rowWith(ten((index) => ({ verified: index === 3 ? 1 : 2 })))], /9 of 10 cases verified/],
    ['a case that replays otherwise', [rowWith(ten((index) => ({ isRepeated: index > 0 })))], /9 of 10 cases verified/],
    ['long shrinking', [rowWith(ten(() => ({ executions: 61 })))], /median 61/],
    [
      'ids that hang on the seed',
      [rowWith(ten((index) => (index < 2 ? { id: `BS-0000001${index}` } : {})))],
      /8 of 10 cases have the usual id/,
    ],
    ['one id for two invariants', [rowWith(ten()), rowWith(ten(), { declares: 'BS001' })], /BS-00000001 shared/],
  ])('tell of %s', (_, rows, says) => {
    expect(missed(rows)).toHaveLength(1)
    expect(missed(rows)[0]).toMatch(says)
    expect(totalsText(totalsOf(rows))).toContain(`✗ ${missed(rows)[0]}`)
  })

  it('let mutants of one invariant share an id, and one case in ten have another', () =>
    expect(missed([rowWith(ten()), rowWith(ten((index) => (index === 0 ? { id: 'BS-00000002' } : {})))])).toEqual([]))
})

it('counts who holds with no faults, and whose cases all need two activities to meet or one to die', () => {
  const held = rowWith(ten(() => ({ kinds: ['hold', 'late'], isInterleaved: true })))
  const breaks = rowWith(
    ten((index) => ({ kinds: index === 0 ? ['late'] : ['crash'], isInterleaved: index > 0 })),
    { quiet: { seeds: 100, held: 12 } },
  )
  expect(totalsOf([held, breaks])).toMatchObject({ quiet: 1, interleaved: 1 })
  expect(rowText(held)).toContain('holds with no faults on 100 seeds; cases contain hold, late')
  expect(rowText(breaks)).toContain('breaks with no faults, seed 13')
})

it('tells from a trace whether two activities were under way at once, or a worker died', () => {
  const traceOf = (text: string) =>
    text.split('').map((activity) => ({ activity: activity === '.' ? '' : activity, kind: 'call' }) as const)
  expect(isInterleaved(traceOf('a.a.bbcc'))).toBe(false)
  expect(isInterleaved(traceOf('aabab'))).toBe(true)
  expect(isInterleaved(traceOf('abba'))).toBe(true)
  expect(isInterleaved([{ activity: 'a', kind: 'crash' }])).toBe(true)
})

it('counts what is planted in the judge by itself, and shows which golden cases fail', () => {
  const planted = rowWith([], { name: 'oracle:leap', declares: 'golden', detected: 1, campaigns: 1, golden: ['month from 2099-12-31'] })
  const missed = rowWith([], { name: 'oracle:blind', campaigns: 1 })
  const totals = totalsOf([rowWith(ten()), planted, missed])
  expect(totals.inOracle).toEqual({ mutants: 2, caught: 1 })
  expect(totalsText(totals)).toContain('1 of 2 planted in the judge are caught')
  expect(rowText(planted)).toContain('golden caught in 1 of 1')
  expect(rowText(planted)).toContain('fails 1 golden case: month from 2099-12-31')
  expect(rowText(missed)).not.toContain('golden case')
})

import { readFileSync, readdirSync, renameSync, statSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { expect, it } from 'vitest'
import type { Policy } from '#machines'
import type { FactLine, FactsHeader } from '../../facts/fact-file.ts'
import { inFolder } from '../../facts/facts.fixture.ts'
import { compiled } from '../compiled.ts'
import { Grouping } from '../grouped.ts'
import { historiesOf } from '../histories.fixture.ts'
import { recount } from '../job.ts'
import { keepText } from './keep-text.ts'
import { keepFacts, type KeepReport } from './keep.ts'
import { partOf, wholeDigest } from './kept.fixture.ts'
import { stateLines } from './state-lines.ts'

const { header, lines } = await historiesOf(4)
const digest = wholeDigest(header, lines)
const isLater = (_: FactLine, index: number): boolean => index % 60 === 0
const [early, later] = [lines.filter((line, index) => !isLater(line, index)), lines.filter(isLater)]
/** One fact that is in `early`, of an account that is. */
const known = early[5]!

const slower = (policy: Policy): Policy => ({ ...policy, grace: (policy.grace + 1) as Policy['grace'] })

/** All files of a state, as they lie there. */
const lies = (state: string): readonly (readonly [string, string])[] =>
  readdirSync(dirname(state))
    .filter((name) => name.startsWith('state'))
    .map((name) => [name, readFileSync(`${dirname(state)}/${name}`, 'hex')])

interface Kept {
  readonly state: string
  readonly add: (name: string, header: FactsHeader, lines: readonly FactLine[]) => Promise<KeepReport>
}
/** A state of the early facts. */
const withState = (use: (kept: Kept) => Promise<void>): Promise<void> =>
  inFolder(async (file) => {
    const state = file('state')
    const add: Kept['add'] = (name, of, some) => keepFacts({ facts: partOf(file(name), of, some), state })
    expect(await add('early.facts', header, early)).toMatchObject({ did: 'made', digest: wholeDigest(header, early) })
    await use({ state, add })
  })

it('reads and folds what a file touches, and says what that changes', () =>
  withState(async ({ add }) => {
    const report = await add('later.ndjson', header, [...later, known])
    const touched = new Set([...later, known].map(({ fact }) => fact.who))
    expect(touched.size).toBeLessThan(report.accounts)
    expect(report).toMatchObject({ did: 'appended', digest, touched: touched.size, fresh: later.length, repeated: 1, newAccounts: 0 })
    const before = new Map(statesOf(early).map((line) => [line.account, line]))
    const changed = statesOf(lines).filter((line) => JSON.stringify(line) !== JSON.stringify(before.get(line.account)))
    expect(report.changed).toBe(changed.length)
    expect(changed.length).toBeGreaterThan(0)
    expect(report.first.length).toBe(Math.min(10, changed.length))
    for (const { before: was, after } of report.first) {
      expect(changed).toContainEqual(after)
      expect(was).toEqual(before.get(after.account))
    }
    const text = keepText(report, 'later.ndjson', 'state')
    expect(text).toContain(`later.ndjson: ${touched.size} accounts, ${later.length} new facts, 1 known or told twice`)
    expect(text).toContain(` to something else\n  ${report.first[0]!.after.account}: `)
    expect(text).toContain(`\ndigest ${digest}\n`)
  }))

it('shows the first ten accounts that come to something else, each in words', () => {
  const line = { account: 'ada', status: 'active', plan: 'pro', quantity: 2, paidThrough: 0, paid: 1999, due: 0, currency: 'usd' } as never
  const report = {
    did: 'appended',
    touched: 12,
    fresh: 12,
    repeated: 0,
    changed: 12,
    newAccounts: 1,
    digest: '0',
    accounts: 1_200,
    facts: 1,
  }
  const rest = { bytes: 2e6, ms: { index: 1, read: 2, fold: 3, write: 4 } }
  const first = [
    { before: undefined, after: line },
    { before: { ...(line as object), status: 'past due', paid: 0, due: 1999, paidThrough: null } as never, after: line },
  ]
  expect(keepText({ ...report, ...rest, first } as KeepReport, 'a.facts', 'b')).toBe(
    [
      'a.facts: 12 accounts, 12 new facts, 0 known or told twice',
      '12 accounts come to something else, 1 of them new',
      '  ada, new: status active, plan pro, quantity 2, paid until 1970-01-01T00:00:00.000Z, paid 19.99 usd, due 0.00 usd',
      '  ada: status past due → active, paid until never → 1970-01-01T00:00:00.000Z, paid 0.00 usd → 19.99 usd, due 19.99 usd → 0.00 usd',
      '  … and 10 more',
      'b: appended to; 1 fact of 1,200 accounts, 2.0 MB',
      'digest 0',
      'index 1.00 ms, read 2.00 ms, fold 3.00 ms, write 4.00 ms',
    ].join('\n'),
  )
})

it('prints the line of state of every account, wherever it lies', () =>
  withState(async ({ state, add }) => {
    await add('later.facts', header, later)
    const printed = [...stateLines(state)].join('').trimEnd().split('\n')
    expect(printed.toSorted()).toEqual(
      statesOf(lines)
        .map((line) => JSON.stringify(line))
        .toSorted(),
    )
  }))

it('the same facts twice write nothing', () =>
  withState(async ({ state, add }) => {
    await add('later.facts', header, later)
    const before = lies(state)
    const { mtimeMs } = statSync(state)
    expect(await add('later.facts', header, later)).toMatchObject({ did: 'nothing', fresh: 0, repeated: later.length, changed: 0, digest })
    expect(lies(state)).toEqual(before)
    expect(statSync(state).mtimeMs).toBe(mtimeMs)
  }))

it('an account keeps its policy, wherever that stands in the header of another file', () =>
  withState(async ({ add }) => {
    const { policies } = header
    const another = slower(policies[0]!)
    const turned = [another, ...policies.toReversed().map((policy) => Object.fromEntries(Object.entries(policy).toReversed()) as never)]
    const place = (policy: number): number => policies.length - policy
    const moved = later.map(({ policy, fact }) => ({ policy: place(policy), fact }))
    const who = 'new1'
    const of = new Map(
      early
        .filter(({ fact }) => fact.who === known.fact.who)
        .map(({ fact }) => [fact.id, JSON.parse(JSON.stringify(fact).replaceAll(fact.who, who))]),
    )
    const fresh = [...of.values()].map((fact) => ({ policy: 0, fact }))
    const report = await add('later.facts', { ...header, policies: turned }, [...moved, ...fresh])
    const all = { ...header, policies: [...policies, another] }
    expect(report).toMatchObject({
      newAccounts: 1,
      digest: wholeDigest(all, [...lines, ...fresh.map((line) => ({ ...line, policy: policies.length }))]),
    })
    // What was added is known from then on, in either order.
    expect(await add('again.facts', { ...header, policies: turned }, [...moved, ...fresh])).toMatchObject({
      did: 'nothing',
      digest: report.digest,
    })
    expect(await add('once.facts', header, later)).toMatchObject({ did: 'nothing', digest: report.digest })
  }))

const refusals: readonly (readonly [string, FactsHeader, readonly FactLine[], RegExp])[] = [
  [
    'as of another moment',
    { ...header, asOf: (header.asOf + 1) as never },
    later,
    /more\.facts, byte 8: the facts are as of .*Z, and .*state is as of .*; bring facts as of the same moment, or make another state from all facts$/,
  ],
  [
    'of an account by another policy',
    { ...header, policies: header.policies.map(slower) },
    later,
    /more\.facts, fact \d+: \w+ has policy \d+ of this file, and in the state another one: an account keeps its policy/,
  ],
  [
    'that say something else under a known id',
    header,
    [...later, { ...known, fact: { ...known.fact, recordedAt: (known.fact.recordedAt + 1) as never } }],
    new RegExp(`more\\.facts, fact ${later.length + 1}: has the id "${known.fact.id}" of another fact, and says something else$`),
  ],
  [
    'that were known too late',
    header,
    [...later, { ...known, fact: { ...known.fact, id: `${known.fact.who}/x`, recordedAt: (header.asOf + 1) as never } }],
    /more\.facts, fact \d+: recordedAt is \d+, later than the header’s asOf$/,
  ],
]
it.each(refusals)('refuses facts %s, and writes nothing', (_, of, some, says) =>
  withState(async ({ state, add }) => {
    const before = lies(state)
    await expect(add('more.facts', of, some)).rejects.toThrow(says)
    expect(lies(state)).toEqual(before)
  }),
)

it('refuses a file that is wrong when there is no state yet, and makes none', () =>
  inFolder(async (file) => {
    const facts = partOf(file('early.facts'), header, early)
    const bytes = readFileSync(facts)
    writeFileSync(facts, bytes.subarray(0, -1))
    await expect(keepFacts({ facts, state: file('state') })).rejects.toThrow(/early\.facts, byte \d+: the file is cut short/)
    expect(readdirSync(dirname(facts))).toEqual(['early.facts'])
  }))

it('a state of which any byte was changed or cut off is refused by its place, or has what it had', () =>
  withState(async ({ state, add }) => {
    await add('later.facts', header, later)
    const told = new Set<string>()
    for (const name of [state, `${state}.accounts-1`]) {
      const whole = readFileSync(name)
      for (let at = 0; at < whole.length; at += Math.ceil(whole.length / 50)) {
        const changed = Buffer.from(whole)
        changed[at]! ^= 1 << (at % 8)
        for (const bytes of [changed, whole.subarray(0, at)]) {
          writeFileSync(name, bytes)
          const before = lies(state)
          try {
            expect(await add('again.facts', header, lines)).toMatchObject({ did: 'nothing', digest })
          } catch (thrown) {
            const { message } = thrown as Error
            if (!message.includes(', byte ')) throw thrown
            expect(message).toMatch(/remove (it and make the state again|the state and make it again) from all facts$/)
            told.add(message.replace(/^.*byte \d+: /, '').replaceAll(/\d+|"[^"]*"/g, 'N'))
          }
          expect(lies(state)).toEqual(before)
        }
      }
      writeFileSync(name, whole)
    }
    expect([...told].join('\n')).toContain('the checksum is wrong')
    expect([...told].join('\n')).toContain('is cut short')
  }))

it('a state of another version, and a state that has lost its accounts, are refused', () =>
  withState(async ({ state, add }) => {
    writeFileSync(state, readFileSync(state, 'utf8').replace('"version":1', '"version":2'))
    await expect(add('later.facts', header, later)).rejects.toThrow(
      /is of version 2, and this billstorm reads version 1; name another with --state/,
    )
    writeFileSync(state, readFileSync(state, 'utf8').replace('"version":2', '"version":1'))
    renameSync(`${state}.accounts-1`, `${state}.elsewhere`)
    await expect(add('later.facts', header, later)).rejects.toThrow(
      /accounts-1, byte 0: is not there, and .*state says its accounts are in it; restore it/,
    )
  }))

it('only one process at a time adds to a state', () =>
  withState(async ({ state, add }) => {
    writeFileSync(`${state}.lock`, String(process.ppid))
    await expect(add('later.facts', header, later)).rejects.toThrow(`its lock: process ${process.ppid} is at work on it; wait for its end`)
    writeFileSync(`${state}.lock`, '999999999')
    expect(await add('later.facts', header, later)).toMatchObject({ digest })
  }))

function statesOf(some: readonly FactLine[]) {
  const grouping = new Grouping()
  some.forEach((line, index) => grouping.add(line, index + 1))
  let text = ''
  recount(grouping.accounts, header, compiled, (written) => (text += written))
  return text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as { readonly account: string })
}

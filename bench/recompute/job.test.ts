import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import * as machines from '#machines'
import { recomputing } from './compiled.ts'
import { digestOf, digestText, noDigest, Summing } from './digest.ts'
import { Grouping } from './grouped.ts'
import { historiesOf } from './histories.fixture.ts'
import { recount } from './job.ts'
import { stateFields, stateLineOf, stateText } from './state-line.ts'

const { header, lines } = await historiesOf(3)
const { compiled } = await import('./compiled.ts')
const grouped = (some = lines): Grouping => {
  const grouping = new Grouping()
  some.forEach((line, index) => grouping.add(line, index + 1))
  return grouping
}

it('calls the recompute that the storm calls', () => {
  // Whoever is stormed and whoever is measured take it through the same door, under the same name.
  const door = /import \{[^}]*\brecompute\b[^}]*\} from '#machines'/
  for (const path of ['../../adapters/reference/accounts.ts', './compiled.ts'])
    expect(readFileSync(new URL(path, import.meta.url), 'utf8')).toMatch(door)
  // And what it makes is what that function makes.
  const reached: string[] = []
  const observer: machines.Observer = {
    takes: () => () => undefined,
    moves: () => undefined,
    rules: () => undefined,
    reaches: ({ who }) => void reached.push(who),
  }
  recount(grouped().accounts, header, recomputing('observed', { ...machines.standardParts, observer }))
  expect(reached).toEqual([...grouped().accounts].map(({ who }) => who))
})

it('writes a line for each account, and sums up their hashes', () => {
  const written: string[] = []
  const { digest, accounts, facts, bytes } = recount(grouped().accounts, header, compiled, (text) => void written.push(text))
  const text = written.join('')
  const sum = new Summing()
  for (const line of text.trimEnd().split('\n')) sum.add(digestOf(line))
  expect(sum.digest).toEqual(digest)
  expect(bytes).toBe(text.length)
  expect(facts).toBe(lines.length)
  expect(accounts).toBe(text.trimEnd().split('\n').length)
  for (const [index, { who, policy, facts: of }] of [...grouped().accounts].entries()) {
    const { state } = machines.recompute(of, header.policies[policy]!, header.asOf)
    const line = stateLineOf(state, header.policies[policy]!.currency)
    expect(line.account).toBe(who)
    expect(JSON.parse(text.split('\n')[index]!)).toEqual(line)
    expect(Object.keys(line)).toEqual(['account', ...stateFields])
  }
})

it('says of an account without a subscription that there is none', () => {
  const line = stateLineOf(machines.newAccount('ada "the first"'), 'eur')
  expect(stateText(line)).toBe(
    '{"account":"ada \\"the first\\"","status":"none","plan":"","quantity":0,"paidThrough":null,"paid":0,"due":0,"currency":"eur"}',
  )
})

it('comes to nothing where there are no accounts', () => {
  expect(recount([], header, compiled)).toMatchObject({ digest: noDigest, accounts: 0, facts: 0, bytes: 0 })
  expect(digestText(noDigest)).toBe('0000000000000000')
})

it('refuses an account of two policies and one that is too large, by the fact and the account', () => {
  const { fact } = lines[0]!
  expect(() => grouped([lines[0]!, { policy: 1, fact }])).toThrow(`fact 2: ${fact.who} has policy 1 here, and had policy 0 before`)
  const small = new Grouping(2)
  small.add(lines[0]!, 1)
  small.add(lines[0]!, 2)
  expect(() => small.add(lines[0]!, 3)).toThrow(`fact 3: ${fact.who} has more than 2 facts`)
})

import { expect, it } from 'vitest'
import { type Fact, paymentRead, type PaymentFound } from '#machines'
import { compiled } from './compiled.ts'
import { isCore } from './core.ts'
import { isKnownByHand } from './known-by-hand.fixture.ts'
import { Grouping } from './grouped.ts'
import { byHand } from './hand.ts'
import { historiesOf } from './histories.fixture.ts'
import { recount } from './job.ts'

const { header, lines } = await historiesOf(400, isKnownByHand)
const accounts = (some = lines) => {
  const grouping = new Grouping()
  some.forEach((line, index) => grouping.add(line, index + 1))
  return [...grouping.accounts]
}
const asked = (command: string): number =>
  new Set(lines.filter(({ fact }) => fact.kind === 'command accepted' && fact.command.do === command).map(({ fact }) => fact.who)).size

it('what is written by hand comes to what the charts come to, on all that it knows', () => {
  // All that the profile has comes up, or it would prove little.
  for (const command of ['subscribe', 'change plan', 'change quantity', 'cancel', 'refund']) expect(asked(command)).toBeGreaterThan(3)
  for (const account of accounts()) {
    const policy = header.policies[account.policy]!
    expect(byHand.stateOf(account, policy, header.asOf)).toEqual(compiled.stateOf(account, policy, header.asOf))
  }
})

it('the order of the facts and their copies make no difference to it', () => {
  const again = accounts([...lines.toReversed(), ...lines.filter((_, at) => at % 7 === 0)])
  expect(recount(again, header, byHand).digest).toEqual(recount(accounts(), header, compiled).digest)
})

it('says the same at every instant of a life, not at the end alone', () => {
  for (const { who, policy: place, facts } of accounts().slice(0, 40)) {
    const policy = header.policies[place]!
    for (const now of new Set(facts.map(({ recordedAt }) => recordedAt))) {
      const known = { who, policy: place, facts: facts.filter((fact) => fact.recordedAt <= now) }
      if (!isKnownByHand(known.facts, policy)) continue
      expect(byHand.stateOf(known, policy, now)).toEqual(compiled.stateOf(known, policy, now))
    }
  }
})

it('the profile leaves out whoever has what it does not know, and has nothing that is not known by hand', () => {
  const { fact } = lines.find((line) => line.fact.kind === 'command accepted')!
  const policy = header.policies[0]!
  expect(isCore([fact], policy)).toBe(true)
  expect(isCore([{ ...fact, command: { do: 'pause' } } as Fact], policy)).toBe(false)
  expect(isCore([fact], { ...policy, currency: 'eur' })).toBe(false)
  const read = (found: PaymentFound): Fact => paymentRead('ada/attempt 1', found, { start: fact.at, end: fact.at }, fact.at)
  const payment = 'pi_1'
  expect(isCore([fact, read({ status: 'not found' }), read({ status: 'paid', payment, charge: 'ch_1' })], policy)).toBe(true)
  for (const found of [
    { status: 'needs action', payment },
    { status: 'processing', payment },
  ] as const)
    expect(isCore([fact, read(found)], policy)).toBe(false)
  const core = accounts().filter(({ facts, policy: place }) => isCore(facts, header.policies[place]!))
  expect(core.length).toBeGreaterThan(10)
  expect(core.length).toBeLessThan(accounts().length)
  for (const { facts, policy: place } of core) expect(isKnownByHand(facts, header.policies[place]!)).toBe(true)
})

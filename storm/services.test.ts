import { scenarios } from '#scenarios'
import { expect, it } from 'vitest'
import { shop } from './planted-service.fixture.ts'
import { openArena } from './arena.ts'
import { ownSystem } from './own-system.ts'
import { storm } from './storm.ts'
import { threads } from './threads.ts'

const story = ['renewals/card-expires-before-renewal']

/** A service in a process of its own, apart from everything, is stormed as all others are. */
function stormed(mistake: string, faults: readonly string[], seeds = { first: 1, count: 1 }, names = story) {
  const module = new URL('./planted-service.fixture.ts', import.meta.url)
  module.searchParams.set('mistake', mistake)
  return storm({
    system: { name: 'shop', kind: 'service', create: () => shop(mistake), installed: () => true, module: module.href },
    scenarios: scenarios.filter(({ name }) => names.includes(name)),
    seeds,
    faults,
    shrinkBudget: 0,
    crew: ({ ground }) =>
      threads(
        { system: 'shop', module: module.href, scenarios: ground.scenarios.map(({ name }) => name), faults },
        { count: 1, patienceMs: 60_000 },
      ),
  })
}

it('holds when it is right, whatever the network does, and another process of it comes to the same', async () => {
  const faults = ['redeliver', 'timeout after', 'server error', 'reset']
  const all = await stormed('', faults, { first: 1, count: 12 }, ['cards'])
  expect(all).toMatchObject({ verdict: 'held', failures: [] })
  const again = await stormed('', faults, { first: 1, count: 12 }, ['cards'])
  expect(again.digest).toBe(all.digest)
}, 120_000)

it.each([
  ['twice', 'BS006'],
  ['unhandled', 'BS010'],
] as const)(
  'breaks where it is planted: %s',
  async (mistake, code) => {
    const { verdict, failures } = await stormed(mistake, [])
    expect(verdict).toBe('broken')
    expect(failures.map(({ violation }) => violation.code)).toContain(code)
  },
  120_000,
)

it('dies where the seed says, and is started again with what it had stored and nothing else', async () => {
  const scenario = 'renewals/card-expires-before-renewal'
  const entry = { name: 'shop', kind: 'service', create: () => shop(''), installed: () => true } as const
  const arena = await openArena(
    entry,
    scenarios.filter(({ name }) => name === scenario),
    ['crash'],
  )
  try {
    const { workload } = arena.draw({ seed: 0, scenario })
    const struck = async (at: string) => {
      const result = await arena.replay({ workload, record: new Map([[`ada/subscribe/${at}/crash`, '1 s']]) }, true)
      const asked = result.trace.filter(({ kind, who }) => kind === 'call' && who === 'ada').map(({ subject }) => subject)
      return {
        verdict: result.verdict,
        digest: result.digest.semantic,
        asked,
        died: result.trace.filter(({ kind }) => kind === 'crash').length,
      }
    }
    const [customer, method, payment] = ['customers.create', 'payment_methods.attach', 'payment_intents.create']
    expect(await struck('before the request')).toMatchObject({ died: 1, asked: [customer, method, payment] })
    // It knows its customer from before, and nothing of what it was about to write down of the payment.
    const atCall = await struck('after create payment intent')
    expect(atCall).toMatchObject({ died: 1, asked: [customer, method, payment, method, payment] })
    expect(await struck('after the answer')).toMatchObject({ died: 1, asked: atCall.asked })
    expect(await struck('after create payment intent')).toEqual(atCall)
  } finally {
    await arena.close()
  }
}, 120_000)

it('breaks where a charge whose answer is lost is made again', async () => {
  const { verdict, failures } = await stormed('no key', ['timeout after'], { first: 24, count: 1 }, ['cards'])
  expect(verdict).toBe('broken')
  expect(failures.map(({ violation }) => violation.code)).toContain('BS107')
}, 120_000)

it('finds in a sample service what its page says is wrong with it', async () => {
  const module = new URL('../examples/storms/postcards.ts', import.meta.url).href
  const entry = ownSystem(new URL(module), 'postcards')
  const { verdict, failures } = await storm({
    system: entry,
    scenarios: scenarios.filter(({ name }) => name === 'cards'),
    seeds: { first: 1, count: 30 },
    faults: ['timeout before', 'hang', 'server error', 'reset'],
    shrinkBudget: 0,
    crew: ({ ground, faults }) =>
      threads(
        { system: 'postcards', module, scenarios: ground.scenarios.map(({ name }) => name), faults },
        { count: 1, patienceMs: 60_000 },
      ),
  })
  expect(verdict).toBe('broken')
  expect(failures.map(({ violation }) => violation.witness.says)).toContainEqual(
    expect.stringMatching(/active at the provider and canceled here/),
  )
}, 120_000)

it.each([
  ['hangs', /waits for something that never comes/],
  ['calls home', /shop tried to get out: it asked for metrics\.invalid; nothing but the gates can be reached/],
] as const)(
  'is undecided where it %s',
  async (mistake, says) => {
    const { verdict, undecided } = await stormed(mistake, [])
    expect(verdict).toBe('undecided')
    expect(JSON.stringify(undecided)).toMatch(says)
  },
  120_000,
)

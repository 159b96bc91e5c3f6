import { execFileSync } from 'node:child_process'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import Stripe from 'stripe'
import { utc } from '#machines'
import { betterAuth, isInstalled } from './index.ts'
import { play, playAll, seen, unharmed } from './seen.fixture.ts'

const system = betterAuth()
beforeAll(() => system.boot?.())
afterAll(() => system.close())

it('is installed beside its adapter', () => expect(isInstalled()).toBe(true))

describe('ends wrong, as seen', () => {
  it.each(seen)('$name', async (one) => {
    const { rows, statuses } = await play(system, one)
    expect(rows).toEqual(one.ends)
    expect(rows).not.toEqual(one.right)
    expect(new Set(statuses)).toEqual(new Set([200]))
  })
})

describe('ends right', () => {
  it.each(unharmed)('$name', async (one) => {
    const { rows, effects } = await play(system, one)
    expect(rows).toEqual(one.right)
    expect(effects).toEqual([])
  })
})

it('a view names the customer, the provider’s id and the period', async () => {
  const { view } = await play(system, unharmed[0]!)
  expect(view.customers).toEqual([{ who: 'ada', provider: 'cus_ada_1' }])
  expect(view.subscriptions).toEqual([
    expect.objectContaining({
      who: 'ada',
      provider: 'sub_ada_1',
      quantity: 1,
      cancelAtPeriodEnd: false,
      periodStart: utc('2026-03-01T09:00:00Z'),
      periodEnd: utc('2026-04-01T09:00:00Z'),
    }),
  ])
})

it('every touch of its tables is a landmark, and the provider’s reads are calls', async () => {
  const { log } = await play(system, unharmed[2]!)
  const words = log.map((line) => line.split(' ').slice(4).join(' ').replace(/ \{.*/, ''))
  expect(words).toEqual(['retrieve subscription', 'before write subscription', 'after write subscription', 'done'])
})

it('a signature of another secret is refused', async () => {
  const { statuses, rows } = await play({ ...system, sign: () => ({ 'stripe-signature': 't=1,v1=00' }) }, unharmed[0]!)
  expect(statuses).toEqual([400, 400, 400])
  expect(rows).toEqual([])
})

it('signs as the vendor’s own library does', () => {
  const at = utc('2026-03-01T09:00:00Z')
  const header = new Stripe('sk_test_1').webhooks.generateTestHeaderString({
    payload: '{}',
    secret: 'whsec_billstorm',
    timestamp: at / 1_000,
  })
  expect(system.sign?.('{}', at)['stripe-signature']).toBe(header)
})

it('fifty reruns are the same to the byte', async () => {
  const first = await playAll(system)
  for (let run = 1; run < 50; run++) expect(await playAll(system)).toBe(first)
}, 30_000)

it('another process in another zone and language writes the same', async () => {
  const script = `
    import { betterAuth } from './adapters/better-auth/index.ts'
    import { playAll } from './adapters/better-auth/seen.fixture.ts'
    const system = betterAuth()
    await system.boot()
    process.stdout.write(await playAll(system))`
  const other = execFileSync(process.execPath, ['--input-type=module', '-e', script], {
    cwd: new URL('../..', import.meta.url),
    encoding: 'utf8',
    env: { TZ: 'Pacific/Kiritimati', LANG: 'tr_TR.UTF-8', LC_ALL: 'tr_TR.UTF-8', PATH: '' },
  })
  expect(other).toBe(await playAll(system))
}, 30_000)

import { scenarios } from '#scenarios'
import { systems } from '#adapters'
import { describe, expect, it } from 'vitest'
import type { PlantedHandler } from './planted-handler.fixture.ts'
import { storm } from './storm.ts'
import { threads } from './threads.ts'

const story = scenarios.filter(({ name }) => name === 'renewals/card-expires-before-renewal')
const naive = systems.find(({ name }) => name === 'naive')!

function stormed(way: PlantedHandler) {
  const module = new URL(`./planted-handler.fixture.ts?way=${encodeURIComponent(way)}`, import.meta.url).href
  return storm({
    // It fits as the example does; asking what it says of itself would take another thread.
    system: { ...naive, name: 'planted', module },
    scenarios: story,
    seeds: { first: 1, count: 1 },
    faults: [],
    shrinkBudget: 0,
    crew: ({ ground, faults }) =>
      threads({ system: 'planted', module, scenarios: ground.scenarios.map(({ name }) => name), faults }, { count: 1, patienceMs: 2_000 }),
  })
}

describe('a handler of real code that', () => {
  it.each([
    ['forgets a promise', 'BS010'],
    ['throws in a tick', 'BS010'],
    ['throws in a timer', 'BS010'],
    ['throws in an immediate', 'BS010'],
    // The request is over, and what it left behind is never done: it does not come to rest.
    ['forgets a promise after a while', 'BS009'],
    ['throws in a timer after its answer', 'BS009'],
    // A server answers 500 then, and the sender gives up at last.
    ['throws', 'BS008'],
    ['books nothing', 'BS012'],
  ] as const)(
    '%s is broken',
    async (way, code) => {
      const { verdict, failures } = await stormed(way)
      expect(verdict).toBe('broken')
      // Those that answer all the same have booked nothing, which is a failure of its own.
      expect(failures.map(({ violation }) => violation.code)).toContain(code)
    },
    30_000,
  )

  it.each([
    ['never answers', /planted threw in .+: ActivityHangs: .+ waits for something that never comes/],
    ['loops', /gave no sign for 2 s/],
    ['exits with 0', /ended its process with code 0/],
    ['answers no status', /it answers a webhook with "fine", which is no HTTP status/],
    ['subscribes for another account', /for what the twin lacks: subscriptions\.create: the parameter on_behalf_of exists at the vendor/],
    ['makes a quote', /for what the twin lacks: POST \/v1\/quotes exists at the vendor/],
    ['asks in a strange way', /for what the twin lacks: PUT \/v1\/customers\/cus_1/],
  ] as const)(
    '%s is undecided, by the run',
    async (way, says) => {
      const { verdict, undecided } = await stormed(way)
      expect(verdict).toBe('undecided')
      expect(undecided[0]!.why).toMatch(says)
    },
    30_000,
  )
})

import { describe, expect, it } from 'vitest'
import { openArena } from './arena.ts'
import { scenariosNamed, systemNamed } from './systems.ts'

const story = 'dead-letters/poisoned-payment'

/** The story as it is written, told by a system: what broke, and what happened. */
async function told(system: string) {
  const arena = await openArena(systemNamed(system), scenariosNamed([story]))
  const { workload, source } = arena.draw({ seed: 0, scenario: story })
  const record = source.kind === 'record' ? source.record : new Map()
  return arena.replay({ workload, record }, true)
}

describe('a poisoned payment', () => {
  it('is tried three times, told of once, replayed by the first of two clicks, and made once', async () => {
    const { verdict, trace } = await told('reference')
    expect(verdict).toBe('held')
    const job = 'ada/sub 1/signup/attempt 1'
    const lines = trace
      .filter(
        ({ at, says = '', kind }) =>
          at < Date.UTC(2024, 0, 31, 9, 30) && (says.includes(job) || kind === 'command' || /create: 200/.test(says)),
      )
      .map(({ at, says }) => `${new Date(at).toISOString().slice(11, 16)} ${says}`)
    expect(lines).toEqual([
      '09:00 ada: subscribe',
      '09:00 customers.create: 200',
      `09:00 payment_intents.create: 400, ${job} is poisoned`,
      `09:01 payment_intents.create: 400, ${job} is poisoned`,
      `09:06 payment_intents.create: 400, ${job} is poisoned`,
      `09:06 alert: ${job} is dead after 3 tries: 400 parameter_unknown`,
      `09:20 operator: mends what was wrong with ${job}`,
      `09:20 operator: replays ${job}`,
      '09:20 payment_intents.create: 200',
      expect.stringContaining('09:20 mail: '),
      `09:20 operator: replays ${job}`,
    ])
  })

  it.each([
    ['mutant:failure-vanishes', 'BS041'],
    ['mutant:endless-retry', 'BS042'],
    ['mutant:alert-storm', 'BS043'],
    ['mutant:replay-doubles', 'BS044'],
    ['mutant:report-counts-all', 'BS045'],
  ])('shows what is wrong with %s by %s', async (name, code) => {
    expect(systemNamed(name).declares).toBe(code)
    expect((await told(name)).violations.map((each) => each.code)).toContain(code)
  })
})

import { describe, expect, it } from 'vitest'
import type { Command } from './domain/command.ts'
import { minutes, utc } from './domain/instant.ts'
import { defaultPolicy } from './domain/policy.ts'
import { play } from './golden/play.ts'
import { rowsOf, viewOf } from './view-of.ts'

const subscribe: Command = { do: 'subscribe', plan: 'pro', quantity: 1, method: 'card' }
const renewal = 'renewal 2024-02-29'

/** Every answer takes four minutes. The renewal is declined for good on 29 February at 01:04; at 01:04 on 15 March nobody waits any longer. */
const ends = (broughtAt: string, refusedMethods: readonly number[] = []): readonly string[] => {
  const commands = [
    { at: utc('2024-01-31'), command: subscribe },
    { at: utc(broughtAt), command: { do: 'update method', method: 'card' } as const },
  ]
  const until = utc('2024-03-16')
  const { state, refusals } = play(
    { commands, outcomes: { [renewal]: ['hard'] }, refusedMethods, latency: minutes(4), until },
    defaultPolicy,
  )
  const view = viewOf([rowsOf(state)], until, defaultPolicy)
  return [...view.subscriptions.map(({ status }) => status), view.invoices.at(-1)!.status, ...refusals]
}

describe('giving up', () => {
  it('waits for a method that was brought in time and is being kept', () => {
    expect(ends('2024-03-15T01:02Z')).toEqual(['active', 'paid'])
  })

  it('takes place when the provider does not take that method', () => {
    expect(ends('2024-03-15T01:02Z', [2])).toEqual(['canceled', 'uncollectible'])
  })

  it('is not undone by a method that comes too late', () => {
    expect(ends('2024-03-15T01:05Z')).toEqual(['canceled', 'uncollectible'])
  })
})

import { expect, it } from 'vitest'
import { utc } from './domain/instant.ts'
import { defaultPolicy } from './domain/policy.ts'
import { play } from './golden/play.ts'
import { standingOf } from './standing.ts'

const at = (until: string) =>
  standingOf(
    play(
      {
        commands: [{ at: utc('2024-01-31'), command: { do: 'subscribe', plan: 'pro', quantity: 2, method: 'card' } }],
        outcomes: { 'renewal 2024-02-29': ['soft'] },
        until: utc(until),
      },
      defaultPolicy,
    ).state,
  )

it('is what the books come to, in five fields', () => {
  expect(standingOf({ subscriptions: [], ledger: [] })).toEqual({ status: 'none', plan: '', quantity: 0, received: 0, owed: 0 })
  expect(at('2024-02-01')).toEqual({ status: 'active', plan: 'pro', quantity: 2, received: 3_998, owed: 0 })
  expect(at('2024-03-01')).toEqual({ status: 'past due', plan: 'pro', quantity: 2, received: 3_998, owed: 3_998 })
})

import { expect, it } from 'vitest'
import { disputeTold } from './domain/fact.ts'
import { hours, later, utc } from './domain/instant.ts'
import { minor } from './domain/money.ts'
import { defaultPolicy } from './domain/policy.ts'
import { play } from './golden/play.ts'
import { recompute } from './recompute.ts'

const start = utc('2024-01-31')
const charge = 'ch_ada/sub 1/signup/attempt 1'
const told = { dispute: 'dp_1', charge, taken: minor(1_999), fees: minor(1_500) }

it('a bank that took and kept a payment in one instant, before we had heard of that, has kept it', () => {
  const { facts } = play(
    {
      commands: [{ at: start, command: { do: 'subscribe', plan: 'pro', quantity: 1, method: 'card' } }],
      outcomes: { signup: ['told late'] },
      until: later(start, hours(4)),
    },
    defaultPolicy,
  )
  const at = later(start, hours(1))
  const taken = disputeTold('ada', { ...told, stands: 'taken' }, 1, { at })
  const lost = disputeTold('ada', { ...told, stands: 'lost' }, 1, { at })
  for (const bank of [
    [taken, lost],
    [lost, taken],
  ]) {
    const { state } = recompute([...facts, ...bank], defaultPolicy, later(start, hours(4)))
    expect(state.disputes).toMatchObject([{ state: 'lost', stands: 'lost', held: 0, lost: 1_999 }])
    expect(state.invoices).toMatchObject([{ state: 'charged back' }])
  }
})

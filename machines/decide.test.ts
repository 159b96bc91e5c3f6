import { describe, expect, it } from 'vitest'
import type { AccountCommand as Command } from './domain/command.ts'
import { hours, later, utc } from './domain/instant.ts'
import { minor } from './domain/money.ts'
import { defaultPolicy } from './domain/policy.ts'
import { decide } from './decide.ts'
import { newAccount } from './domain/account.ts'
import { operations } from './domain/operation.ts'
import { operationOf, startOf } from './intended.ts'
import { standardLegality } from './legality.ts'
import { starts } from './operations/start.ts'
import { standardParts } from './parts.ts'
import { type Outcome, play } from './golden/play.ts'

const start = utc('2024-01-31')
const policy = {
  ...defaultPolicy,
  addOns: [{ key: 'storage', prices: { month: minor(500) } }],
  coupons: [{ key: 'half', off: { percent: 50 }, lasts: 'once' }] as const,
  plans: [
    ...defaultPolicy.plans,
    { key: 'weekly', price: minor(600), interval: 'week' as const },
    { key: 'yearly', price: minor(19_990), interval: 'year' as const },
  ],
}
const subscribe: Command = { do: 'subscribe', plan: 'pro', quantity: 1, method: 'card' }
const after = (
  commands: readonly (readonly [string, Command])[],
  until: string,
  outcomes: Record<string, readonly Outcome[]> = {},
  more: Partial<typeof defaultPolicy> = {},
) =>
  play(
    {
      commands: [{ at: start, command: subscribe }, ...commands.map(([at, command]) => ({ at: utc(at), command }))],
      outcomes,
      until: utc(until),
    },
    { ...policy, ...more },
  ).state

/** A life that stands at each start, which some life reaches. */
const standing = {
  none: () => newAccount('ada'),
  incomplete: () => after([], '2024-01-31T01:00:00Z', { signup: ['action'] }),
  trialing: () =>
    play({ commands: [{ at: start, command: { ...subscribe, trial: hours(72) } }], until: later(start, hours(1)) }, policy).state,
  active: () => after([], '2024-02-10'),
  'active, cancel scheduled': () => after([['2024-02-05', { do: 'cancel', when: 'period end' }]], '2024-02-10'),
  renewing: () => after([], '2024-02-29T00:10:00Z'),
  'past due, in grace': () => after([], '2024-03-02', { 'renewal 2024-02-29': ['soft'] }),
  'past due, without grace': () => after([], '2024-03-02', { 'renewal 2024-02-29': ['soft'] }, { grace: hours(1) }),
  paused: () => after([['2024-02-05', { do: 'pause' }]], '2024-02-10'),
  unpaid: () => after([], '2024-03-05', { 'renewal 2024-02-29': ['soft', 'hard'] }),
  canceled: () => after([['2024-02-05', { do: 'cancel', when: 'now' }]], '2024-02-10'),
}
const instants: Record<keyof typeof standing, string> = {
  none: '2024-02-10',
  incomplete: '2024-01-31T01:00:00Z',
  trialing: '2024-01-31T01:00:00Z',
  active: '2024-02-10',
  'active, cancel scheduled': '2024-02-10',
  renewing: '2024-02-29T00:10:00Z',
  'past due, in grace': '2024-03-02',
  'past due, without grace': '2024-03-02',
  unpaid: '2024-03-05',
  paused: '2024-02-10',
  canceled: '2024-02-10',
}
const reached = Object.keys(standing) as (keyof typeof standing)[]

const commandFor: Partial<Record<(typeof operations)[number], Command>> = {
  'signup paid': subscribe,
  'signup trial': { ...subscribe, trial: hours(72) },
  'signup trial, no method': { do: 'subscribe', plan: 'pro', quantity: 1, trial: hours(72) },
  'upgrade now': { do: 'change plan', plan: 'team' },
  'interval switch now': { do: 'change plan', plan: 'yearly' },
  'downgrade at period end': { do: 'change plan', plan: 'basic' },
  'downgrade now': { do: 'change plan', plan: 'basic', when: 'now' },
  'quantity up now': { do: 'change quantity', quantity: 2 },
  'coupon apply': { do: 'apply coupon', coupon: 'half' },
  'coupon remove': { do: 'remove coupon' },
  'add-on now': { do: 'change add-on', addOn: 'storage', quantity: 2 },
  'cancel now': { do: 'cancel', when: 'now' },
  'cancel at period end': { do: 'cancel', when: 'period end' },
  'method update': { do: 'update method', method: 'card' },
  resubscribe: subscribe,
  'signup on terms': { do: 'subscribe', plan: 'pro', quantity: 1, terms: hours(24) },
  'undo cancel': { do: 'undo cancel' },
  'delete account': { do: 'delete account' },
  pause: { do: 'pause' },
  resume: { do: 'resume' },
  'trial extend': { do: 'extend trial', by: hours(24) },
  'credit grant': { do: 'grant credit', amount: minor(5) },
  'trial cut': { do: 'cut trial', by: hours(24) },
  'seat assign': { do: 'assign seat', seat: 'fay' },
  'seat unassign': { do: 'unassign seat', seat: 'fay' },
  'bad-debt payment': { do: 'pay debt' },
  'void invoice': { do: 'void invoice' },
  'write off': { do: 'write off' },
  'mark paid': { do: 'mark paid' },
}

/** It would be legal, but there is nothing to do it to in that life. */
const hasNothingTo = (operation: string, from: string): boolean =>
  ['bad-debt payment', 'coupon remove', 'seat unassign'].includes(operation) ||
  (operation === 'mark paid' && from.startsWith('active')) ||
  (operation === 'undo cancel' && from !== 'active, cancel scheduled')

describe('decide', () => {
  it('can stand at every start', () => {
    for (const from of reached) expect(startOf(standing[from](), utc(instants[from]))).toBe(from)
    expect(starts.filter((each) => !reached.some((from) => from === each))).toEqual([])
  })

  it.each(reached)('does what the legality table says, from %s', (from) => {
    const state = standing[from]()
    const now = utc(instants[from])
    for (const operation of operations) {
      const command = commandFor[operation]
      if (command === undefined || (state.subscriptions.length === 0 && command.do === 'change plan' && operation !== 'upgrade now'))
        continue
      // One command is another operation from elsewhere.
      if (operationOf(state, command, policy) !== operation) continue
      const ruling = standardLegality[operation][from]
      if (ruling === 'legal' && hasNothingTo(operation, from)) continue
      const decision = decide(state, command, now, policy)
      if (ruling === 'legal') expect([operation, decision.kind]).toEqual([operation, 'accepted'])
      else expect(decision).toEqual({ kind: 'refused', reason: ruling.refused })
    }
  })

  it('asks the table it was given', () => {
    const parts = {
      ...standardParts,
      legality: { ...standardLegality, 'cancel now': { ...standardLegality['cancel now'], active: { refused: 'never' } } },
    }
    expect(decide(standing.active(), { do: 'cancel', when: 'now' }, utc('2024-02-10'), policy, parts)).toEqual({
      kind: 'refused',
      reason: 'never',
    })
  })

  it.each<[string, Command, string]>([
    ['an unknown plan', { do: 'change plan', plan: 'gold' }, 'there is no plan "gold"'],
    ['the plan it has', { do: 'change plan', plan: 'pro' }, 'this is the plan already'],
    ['the quantity it has', { do: 'change quantity', quantity: 1 }, 'this is the quantity already'],
    ['to stay where nothing ends', { do: 'undo cancel' }, 'it is not set to end'],
    ['a signup with nothing to pay with', { do: 'subscribe', plan: 'pro', quantity: 1 }, 'only a trial begins without a method'],
    ['to pay what is not owed', { do: 'pay debt' }, 'nothing that was given up is left to pay'],
    [
      'a switch that pays back',
      { do: 'change plan', plan: 'weekly' },
      'what is left of the running period is worth more than the new one; switch later',
    ],
    ['half a seat', { do: 'change quantity', quantity: 0.5 }, 'a quantity is a whole number from 1'],
    ['a coupon that is not in the catalogue', { do: 'apply coupon', coupon: 'all' }, 'there is no coupon "all"'],
    ['to lose a coupon that nobody has', { do: 'remove coupon' }, 'there is no coupon to remove'],
    ['an answer nobody waits for', { do: 'authenticate', succeeds: true }, 'no payment waits for an answer'],
    ['more than was paid', { do: 'refund', amount: minor(2_000) }, 'more than is left of the payment'],
    ['a refund of nothing', { do: 'refund', amount: minor(0) }, 'a refund is more than nothing'],
  ])('refuses %s', (_, command, reason) => {
    expect(decide(standing.active(), command, utc('2024-02-10'), policy)).toEqual({ kind: 'refused', reason })
  })

  it('refuses a second change while the first is being paid, and takes it when the first only waits for the customer', () => {
    const up: Command = { do: 'change plan', plan: 'team' }
    const more: Command = { do: 'change quantity', quantity: 4 }
    const inFlight = after([['2024-02-10', up]], '2024-02-10T00:10:00Z', { 'upgrade 1': ['silent'] })
    expect(decide(inFlight, more, utc('2024-02-10T00:10:00Z'), policy).kind).toBe('refused')
    const waiting = after([['2024-02-10', up]], '2024-02-10T00:10:00Z', { 'upgrade 1': ['action'] })
    expect(decide(waiting, more, utc('2024-02-10T00:10:00Z'), policy).kind).toBe('accepted')
  })

  it('numbers the commands it accepts, and leaves no trace of what it refuses', () => {
    const state = standing.active()
    const decision = decide(state, { do: 'cancel', when: 'now' }, utc('2024-02-10'), policy)
    expect(decision.kind === 'accepted' && decision.fact.id).toBe('ada/command 2')
    expect(state).toEqual(standing.active())
  })

  it('takes what was owed and never tried for want of a card while one is being kept', () => {
    const given = after([], '2024-04-01', { 'renewal 2024-02-29': ['hard'] })
    const [signup] = given.attempts
    const methods = given.methods.map((method) => ({ ...method, state: 'owed' as const, provider: undefined }))
    const untried = { ...given, attempts: [signup!], methods }
    expect(decide(given, { do: 'pay debt' }, utc('2024-04-01'), policy).kind).toBe('refused')
    expect(decide(untried, { do: 'pay debt' }, utc('2024-04-01'), policy).kind).toBe('accepted')
  })
})

import { describe, expect, it } from 'vitest'
import type { Effect } from './domain/effect.ts'
import { commandAccepted, decided, type Fact, paymentFailed, paymentNeedsAction, paymentSucceeded } from './domain/fact.ts'
import { type Duration, hours, later, seconds, utc } from './domain/instant.ts'
import { minor } from './domain/money.ts'
import { defaultPolicy as policy } from './domain/policy.ts'
import { decide } from './decide.ts'
import { play } from './golden/play.ts'
import { recompute } from './recompute.ts'

const start = utc('2024-01-31')
const subscribe = { do: 'subscribe', plan: 'pro', quantity: 1, method: 'card' } as const
const signedUp = (until = later(start, hours(1))) => play({ commands: [{ at: start, command: subscribe }], until }, policy)
const kinds = (effects: readonly Effect[]): readonly string[] => effects.map((effect) => effect.kind)

describe('of a payment the customer is asked about', () => {
  const attempt = 'ada/sub 1/signup/attempt 1'
  const unpaid = signedUp().facts.filter((fact) => fact.kind !== 'payment succeeded')
  const waited = [...unpaid, paymentNeedsAction(attempt, 'pi', { at: later(start, seconds(10)) })]
  const end = later(start, hours(48))
  const paid = (at: Duration, heard: Duration) =>
    paymentSucceeded(attempt, { payment: 'pi', charge: 'ch' }, { at: later(start, at), recordedAt: later(start, heard) })
  const status = (facts: readonly Fact[], now = end) => recompute(facts.toReversed(), policy, now).state.invoices.map(({ state }) => state)

  it('lets what the clock gave up stay given up, though nobody has come to ask for the end of the payment', () => {
    expect(status(waited, later(start, hours(24)))).toEqual(['void'])
    const late = [...waited, paid(hours(1), hours(24))]
    expect(status(late)).toEqual(['void'])
    expect(kinds(recompute(late, policy, end).owed)).toContain('start refund')
    expect(status([...waited, paid(hours(1), hours(22))])).toEqual(['paid'])
  })

  it('lets what the customer canceled stay canceled, though nobody has come to ask for the end of the payment', () => {
    const asked = later(start, hours(2))
    const decision = decide(recompute(waited, policy, asked).state, { do: 'cancel', when: 'now' }, asked, policy)
    if (decision.kind !== 'accepted') throw new Error(decision.reason)
    const canceled = [...waited, decision.fact]
    expect(status(canceled, asked)).toEqual(['void'])
    const late = [...canceled, paid(hours(1), hours(3))]
    expect(status(late)).toEqual(['void'])
    expect(kinds(recompute(late, policy, end).owed)).toContain('start refund')
  })

  it('lets what ended stay ended when a question is heard of that we knew the end of, and asks it of nobody', () => {
    const leaves = commandAccepted('ada', 2, 9, { do: 'cancel', when: 'now' }, { at: later(start, seconds(20)) })
    const failed = paymentFailed(attempt, 'hard', { at: later(start, seconds(30)) }, 'pi')
    const question = paymentNeedsAction(attempt, 'pi', { at: later(start, seconds(10)), recordedAt: later(start, seconds(40)) })
    const said = (facts: readonly Fact[]) => {
      const { state, owed } = recompute(facts.toReversed(), policy, later(start, seconds(50)))
      return [state.subscriptions[0]!.state, ...owed.map(({ key }) => key)]
    }
    const known = [...unpaid, leaves, failed]
    expect(said(known)[0]).toBe('incomplete expired')
    expect(said([...known, question])).toEqual(said(known))
    // Heard in time it was asked: nothing held the cancellation up.
    expect(said([...known, { ...question, recordedAt: question.at }])[0]).toBe('canceled')
  })

  it('counts the money from when it was true once the customer answered us, since then all waits for it', () => {
    const ends = utc('2024-02-29')
    const before = (seconds: number) => (ends - seconds * 1_000) as typeof start
    const known = [...signedUp().facts]
    // Some cents are due for an hour.
    const all = { ...policy, chargesFrom: minor(1) }
    const asks = (at: typeof start, command: Parameters<typeof decide>[1]): void => {
      const decision = decide(recompute(known, all, at).state, command, at, all)
      if (decision.kind !== 'accepted') throw new Error(decision.reason)
      known.push(decision.fact)
      for (const effect of recompute(known, all, at).owed) known.push(decided(effect, at))
    }
    asks(before(3_600), { do: 'change plan', plan: 'team' })
    const upgrade = 'ada/sub 1/upgrade 1/attempt 1'
    known.push(paymentNeedsAction(upgrade, 'pi_2', { at: before(3_600) }))
    asks(before(1_799.5), { do: 'authenticate', succeeds: true })
    const of = (facts: readonly Fact[]) =>
      recompute(facts, all, later(ends, hours(2))).state.invoices.find(({ purpose }) => purpose === 'upgrade 1')?.state
    expect(of(known)).toBe('quote')
    // Told in whole seconds, it seems to come before the answer.
    const told = { at: before(1_800), recordedAt: later(ends, hours(1)) }
    expect(of([...known, paymentSucceeded(upgrade, { payment: 'pi_2', charge: 'ch_2' }, told)])).toBe('paid')
  })
})

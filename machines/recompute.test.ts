import { describe, expect, it } from 'vitest'
import type { Effect } from './domain/effect.ts'
import {
  commandAccepted,
  customerCreated,
  decided,
  type Fact,
  methodAttached,
  paymentFailed,
  paymentNeedsAction,
  paymentRead,
  paymentSucceeded,
  paymentUnknown,
} from './domain/fact.ts'
import { days, type Duration, hours, later, minutes, seconds, utc } from './domain/instant.ts'
import { minor } from './domain/money.ts'
import { defaultPolicy as policy } from './domain/policy.ts'
import { nextDue } from './advance.ts'
import { decide } from './decide.ts'
import { never } from './domain/account.ts'
import { play } from './golden/play.ts'
import { standardParts } from './parts.ts'
import { recompute } from './recompute.ts'

const start = utc('2024-01-31')
const subscribe = { do: 'subscribe', plan: 'pro', quantity: 1, method: 'card' } as const
const signedUp = (until = later(start, hours(1))) => play({ commands: [{ at: start, command: subscribe }], until }, policy)
const kinds = (effects: readonly Effect[]): readonly string[] => effects.map((effect) => effect.kind)

describe('recompute', () => {
  it('knows nothing of an account without facts, and owes nothing', () => {
    const { state, owed } = recompute([], policy, start, standardParts, 'ada')
    expect(state.who).toBe('ada')
    expect(owed).toEqual([])
    expect(nextDue(state)).toBe(never)
  })

  it('keeps an account deleted whose signup turns out to have come to nothing in the same instant', () => {
    const commands = [{ at: start, command: subscribe }]
    const { facts } = play({ commands, outcomes: { signup: ['hard'] }, latency: 0 as Duration, until: start }, policy)
    const begun = facts.findLast((fact) => fact.kind === 'decided' && fact.effect.kind === 'start attempt') as Extract<
      Fact,
      { kind: 'decided' }
    >
    const leaves = commandAccepted('ada', 2, begun.effect.turn + 1, { do: 'delete account' }, { at: start })
    const known = facts.slice(0, facts.indexOf(begun) + 1)
    expect(decide(recompute(known, policy, start).state, { do: 'delete account' }, start, policy).kind).toBe('accepted')
    const { state } = recompute([...known, leaves, ...facts.slice(known.length)], policy, start)
    expect([state.subscriptions[0]!.state, state.deletedAt]).toEqual(['incomplete expired', start])
  })

  describe('keeps what a customer was told about leaving, though a payment turns out to have failed for good in the same instant', () => {
    const renewal = utc('2024-02-29T01:00Z')
    const declined = { commands: [{ at: start, command: subscribe }], outcomes: { 'renewal 2024-02-29': ['soft', 'hard'] } } as const
    const retried = later(renewal, days(3))
    const { facts } = play({ ...declined, latency: 0 as Duration, until: retried }, policy)
    const begun = facts.findLast((fact) => fact.kind === 'decided' && fact.effect.kind === 'start attempt') as Extract<
      Fact,
      { kind: 'decided' }
    >
    const refused = facts.findLast((fact) => fact.kind === 'payment failed')!
    const at = { at: retried }
    const leaves = commandAccepted('ada', 2, begun.effect.turn + 1, { do: 'cancel', when: 'period end' }, at)
    const left = { ...leaves, at: later(retried, minutes(-1)), turn: begun.effect.turn }
    const stays = commandAccepted('ada', 3, begun.effect.turn + 2, { do: 'undo cancel' }, at)
    const known = facts.slice(0, facts.indexOf(begun) + 1)
    const said = (told: readonly Fact[]) => {
      const { state, cancellation } = recompute(told, policy, retried).state.subscriptions[0]!
      return [state, cancellation]
    }

    it('that they leave with the period', () => {
      const unheard = recompute(known, policy, retried).state
      expect(decide(unheard, { do: 'cancel', when: 'period end' }, retried, policy).kind).toBe('accepted')
      expect(said([...known, leaves, refused])).toEqual(['unpaid', 'scheduled'])
    })

    it('that they stay after all', () => {
      expect(said([...known, left, refused])).toEqual(['unpaid', 'scheduled'])
      expect(said([...known, left, stays, refused])).toEqual(['unpaid', 'stays'])
    })
  })

  it('owes a customer, then a method, then the attempt, each under its path', () => {
    const facts: Fact[] = [commandAccepted('ada', 1, 1, subscribe, { at: start })]
    const first = recompute(facts, policy, start).owed
    expect(first.map((effect) => effect.key)).toEqual(['ada/customer'])
    facts.push(decided(first[0]!, start))
    expect(recompute(facts, policy, start).owed).toEqual([])
    facts.push(customerCreated('ada', 'cus_1', { at: start }))
    const second = recompute(facts, policy, start).owed
    expect(second.map((effect) => effect.key)).toEqual(['ada/method 1'])
    facts.push(decided(second[0]!, start), methodAttached('ada/method 1', 'pm_1', { at: start }))
    expect(recompute(facts, policy, start).owed).toMatchObject([
      {
        kind: 'start attempt',
        key: 'ada/sub 1/signup/attempt 1',
        attempt: 'ada/sub 1/signup/attempt 1',
        amount: 1_999,
        customer: 'cus_1',
        method: 'pm_1',
        onSession: true,
      },
    ])
  })

  it('wakes at the period’s end, and then at the end of the draft window', () => {
    expect(nextDue(signedUp().state)).toBe(utc('2024-02-29'))
    expect(nextDue(signedUp(utc('2024-02-29')).state)).toBe(utc('2024-02-29T01:00:00Z'))
  })

  it('looks an unknown outcome up again and again, and starts nothing meanwhile', () => {
    const facts = signedUp().facts.filter(
      (fact) => fact.kind !== 'payment succeeded' && !(fact.kind === 'decided' && fact.effect.kind === 'send notice'),
    )
    const attempt = 'ada/sub 1/signup/attempt 1'
    const since = later(start, seconds(10))
    const unknown = [...facts, paymentUnknown(attempt, { at: since })]
    expect(recompute(unknown, policy, later(since, minutes(4))).owed).toEqual([])
    const asked = recompute(unknown, policy, later(since, minutes(5))).owed
    expect(asked.map((effect) => effect.key)).toEqual([`${attempt}/look up 1`])
    const again = [...unknown, decided(asked[0]!, later(since, minutes(5)))]
    expect(recompute(again, policy, later(since, minutes(10))).owed.map((effect) => effect.key)).toEqual([`${attempt}/look up 2`])
    // Two days later the signup has long expired, and still waits for this one outcome.
    expect(kinds(recompute(again, policy, later(since, days(2))).owed)).toEqual(['look up attempt'])
    expect(recompute(again, policy, later(since, days(2))).state.changes[0]!.state).toBe('awaiting payment')
  })

  it('does not undo what was done when the same money is told of again with an earlier time', () => {
    const attempt = 'ada/sub 1/signup/attempt 1'
    const unpaid = signedUp().facts.filter((fact) => fact.kind !== 'payment succeeded')
    const expired = later(start, hours(30))
    const money = { payment: 'pi', charge: 'ch' }
    const waited = [...unpaid, paymentNeedsAction(attempt, 'pi', { at: later(start, seconds(1)) })]
    const found = paymentRead(attempt, { status: 'paid', ...money }, { start: expired, end: expired })
    const late = paymentSucceeded(attempt, money, { at: later(start, hours(1)), recordedAt: later(start, hours(40)) })
    const booked = (facts: readonly Fact[]) => recompute(facts, policy, later(start, hours(48))).state.ledger.map(({ at }) => at)
    expect(booked([...waited, found])).toContain(expired)
    expect(booked([...waited, found, late])).toEqual(booked([...waited, found]))
    expect(booked([...waited, late])).not.toContain(expired)
  })

  it('lets what was given up stay given up: what is heard of a payment after we asked for its end comes after that', () => {
    const attempt = 'ada/sub 1/signup/attempt 1'
    const unpaid = signedUp().facts.filter((fact) => fact.kind !== 'payment succeeded')
    const waited = [...unpaid, paymentNeedsAction(attempt, 'pi', { at: later(start, seconds(10)) })]
    const expired = later(start, hours(24))
    const cancel = recompute(waited, policy, expired).owed.find((effect) => effect.kind === 'cancel payment')!
    const ended = [...waited, decided(cancel, expired)]
    const status = (facts: readonly Fact[]) => recompute(facts, policy, later(start, hours(48))).state.invoices.map(({ state }) => state)
    expect(status(ended)).toEqual(['void'])
    const paidBefore = { at: later(start, hours(1)), recordedAt: later(start, hours(30)) }
    const late = [...ended, paymentSucceeded(attempt, { payment: 'pi', charge: 'ch' }, paidBefore)]
    expect(status(late)).toEqual(['void'])
    // The money goes back.
    expect(kinds(recompute(late, policy, later(start, hours(48))).owed)).toContain('start refund')
    // A refusal of before asks for no second attempt.
    const refused = [...ended, paymentFailed(attempt, 'soft', paidBefore, 'pi')]
    expect(status(refused)).toEqual(['void'])
    expect(kinds(recompute(refused, policy, later(start, hours(48))).owed)).not.toContain('start attempt')
  })

  it('gives nothing up while a method is being kept, and goes on with it from when it was kept, however late we hear', () => {
    const renewal = later(utc('2024-02-29'), hours(1))
    const known = [...signedUp(utc('2024-02-29')).facts]
    const tell = (at: typeof start): readonly Effect[] => {
      const { owed } = recompute(known, policy, at)
      for (const effect of owed) known.push(decided(effect, at))
      return owed
    }
    const attempt = tell(renewal).find((effect) => effect.kind === 'start attempt')
    if (attempt?.kind !== 'start attempt') throw new Error('the renewal is not charged')
    known.push(paymentNeedsAction(attempt.attempt, 'pi_2', { at: renewal }))
    tell(renewal)
    const kept = later(renewal, days(14))
    const decision = decide(recompute(known, policy, kept).state, { do: 'update method', method: 'card' }, kept, policy)
    if (decision.kind !== 'accepted') throw new Error(decision.reason)
    known.push(decision.fact)
    expect(kinds(tell(kept))).toEqual(['attach method'])
    const attached = methodAttached('ada/method 2', 'pm_2', { at: later(kept, minutes(1)) })
    const ends = (facts: readonly Fact[], at: typeof start) => recompute([...facts].reverse(), policy, at).state.subscriptions[0]!
    const over = later(renewal, days(16))
    // Heard of in time it is what collecting goes on with.
    expect(ends([...known, attached], over).state).toBe('past due')
    expect(kinds(tell(over))).not.toContain('cancel payment')
    expect(ends(known, over).state).toBe('past due')
    known.push(attached)
    expect(ends(known, over).state).toBe('past due')
    expect(tell(over).map((effect) => effect.key)).toContain('ada/method 2 confirmation')
    known.push(paymentFailed(attempt.attempt, 'canceled', { at: over }, 'pi_2'))
    expect(tell(later(over, hours(1))).map((effect) => effect.key)).toEqual(['ada/sub 1/renewal 2024-02-29/attempt 2'])
  })

  it('refunds what was paid as far as we knew when the refund was granted, though we learn later of a payment made before', () => {
    const renewed = later(utc('2024-02-29'), hours(2))
    const { facts } = signedUp(renewed)
    const [, renewal] = facts.filter((fact) => fact.kind === 'payment succeeded')
    const known = facts.filter((fact) => fact !== renewal)
    const asked = decide(recompute(known, policy, renewed).state, { do: 'refund' }, renewed, policy)
    if (asked.kind !== 'accepted') throw new Error(asked.reason)
    const refunded = (told: readonly Fact[]) =>
      recompute(told, policy, renewed).state.refunds.map(({ invoice, amount }) => [invoice, amount])
    const granted = refunded([...known, asked.fact])
    expect(granted).toEqual([[0, 1_999]])
    expect(refunded([...facts, asked.fact])).toEqual(granted)
    // Asked for once both are known, it is the renewal's money.
    const both = decide(recompute(facts, policy, renewed).state, { do: 'refund' }, renewed, policy)
    if (both.kind !== 'accepted') throw new Error(both.reason)
    expect(refunded([...facts, both.fact])).toEqual([[1, 1_999]])
  })

  it('sends a payment that was not found again under the same idempotency key', () => {
    const facts = signedUp().facts.filter(
      (fact) => fact.kind !== 'payment succeeded' && !(fact.kind === 'decided' && fact.effect.kind === 'send notice'),
    )
    const attempt = 'ada/sub 1/signup/attempt 1'
    const at = later(start, minutes(6))
    const read = paymentRead(attempt, { status: 'not found' }, { start: at, end: later(at, seconds(1)) })
    const { owed } = recompute([...facts, paymentUnknown(attempt, { at: later(start, seconds(9)) }), read], policy, later(at, seconds(1)))
    expect(owed).toMatchObject([{ kind: 'start attempt', key: `${attempt}/send 2`, attempt, send: 2, ordinal: 1 }])
  })

  it('counts money even after a refusal was told', () => {
    const { facts } = signedUp()
    const attempt = 'ada/sub 1/signup/attempt 1'
    const told = [...facts, paymentFailed(attempt, 'hard', { at: later(start, seconds(5)) })]
    expect(recompute(told, policy, later(start, hours(1))).state.attempts[0]!.state).toBe('paid')
  })

  it('returns money of an attempt that what is known now does not lead to', () => {
    const stray: Effect = {
      kind: 'start attempt',
      turn: 9,
      key: 'ada/sub 1/lost/attempt 1',
      who: 'ada',
      attempt: 'ada/sub 1/lost/attempt 1',
      invoice: 'ada/sub 1/lost',
      ordinal: 1,
      send: 1,
      amount: policy.plans[0]!.price,
      lines: [],
      credited: minor(0),
      currency: 'usd',
      customer: 'cus',
      method: 'pm',
      reason: 'renewal',
      purpose: 'lost',
      from: start,
      isDebt: false,
      onSession: false,
    }
    const at = later(start, hours(1))
    const facts = [...signedUp().facts, decided(stray, at), paymentSucceeded(stray.attempt, { payment: 'pi_9', charge: 'ch_9' }, { at })]
    expect(recompute(facts, policy, at).owed).toMatchObject([
      { kind: 'start refund', charge: 'ch_9', amount: 999 },
      { kind: 'send notice' },
    ])
  })

  it('takes an outcome told in whole seconds for what it is, though it seems to come before its attempt', () => {
    const early = signedUp().facts.map((fact) => (fact.kind === 'payment succeeded' ? { ...fact, at: start } : fact))
    expect(recompute(early, policy, later(start, hours(1))).state.subscriptions[0]!.state).toBe('active')
  })

  it('keeps the order of a conversation that has one instant only', () => {
    const commands = [subscribe, { do: 'change quantity', quantity: 2 } as const, { do: 'change quantity', quantity: 3 } as const].map(
      (command) => ({ at: start, command }),
    )
    // All answers come at once, so that each command finds the one before it paid.
    const { facts } = play({ commands: commands.slice(0, 1), latency: 0 as Duration, until: start }, policy)
    const known = [...facts]
    for (const { command } of commands.slice(1)) {
      const decision = decide(recompute(known, policy, start).state, command, start, policy)
      expect(decision.kind).toBe('accepted')
      if (decision.kind === 'accepted') known.push(decision.fact)
      for (let round = 0; round < 4; round++)
        for (const effect of recompute(known, policy, start).owed) {
          known.push(decided(effect, start))
          if (effect.kind === 'start attempt')
            known.push(paymentSucceeded(effect.attempt, { payment: `pi_${effect.attempt}`, charge: `ch_${effect.attempt}` }, { at: start }))
        }
    }
    const { state } = recompute([...known].reverse(), policy, start)
    expect(state.subscriptions[0]!.quantity).toBe(3)
    expect(state.invoices.map((invoice) => [invoice.purpose, invoice.state, invoice.total])).toEqual([
      ['signup', 'paid', 1_999],
      ['quantity 1', 'paid', 1_999],
      ['quantity 2', 'paid', 1_999],
    ])
    expect(state.refunds).toEqual([])
  })

  it('takes a payment that was taken back, or that came all the same, for an answer to the taking back', () => {
    const { facts } = signedUp()
    const renewal = later(utc('2024-02-29'), hours(1))
    const known = [...facts]
    const tell = (at: typeof start): readonly Effect[] => {
      const { owed } = recompute(known, policy, at)
      for (const effect of owed) known.push(decided(effect, at))
      return owed
    }
    const attempt = tell(renewal).find((effect) => effect.kind === 'start attempt')
    if (attempt?.kind !== 'start attempt') throw new Error('the renewal is not charged')
    const asked = later(renewal, hours(1))
    known.push(paymentNeedsAction(attempt.attempt, 'pi_2', { at: renewal }))
    tell(renewal)
    const decision = decide(recompute(known, policy, asked).state, { do: 'cancel', when: 'now' }, asked, policy)
    if (decision.kind === 'accepted') known.push(decision.fact)
    expect(kinds(tell(asked))).toContain('cancel payment')
    const ends = (fact: Fact) => recompute([...known, fact].reverse(), policy, asked).state.invoices.at(-1)!.state
    expect(ends(paymentFailed(attempt.attempt, 'canceled', { at: asked }, 'pi_2'))).toBe('void')
    expect(ends(paymentSucceeded(attempt.attempt, { payment: 'pi_2', charge: 'ch_2' }, { at: asked }))).toBe('void')
  })

  it('never leaves a mutant part unused: a calendar of 30 days moves the renewal', () => {
    const parts = {
      ...standardParts,
      calendar: { boundary: (anchor: number, _: string, n: number) => (anchor + days(30) * n) as typeof start },
    }
    const { state } = play({ commands: [{ at: start, command: subscribe }], until: later(start, hours(1)) }, policy, parts)
    expect(nextDue(state)).toBe(utc('2024-03-01'))
  })

  it('keeps credit that was granted while a signup waited, though it turns out that the signup had failed by then', () => {
    const { facts, state } = play(
      { commands: [{ at: start, command: subscribe }], inTurn: ['silent'], until: later(start, minutes(1)) },
      policy,
    )
    const attempt = state.attempts[0]!
    const granted = decide(state, { do: 'grant credit', amount: minor(500) }, later(start, minutes(2)), policy)
    if (granted.kind === 'refused') throw new Error(granted.reason)
    const failed = paymentFailed(attempt.id, 'hard', { at: later(attempt.startedAt, seconds(1)), recordedAt: later(start, minutes(3)) })
    const after = recompute([...facts, granted.fact, failed], policy, later(start, minutes(4))).state
    expect(after.subscriptions[0]!.state).toBe('incomplete expired')
    expect(after.balance).toBe(500)
  })
})

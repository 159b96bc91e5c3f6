import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Fact } from './domain/fact.ts'
import { amountDue } from './crediting.ts'
import { days, type Duration, later } from './domain/instant.ts'
import { minor } from './domain/money.ts'
import type { Policy } from './domain/policy.ts'
import { play, type Play } from './golden/play.ts'
import { plays, policies, until } from './golden/plays.fixture.ts'
import { standardParts } from './parts.ts'
import { recompute, type Recomputed } from './recompute.ts'

const sum = (amounts: readonly number[]): number => amounts.reduce((total, amount) => total + amount, 0)
const laws = (law: (life: Play, policy: Policy) => void, numRuns = 100): void => fc.assert(fc.property(plays, policies, law), { numRuns })

describe('recompute', () => {
  it('says the same of facts in any order and told any number of times', () => {
    fc.assert(
      fc.property(plays, policies, fc.infiniteStream(fc.nat()), (life, policy, picks) => {
        const { facts, state } = play(life, policy)
        const shuffled: Fact[] = []
        for (const fact of facts) {
          shuffled.splice(picks.next().value % (shuffled.length + 1), 0, fact)
          if (picks.next().value % 3 === 0) shuffled.splice(picks.next().value % (shuffled.length + 1), 0, { ...fact })
        }
        const again = recompute(shuffled, policy, until, standardParts, 'ada')
        expect(again.state).toEqual(state)
        expect(again.owed).toEqual([])
      }),
      { numRuns: 100 },
    )
  })

  it('says the same when it goes on from what it said before, and leaves that as it was', () => {
    fc.assert(
      fc.property(plays, policies, fc.infiniteStream(fc.nat()), (life, policy, picks) => {
        const { facts } = play(life, policy)
        const heard = facts.toSorted((a, b) => a.recordedAt - b.recordedAt)
        let before: Recomputed | undefined
        for (let count = 1; count <= heard.length; count += 1 + (picks.next().value % 3)) {
          const known = heard.slice(0, count)
          // What came in is told in any order, and time goes by between or not.
          if (picks.next().value % 4 === 0) known.unshift(known.pop()!)
          const now = later(heard[count - 1]!.recordedAt, (picks.next().value % 2 === 0 ? 0 : picks.next().value % days(20)) as Duration)
          const said = before === undefined ? undefined : structuredClone([before.state, before.owed])
          const afresh = recompute(known, policy, now)
          const goneOn = recompute(known, policy, now, standardParts, known[0]!.who, before)
          expect([goneOn.state, goneOn.owed]).toEqual([afresh.state, afresh.owed])
          if (before !== undefined) expect([before.state, before.owed]).toEqual(said)
          before = goneOn
        }
      }),
      { numRuns: 200 },
    )
  })

  it('keeps books that balance, and owes what open invoices say', () => {
    laws((life, policy) => {
      const { state } = play(life, policy)
      const of = (account: string): number => sum(state.ledger.filter((row) => row.account === account).map((row) => row.amount))
      expect(of('cash') + of('bank') + of('receivable') + of('held')).toBe(
        of('revenue') + of('credit') + of('balance') + of('fees') + of('tax'),
      )
      expect(of('receivable')).toBe(sum(state.invoices.filter((invoice) => invoice.state === 'open').map((invoice) => amountDue(invoice))))
      const taken = sum(state.attempts.filter((attempt) => attempt.state === 'paid').map((attempt) => attempt.amount))
      const returned = sum(state.refunds.filter((refund) => refund.state === 'succeeded').map((refund) => refund.amount))
      const withBanks = sum(state.disputes.map(({ held, lost }) => held + lost))
      const fees = sum(state.disputes.map((dispute) => dispute.feesPosted))
      expect(of('cash')).toBe(taken - returned - withBanks - fees)
      expect(of('held')).toBe(sum(state.disputes.map(({ held }) => held)))
      expect(new Set(state.ledger.map((row) => row.id)).size).toBe(state.ledger.length)
    })
  })

  it('never has two payments of one account under way but one for an old debt, nor charges an invoice twice', () => {
    laws((life, policy) => {
      const { state } = play(life, policy)
      for (const invoice of state.invoices) {
        const kept = state.attempts.filter(
          (attempt) =>
            attempt.invoice === invoice.index &&
            attempt.state === 'paid' &&
            !state.refunds.some((refund) => refund.invoice === -1 && refund.charge === attempt.charge),
        )
        // A debt may be paid in parts.
        const whole = kept.filter(({ isDebt }) => !isDebt)
        expect(whole.length).toBeLessThanOrEqual(1)
        expect(sum(kept.map(({ applied }) => applied))).toBeLessThanOrEqual(amountDue({ ...invoice, paid: minor(0) }))
        if (invoice.state === 'open') expect(invoice.paid).toBeLessThan(amountDue({ ...invoice, paid: minor(0) }))
        expect(invoice.refunded).toBeLessThanOrEqual(invoice.paid)
      }
      for (const isDebt of [false, true]) {
        const own = state.attempts.filter((attempt) => attempt.isDebt === isDebt)
        const spans = own.map((attempt) => ({ from: attempt.startedAt, to: attempt.paidAt ?? attempt.startedAt }))
        for (const [i, one] of spans.entries()) for (const other of spans.slice(i + 1)) expect(other.from).toBeGreaterThanOrEqual(one.to)
      }
    })
  })

  it('tells the customer of one cause once, and repeats no effect', () => {
    laws((life, policy) => {
      const { state, effects } = play(life, policy)
      expect(new Set(state.notices.map((notice) => notice.cause)).size).toBe(state.notices.length)
      expect(new Set(effects.map(({ effect }) => effect.key)).size).toBe(effects.length)
    })
  })

  it('numbers what is an offer no longer, from 1 on and without gaps', () => {
    laws((life, policy) => {
      const { state } = play(life, policy)
      const numbers = state.invoices.flatMap(({ number }) => (number === undefined ? [] : [number]))
      expect(numbers.toSorted((a, b) => a - b)).toEqual(numbers.map((_, index) => index + 1))
      for (const { state: stands, number } of state.invoices)
        if (stands !== 'void') expect([stands, number === undefined]).toEqual([stands, stands === 'quote'])
    })
  })

  it('gives back all money that came too late', () => {
    laws((life, policy) => {
      const { state } = play({ ...life, refundsFail: 0, until: later(until, days(60)) }, policy)
      expect(sum(state.ledger.filter((row) => row.account === 'credit').map((row) => row.amount))).toBe(0)
    })
  })

  it('comes to rest: nothing on its way, and no deadline that has passed', () => {
    laws((life, policy) => {
      const { state } = play(life, policy)
      for (const attempt of state.attempts) expect(['paid', 'failed', 'needs action', 'started', 'unknown']).toContain(attempt.state)
      for (const each of [...state.subscriptions, ...state.invoices, ...state.changes]) {
        expect(each.dueAt).toBeGreaterThan(until)
        if (each.held) expect(state.attempts.some((attempt) => attempt.state !== 'paid' && attempt.state !== 'failed')).toBe(true)
      }
    })
  })
})

import { describe, expect, it } from 'vitest'
import type { Command } from './domain/command.ts'
import { days, later, utc } from './domain/instant.ts'
import { defaultPolicy as policy } from './domain/policy.ts'
import { sights, type View } from './domain/view.ts'
import { type Outcome, play } from './golden/play.ts'
import { standardParts } from './parts.ts'
import { recompute, type Recomputed } from './recompute.ts'
import { rowsOf, viewOf } from './view-of.ts'

const start = utc('2024-01-31')
const subscribe: Command = { do: 'subscribe', plan: 'pro', quantity: 2, method: 'card' }
const seen = (until: string, outcomes: Record<string, readonly Outcome[]> = {}, command: Command = subscribe) =>
  viewOf([rowsOf(play({ commands: [{ at: start, command }], outcomes, until: utc(until) }, policy).state)], utc(until), policy)

describe('a view', () => {
  it('shows every sight of the books themselves, also of nobody', () => {
    const view: View = viewOf([], start, policy)
    for (const sight of sights)
      expect(view[sight]).toEqual(['history', 'standing', 'audit', 'trail', 'dead letters'].includes(sight) ? undefined : [])
  })

  it('shows the same lists and rows as before where nothing changed', () => {
    const { facts } = play({ commands: [{ at: start, command: subscribe }], outcomes: {}, until: utc('2024-03-10') }, policy)
    const recomputedAt = (date: string, last?: Recomputed): Recomputed =>
      recompute(
        facts.filter(({ recordedAt }) => recordedAt <= utc(date)),
        policy,
        utc(date),
        standardParts,
        'ada',
        last,
      )
    const early = recomputedAt('2024-02-10')
    const first = rowsOf(early.state)
    const before = { accounts: [first], view: viewOf([first], utc('2024-02-10'), policy) }
    const same = viewOf([rowsOf(recomputedAt('2024-02-12', early).state, first)], utc('2024-02-12'), policy, before)
    expect(same.invoices).toBe(before.view.invoices)
    expect(same.access).toBe(before.view.access)
    expect(same).toEqual(before.view)
    const late = recomputedAt('2024-03-10', early).state
    const renewed = viewOf([rowsOf(late, first)], utc('2024-03-10'), policy, before)
    expect(renewed).toEqual(viewOf([rowsOf(late)], utc('2024-03-10'), policy))
    expect(renewed.customers).toBe(before.view.customers)
    expect(renewed.invoices).not.toBe(before.view.invoices)
    expect(renewed.invoices[0]).toBe(before.view.invoices[0])
  })

  it('shows what may be used, for how long and why', () => {
    expect(seen('2024-02-10').access).toEqual([{ who: 'ada', plan: 'pro', quantity: 2, until: utc('2024-02-29'), because: 'paid' }])
    expect(seen('2024-02-02', {}, { ...subscribe, trial: days(3) }).access).toMatchObject([{ until: utc('2024-02-03'), because: 'trial' }])
    expect(seen('2024-03-02', { 'renewal 2024-02-29': ['soft'] }).access).toMatchObject([{ until: utc('2024-03-14'), because: 'grace' }])
  })

  it('keeps access while the first outcome of a renewal is unknown, and no longer than grace once it has failed', () => {
    expect(seen('2024-02-29T01:20:00Z', { 'renewal 2024-02-29': ['silent'] }).access).toMatchObject([{ because: 'renewing' }])
    expect(seen('2024-03-14', { 'renewal 2024-02-29': ['hard'] }).access).toEqual([])
  })

  it('posts money where it moved: the charge for cash, the invoice for what is owed', () => {
    const { ledger } = seen('2024-02-29T00:10:00Z')
    expect(ledger.map(({ account, amount, cause }) => [account, amount, cause])).toEqual([
      ['cash', 3_998, 'ch_ada/sub 1/signup/attempt 1'],
      ['revenue', 3_998, 'ada/sub 1/signup'],
      ['receivable', 3_998, 'ada/sub 1/renewal 2024-02-29'],
      ['revenue', 3_998, 'ada/sub 1/renewal 2024-02-29'],
    ])
  })

  it('shows an attempt under its idempotency key, and as unknown while nobody knows', () => {
    const view = seen('2024-02-29T01:20:00Z', { 'renewal 2024-02-29': ['silent'] })
    expect(view.attempts.at(-1)).toMatchObject({
      key: 'ada/sub 1/renewal 2024-02-29/attempt 1',
      status: 'unknown',
      startedAt: later(utc('2024-02-29'), policy.draftWindow),
    })
  })
})

import { describe, expect, it } from 'vitest'
import { days, later, utc } from './domain/instant.ts'
import { defaultPolicy } from './domain/policy.ts'
import { decide } from './decide.ts'
import { play, type Play } from './golden/play.ts'
import type { Observer } from './observer.ts'
import { type Parts, standardParts } from './parts.ts'
import { recompute } from './recompute.ts'

const starts = utc('2024-01-31')
const life: Play = {
  commands: [
    { at: starts, command: { do: 'subscribe', plan: 'basic', quantity: 1, method: 'card' } },
    { at: later(starts, days(5)), command: { do: 'change plan', plan: 'pro' } },
    { at: later(starts, days(6)), command: { do: 'subscribe', plan: 'pro', quantity: 1, method: 'card' } },
  ],
  outcomes: { 'renewal 2024-02-29': ['soft'] },
  until: later(starts, days(45)),
}

/** Standard parts, and what somebody who looks on saw. */
function watched(): { readonly parts: Parts; readonly seen: string[] } {
  const seen: string[] = []
  const nameOf = new Map<object, string>(Object.entries(standardParts.tables).map(([name, table]) => [table, name]))
  const observer: Observer = {
    takes({ operation, form, passage, account, subscription }) {
      const stands = (): string => account.subscriptions[subscription]?.state ?? 'nothing'
      const before = stands()
      return () => seen.push(`${passage ?? `${operation} ${form}`}: ${before} → ${stands()}`)
    },
    moves: ({ table, from, event, sentence, to }) => seen.push(`${nameOf.get(table)} ${from}, ${event} ${sentence}: ${to ?? 'stays'}`),
    rules: ({ operation, start, refused }) => seen.push(`${operation} from ${start}: ${refused ?? 'accepted'}`),
    reaches: ({ who }) => seen.push(`${who} recomputed`),
  }
  return { parts: { ...standardParts, observer }, seen }
}

describe('an observer', () => {
  const { parts, seen } = watched()
  const played = play(life, defaultPolicy, parts)

  it('changes nothing', () => {
    const alone = play(life, defaultPolicy)
    expect(played).toEqual(alone)
  })

  it('is shown cells and passages with the account before and after', () => {
    expect(seen).toContain('signup paid S: incomplete → active')
    expect(seen).toContain('renewal opens: renewing → renewing')
    expect(seen).toContain('renewal Fs: renewing → past due')
  })

  it('is shown the transitions of every chart, with the sentence that led there', () => {
    expect(seen).toContain('subscription active, period over 3: renewing')
    expect(seen).toContain('invoice quote, paid 0: paid')
    expect(seen).toContain('attempt started, payment succeeded 0: paid')
    expect(seen).toContain('dunning charging, declined 0: waiting')
    expect(seen).toContain('change quoted, attempt began 0: awaiting payment')
  })

  it('is shown what was decided of a command and from where it would have started', () => {
    expect(seen).toContain('upgrade now from active: accepted')
    expect(seen).toContain('signup paid from active: a subscription already runs')
  })

  it('is shown the same again by a fold that is made again, and less by one that goes on', () => {
    const first = recompute(played.facts, defaultPolicy, life.until, parts)
    const before = seen.length
    recompute(played.facts, defaultPolicy, life.until, parts)
    expect(seen.length - before).toBeGreaterThan(20)
    const again = seen.length
    recompute(played.facts, defaultPolicy, life.until, parts, 'ada', first)
    expect(seen.slice(again)).toEqual(['ada recomputed'])
  })

  it('is not asked about a command that nobody could have', () => {
    const count = seen.length
    decide(played.state, { do: 'change plan', plan: 'nowhere' }, life.until, defaultPolicy, parts)
    expect(seen.length).toBe(count)
  })
})

import { type Instant, inOrder, type Parts, type Policy, recompute, rowsOf, viewOf } from '#machines'
import { invariantFor, type Scene, type Truth } from '#simulator'
import { byTime } from '../compiled.ts'
import type { AccountFacts } from '../grouped.ts'
import { toldTruth } from './told-truth.ts'

/** What nobody needs who works out what is owed. */
const nothingElse: Omit<Truth, 'commands' | 'charges' | 'refunds' | 'disputes'> = {
  balance: [],
  cardUpdates: [],
  detachments: [],
  subscriptions: [],
  customers: [],
  deliveries: [],
  effects: [],
  edits: [],
  tries: [],
  refused: [],
  givenUp: [],
  pending: [],
}

/**
 * What the accountant of the storm, who shares no code with the recompute, has to say against what an account comes to.
 * @returns a sentence for each thing that is not as it works it out
 */
export function objections({ who, facts }: AccountFacts, policy: Policy, asOf: Instant, parts: Parts): readonly string[] {
  const ordered = inOrder(byTime(facts)).placed.map(({ fact }) => fact)
  const { state } = recompute(ordered, policy, asOf, parts, who)
  const scene: Scene = {
    at: 'end',
    now: asOf,
    policy,
    authority: 'ours',
    truth: { ...nothingElse, ...toldTruth(ordered, policy) },
    view: viewOf([rowsOf(state)], asOf, policy),
    before: undefined,
    cause: undefined,
    overdue: [],
  }
  return accountant.violations(scene).map(({ clause, says }) => `${clause}: ${says}`)
}

const accountant = invariantFor('BS111')!

import { type Fact, type Parts, recompute, standardParts } from '#machines'
import { profiles } from '../facts/fact-file.ts'
import type { Contender } from './contender.ts'
import { stateLineOf } from './state-line.ts'

/** The one recompute over all facts of an account, made of these parts. */
export const recomputing = (name: string, parts: Parts): Contender => ({
  name,
  profiles,
  stateOf: ({ who, facts }, policy, asOf) => stateLineOf(recompute(byTime(facts), policy, asOf, parts, who).state, policy.currency),
})

/** It puts facts in order by itself, but as a store gives them, nearly so already: of a file's it would shift most past most others. */
export const byTime = (facts: readonly Fact[]): readonly Fact[] => facts.toSorted((a, b) => a.at - b.at || a.recordedAt - b.recordedAt)

/** Ours: what the storm runs, on the compiled tables. Whoever competes is held against it. */
export const compiled: Contender = recomputing('compiled', standardParts)

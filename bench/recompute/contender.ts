import type { Instant, Policy } from '#machines'
import type { Profile } from '../facts/fact-file.ts'
import type { AccountFacts } from './grouped.ts'
import type { StateLine } from './state-line.ts'

/** Whoever says what an account comes to, given its facts as they lie in a file: unordered, some of them twice. */
export interface Contender {
  readonly name: string
  /** The profiles that it knows enough for. */
  readonly profiles: readonly Profile[]
  readonly stateOf: (account: AccountFacts, policy: Policy, asOf: Instant) => StateLine
}

import type { Fact, Instant, Policy } from '#machines'

/**
 * What accounts hold. `core`: signups, renewals, payments, quantities, upgrades with proration, cancellations and refunds, in
 * dollars by the clocks of UTC, for whoever writes a fold of their own. `full`: everything there is.
 */
export const profiles = ['core', 'full'] as const
export type Profile = (typeof profiles)[number]

/** What a file of facts says of itself before its first fact; the same in both formats. */
export interface FactsHeader {
  readonly format: 'billstorm facts'
  readonly version: 1
  readonly profile: Profile
  /** Accounts are recomputed as of then; no fact is younger. */
  readonly asOf: Instant
  readonly policies: readonly Policy[]
  /** How many facts follow, repeats counted. */
  readonly facts: number
  readonly accounts: number
  /** What the file was drawn from. */
  readonly seed: number
}

/** A fact as it lies in a file. All facts of an account have one policy. */
export interface FactLine {
  /** The place of the account's policy in `policies` of the header. */
  readonly policy: number
  readonly fact: Fact
}

/** What a reader takes; whatever is larger is an error, found before anything of that size is made. */
export const limits = {
  /** Bytes of the header. */
  header: 4_194_304,
  /** Bytes of one fact as a line. */
  line: 262_144,
  policies: 10_000,
  /** Facts in a file. */
  facts: 100_000_000_000,
} as const

import type { Case, System, TraceRecord, Violation } from '#simulator'

/** A failure as it is told: shrunk, named, and with what happened in its smallest run. */
export interface Found {
  /** `BS-4F2A91C3` */
  readonly id: string
  readonly violation: Violation
  readonly signature: string
  /** The least seed that showed it; 0 is a story as it is written. */
  readonly seed: number
  readonly scenario: string
  /** The short form of the unshrunk run; it lives as long as nothing changes. */
  readonly token: string
  readonly file: Case
  readonly elements: number
  readonly shrunkFrom: number
  readonly executions: number
  /** Runs that prove that nothing can be missed; 0 when nothing is claimed. */
  readonly verified: number
  /** How many of the extra replays ran exactly alike. */
  readonly repeats: { readonly same: number; readonly of: number }
  /** Runs that showed the same class of failure. */
  readonly times: number
  /** Listed in the baseline with an owner and a date. */
  readonly isKnown: boolean
  readonly trace: readonly TraceRecord[]
}

export interface Undecided {
  readonly seed: number
  readonly scenario: string
  readonly why: string
}

/** What a storm over one system came to. */
export interface Outcome {
  readonly verdict: 'held' | 'broken' | 'undecided'
  readonly system: {
    readonly name: string
    readonly version: string
    readonly level: string
    readonly authority: string
    /** `service`: it went by a clock of its own. */
    readonly clock: string
  }
  readonly scenarios: readonly string[]
  /** Seeds that were finished; of a shard, those of the shard. */
  readonly seeds: { readonly first: number; readonly count: number; readonly shard: string | undefined }
  readonly runs: number
  readonly events: number
  /** Webhook copies that reached the system, and of the run in the middle. */
  readonly deliveries: { readonly total: number; readonly median: number }
  /** How long the runs took, boot included, shrinking not; undefined when nobody watched a clock. */
  readonly tookMs: number | undefined
  /** How often each kind of deviation happened. */
  readonly faults: ReadonlyMap<string, number>
  /** Faults that were not used, and why. */
  readonly faultsOff: readonly { readonly name: string; readonly because: string }[]
  /** How often the precondition of each checked invariant held. */
  readonly applied: ReadonlyMap<string, number>
  readonly notChecked: readonly string[]
  /** Invariants that a system of this kind cannot be held to, and why. */
  readonly notApplicable: readonly { readonly code: string; readonly because: string }[]
  /** How many runs were about each currency and zone that the scenarios come to. */
  readonly places: ReadonlyMap<string, number>
  /**
   * Faults that were on and never struck, invariants that never had anything to judge, currencies and zones that no run was
   * about: nothing was learnt of them.
   */
  readonly unmet: { readonly faults: readonly string[]; readonly invariants: readonly string[]; readonly places: readonly string[] }
  /** Accounts that ended as they do without transparent faults or failed to, and those where a deadline lay too near to say. */
  readonly metamorphic: { readonly compared: number; readonly skipped: number }
  readonly failures: readonly Found[]
  /** Classes of failures that were seen and neither shrunk nor shown. */
  readonly unshown: number
  readonly undecided: readonly Undecided[]
  readonly digest: string
}

/** A system as an outcome shows it. */
export const shownSystem = ({
  name,
  version,
  capabilities: { level, authority, clock },
}: Pick<System, 'name' | 'version' | 'capabilities'>): Outcome['system'] => ({
  name,
  version,
  level,
  authority,
  clock,
})

export const newFailures = ({ failures }: Outcome): readonly Found[] => failures.filter(({ isKnown }) => !isKnown)

/** Whole webhook deliveries a second of the clock on the wall, over all workers. */
export const perSecond = ({ deliveries, tookMs }: Outcome): number | undefined =>
  tookMs === undefined || tookMs <= 0 ? undefined : Math.round((deliveries.total / tookMs) * 1_000)

import type { Command, Duration, Instant, Policy, Who } from '#machines'
import type { Invariant, Witness } from '../oracle/scene.ts'
import type { Source, ChoiceRecord } from './choices.ts'
import type { Common } from './common.ts'
import type { System } from '../port.ts'
import type { Twin } from '../provider/provider.ts'
import type { TraceRecord } from './trace.ts'

/** One line of a story: who does what, when, counted from the start. */
export interface StoryLine {
  readonly id: string
  readonly who: Who
  readonly at: Duration
  readonly command: Command
}

/** What is asked of a system in one run: a set of named members. Order of the array means nothing. */
export interface Workload {
  readonly scenario: string
  readonly starts: Instant
  /** The storm's length; the calm follows until every obligation has ended. */
  readonly lasts: Duration
  readonly policy: Policy
  readonly story: readonly StoryLine[]
}

export interface RunPlan {
  readonly system: System
  readonly workload: Workload
  readonly source: Source
  readonly invariants: readonly Invariant[]
  /** Of this system and these invariants; made for this run alone when it is not given. */
  readonly common?: Common
  /** A fresh twin with the workload's catalogue. */
  readonly makeTwin: () => Twin
  /** Keep every record of the trace, for people; digests are made either way. */
  readonly keepTrace?: boolean
  /** Go on after the first violation; by default the run stops there. */
  readonly keepGoing?: boolean
  readonly maxSteps?: number
  /** Why what was thrown is the system's doing; such a run is undecided. Undefined: it is ours, and is thrown on. */
  readonly blames?: (thrown: unknown) => string | undefined
}

export interface Violation {
  readonly code: string
  readonly name: string
  readonly witness: Witness
  readonly at: Instant
  readonly step: number
}

export interface RunResult {
  readonly verdict: 'held' | 'broken' | 'undecided'
  /** Why it is undecided, in one line that names the fix. */
  readonly why: string | undefined
  readonly violations: readonly Violation[]
  readonly record: ChoiceRecord
  readonly steps: number
  /** Commands, calls, answers, deliveries, acknowledgements, commits, jobs, timers, crashes. */
  readonly events: number
  /** Copies of webhooks that reached the system's door. */
  readonly deliveries: number
  /** How often each invariant's precondition held, by code. */
  readonly applied: ReadonlyMap<string, number>
  /** Invariants that could not be checked since the view lacks a section. */
  readonly notChecked: readonly string[]
  readonly digest: { readonly semantic: string; readonly choices: string }
  /** The semantic digest after every 64th step: where two runs part is between the first two that differ. */
  readonly checkpoints: readonly string[]
  readonly endedAt: Instant
  readonly trace: readonly TraceRecord[]
}

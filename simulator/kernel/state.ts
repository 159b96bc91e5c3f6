import type { Duration, Instant, Who } from '#machines'
import { isoInstant, seconds } from '#machines'
import type { EditTruth, EffectTruth } from '../oracle/scene.ts'
import type { Twin } from '../provider/provider.ts'
import type { Choices } from './choices.ts'
import { JobTries } from './job-tries.ts'
import type { Name } from './name.ts'
import type { RunPlan } from './plan.ts'
import { namedIn } from './named-in.ts'
import { ReadyQueue } from './queue.ts'
import { Store } from './store.ts'
import { digestOf, Trace, type RecordKind } from './trace.ts'

const defaultMaxSteps = 100_000

/** Something to do at an instant. `activity` is whose turn it is, for those that may overtake one another. */
export interface Turn {
  readonly activity: Name | undefined
  go(): void | Promise<void>
}

/** What the parts of one run share: clock, queue, choices, trace, store and twin. */
export class RunState {
  readonly plan: RunPlan
  readonly choices: Choices
  readonly twin: Twin
  readonly store = new Store()
  readonly queue = new ReadyQueue<Turn>()
  readonly trace: Trace
  readonly effects: EffectTruth[] = []
  readonly edits: { -readonly [Key in keyof EditTruth]: EditTruth[Key] }[] = []
  /** Counts what happened to them. */
  editRevision = 0
  readonly tries = new JobTries()
  now: Instant
  /** By how much the clock of the worker that runs right now is wrong. */
  skew: Duration = seconds(0)
  phase: 'storm' | 'calm' = 'storm'
  /** Why the run cannot be judged; the first reason stays. */
  undecided: string | undefined
  /** Counts what happened that may have changed something to judge. */
  changes = 0
  /** Those of them that were commits of the system: they change what it shows, not what really happened. */
  commits = 0
  readonly #maxSteps: number

  constructor(plan: RunPlan, choices: Choices, twin: Twin) {
    this.plan = plan
    this.#maxSteps = plan.maxSteps ?? defaultMaxSteps
    this.choices = choices
    this.twin = twin
    this.now = plan.workload.starts
    this.trace = new Trace(plan.keepTrace === true)
  }

  at(instant: Instant, activity: Name | undefined, go: () => void | Promise<void>): void {
    this.queue.add(instant < this.now ? this.now : instant, { activity, go })
  }

  /** The very next turn: before all that is ready at this instant. */
  next(activity: Name | undefined, go: () => void | Promise<void>): void {
    this.queue.addFirst(this.now, { activity, go })
  }

  /** Has the run used up its steps? Then it cannot be judged. */
  get isSpent(): boolean {
    if (this.trace.step <= this.#maxSteps) return false
    this.giveUp(`still busy after ${this.#maxSteps} steps, at ${isoInstant(this.now)}; the system may ask itself in circles`)
    return true
  }

  giveUp(why: string): void {
    this.undecided ??= why
  }

  /** Writes a record; `says`, and what the payload names, are made only when somebody keeps the records. */
  note(
    kind: RecordKind,
    activity: Name | undefined,
    subject: string,
    cause: number,
    who: Who | undefined,
    payload: unknown,
    says?: () => string,
    named: unknown = payload,
  ): number {
    const { keepTrace } = this.plan
    return this.trace.add(
      kind,
      this.now,
      activity,
      subject,
      cause,
      who,
      digestOf(payload),
      this.choices.drawn,
      keepTrace === true && says !== undefined ? says() : undefined,
      keepTrace === true ? namedIn(named) : undefined,
    )
  }
}

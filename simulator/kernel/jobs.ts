import type { Instant } from '#machines'
import { isoInstant, later } from '#machines'
import type { JobFault } from '../faults/fault.ts'
import type { JobSpec } from '../port.ts'
import { named, type Name } from './name.ts'
import type { Scheduler } from './scheduler.ts'
import type { RunState } from './state.ts'

interface Planned {
  readonly spec: JobSpec
  /** The next tick that is in the queue; a tick that is no longer this one is ignored. */
  next: Instant | undefined
  /** Ticks up to here are over. */
  last: Instant
  running: number
}

/** Starts jobs at whole multiples of their period. Ticks at which a system says that nothing is due are skipped. */
export class Jobs {
  readonly #state: RunState
  readonly #scheduler: Scheduler
  readonly #faults: readonly JobFault[]
  readonly #jobs: readonly Planned[]

  constructor(state: RunState, scheduler: Scheduler, faults: readonly JobFault[]) {
    this.#state = state
    this.#scheduler = scheduler
    this.#faults = faults
    this.#jobs = state.plan.system.capabilities.jobs.map((spec) => ({ spec, next: undefined, last: state.now, running: 0 }))
  }

  /** Called whenever something changed that a job may wait for. */
  plan(): void {
    for (const job of this.#jobs) {
      // Its end asks again; until then nothing may start.
      if (job.running > 0 && !job.spec.overlaps) continue
      // Nothing comes before the next tick there is: then it need not be asked what is due.
      if (job.next !== undefined && job.next <= tickFrom(job, this.#state.now)) continue
      const due = job.spec.due === undefined ? later(job.last, job.spec.every) : job.spec.due()
      if (due === undefined) continue
      const possible = this.#scheduler.isUpFrom('jobs')
      const tick = tickFrom(job, due < possible ? possible : due)
      if (job.next !== undefined && job.next <= tick) continue
      job.next = tick
      this.#state.at(tick, undefined, () => this.#tick(job, tick))
    }
  }

  #tick(job: Planned, tick: Instant): void | Promise<void> {
    if (job.next !== tick) return
    job.next = undefined
    job.last = tick
    const { spec } = job
    const state = this.#state
    const due = spec.due?.()
    const nothing = spec.due !== undefined && (due === undefined || due > tick)
    const blocked = this.#scheduler.isDown('jobs') || (!spec.overlaps && job.running > 0)
    if (nothing || blocked) {
      this.plan()
      return
    }
    const name = named(`job ${spec.name}`).of(isoInstant(tick))
    // What only repairs now and then is not struck twice in a row.
    const spared = (spec.due === undefined || spec.repairs === true) && Math.round(tick / spec.every) % 2 === 0
    if (state.choices.active && !spared)
      for (const fault of this.#faults) {
        const fate = fault.starts(name, state.choices)
        if (fate === undefined) continue
        // Later than its next tick it would keep that one, which is spared, from running at all.
        if (fate.does === 'late' && spec.due === undefined && fate.by >= spec.every) {
          this.plan()
          return
        }
        const second = fate.does === 'twice' ? name.of('again') : name
        state.at(later(state.now, fate.by), second, () => this.#run(job, second, false))
        if (fate.does === 'late') return
        break
      }
    return this.#run(job, name, spared)
  }

  #run(job: Planned, name: Name, spared: boolean): void | Promise<void> {
    const state = this.#state
    if (this.#scheduler.isDown('jobs')) {
      this.plan()
      return
    }
    job.running++
    const over = (): void => {
      job.running--
      this.plan()
    }
    const step = state.note('job', name, job.spec.name, 0, undefined, 0, () => `job ${job.spec.name}`)
    return this.#scheduler.start(state.plan.system.receive({ kind: 'job', name, job: job.spec.name }), {
      worker: 'jobs',
      who: undefined,
      cause: step,
      spared,
      ends: over,
      drops: over,
    })
  }
}

/** The first tick from an instant on that is not over. */
const tickFrom = ({ spec: { every }, last }: Planned, instant: Instant): Instant =>
  (Math.ceil(Math.max(instant, last + 1) / every) * every) as Instant

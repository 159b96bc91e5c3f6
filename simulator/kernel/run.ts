import type { Instant, View, Who } from '#machines'
import { days, later } from '#machines'
import type { Obligation } from '../oracle/scene.ts'
import type { Outstanding } from '../port.ts'
import { Choices } from './choices.ts'
import { Commands } from './commands.ts'
import { commonOf } from './common.ts'
import { Dashboard } from './dashboard.ts'
import { Jobs } from './jobs.ts'
import { Judge } from './judge.ts'
import { OnCall } from './on-call.ts'
import type { RunPlan, RunResult } from './plan.ts'
import { Scheduler } from './scheduler.ts'
import { RunState } from './state.ts'
import { inHex } from './trace.ts'
import { Webhooks } from './webhooks.ts'

/** How long the calm may last before what is still owed counts as overdue: the sender's horizon and a day. */
const calmLasts = days(4)

/**
 * One run: people act, the provider acts, the system answers, faults strike; then a calm in which nothing new starts
 * and everything that was owed must end. `step` moves the world by one turn; it is a promise only when real code ran.
 */
class Run {
  readonly #plan: RunPlan
  readonly #state: RunState
  readonly #scheduler: Scheduler
  readonly #webhooks: Webhooks
  readonly #commands: Commands
  readonly #dashboard: Dashboard
  readonly #jobs: Jobs
  readonly #onCall: OnCall
  readonly #judge: Judge
  readonly #calmAt: Instant
  #twinPlanned: Instant | undefined
  #judged = 0
  #ended = false
  #owedAtCalm: readonly string[] | undefined

  constructor(plan: RunPlan) {
    this.#plan = plan
    const { system, workload } = plan
    const choices = new Choices(plan.source)
    const state = new RunState(plan, choices, plan.makeTwin())
    this.#state = state
    const common = plan.common ?? commonOf(system, plan.invariants)
    const { strikes } = common
    this.#onCall = new OnCall(state, strikes.outbox, (line, name) => this.#commands.ask(line, name))
    this.#scheduler = new Scheduler(
      state,
      common,
      this.#onCall,
      (who) => this.#committed(who),
      (cause) => this.#providerActed(cause),
    )
    this.#webhooks = new Webhooks(state, this.#scheduler, strikes)
    this.#commands = new Commands(state, this.#scheduler, (cause) => this.#providerActed(cause))
    this.#dashboard = new Dashboard(state, this.#commands, strikes.dashboard)
    this.#jobs = new Jobs(state, this.#scheduler, strikes.jobs)
    this.#judge = new Judge(state, common, {
      commands: this.#commands.truths,
      deliveries: this.#webhooks.deliveries,
      givenUp: this.#webhooks.givenUp,
      pending: () => this.#webhooks.pending,
      revisions: () => ({ commands: this.#commands.revision, deliveries: this.#webhooks.revision, pending: this.#webhooks.onTheWay }),
    })
    this.#calmAt = later(workload.starts, workload.lasts)
    this.#commands.schedule(workload.story)
    state.at(this.#calmAt, undefined, () => this.#calm())
    state.at(later(this.#calmAt, calmLasts), undefined, () => this.#end())
  }

  /** Once the system is in this world: what it waits for by itself may now be asked. */
  begin(): void {
    this.#jobs.plan()
  }

  get state(): RunState {
    return this.#state
  }

  /** One turn. False at the end. */
  step(): boolean | Promise<boolean> {
    const state = this.#state
    if (this.#isOver()) return false
    const next = state.queue.take()
    if (next === undefined) return false
    state.now = next.at
    const went = next.item.go()
    return went === undefined ? this.#afterTurn() : went.then(() => this.#afterTurn())
  }

  result(): RunResult {
    const { choices, trace, undecided, now } = this.#state
    const { violations, applied, notChecked } = this.#judge
    const why = undecided ?? (this.#ended || violations.length > 0 ? undefined : 'the run stopped before its end')
    return {
      verdict: undecided !== undefined ? 'undecided' : violations.length > 0 ? 'broken' : why === undefined ? 'held' : 'undecided',
      why,
      violations,
      record: choices.record,
      steps: trace.step,
      events: trace.events,
      deliveries: this.#webhooks.deliveries.length,
      applied,
      notChecked,
      checkpoints: trace.checkpoints,
      digest: { semantic: trace.digest, choices: inHex(...choices.digest) },
      endedAt: now,
      trace: trace.records,
    }
  }

  #isOver(): boolean {
    const { undecided } = this.#state
    if (this.#ended || undecided !== undefined) return true
    if (this.#judge.violations.length > 0 && this.#plan.keepGoing !== true) return true
    return this.#state.isSpent
  }

  #afterTurn(): boolean | Promise<boolean> {
    const state = this.#state
    if (this.#scheduler.isQuiet && state.changes !== this.#judged && !this.#isOver()) {
      this.#judged = state.changes
      const looked = this.#atQuiet()
      if (looked !== undefined) return looked.then(() => !this.#isOver())
    }
    return !this.#isOver()
  }

  #atQuiet(): void | Promise<void> {
    this.#jobs.plan()
    const { system } = this.#plan
    const outstanding = system.settle()
    const view = system.view()
    if (outstanding instanceof Promise || view instanceof Promise)
      return Promise.all([outstanding, view]).then(([settled, seen]) => this.#look(settled, seen))
    this.#look(outstanding, view)
  }

  #look(outstanding: Outstanding, view: View): void {
    const state = this.#state
    this.#judge.look('quiet', view, undefined)
    if (state.phase === 'calm' && this.#owed(outstanding).length === 0) this.#finish(view, [])
  }

  untold(types: readonly string[]): Instant | undefined {
    return this.#webhooks.untold(types)
  }

  /** What was owed when the calm began and still is. */
  #owed(outstanding: Outstanding): readonly string[] {
    this.#owedAtCalm ??= outstanding.waitsFor
    const stillWaits = this.#owedAtCalm.filter((each) => outstanding.waitsFor.includes(each))
    const onTheWay = this.#webhooks.bornBefore(this.#calmAt).map((sent) => sent.name)
    const asking = this.#commands.waiting > 0 ? ['a command without an answer'] : []
    if (this.#onCall.isBusy) asking.push('a job that is being mended')
    return [...stillWaits, ...onTheWay, ...asking, ...this.#scheduler.openNames]
  }

  #calm(): void {
    this.#state.phase = 'calm'
    this.#state.choices.active = false
    this.#state.changes++
  }

  #end(): void | Promise<void> {
    const { system } = this.#plan
    const outstanding = system.settle()
    const view = system.view()
    if (outstanding instanceof Promise || view instanceof Promise)
      return Promise.all([outstanding, view]).then(([settled, seen]) => this.#finish(seen, this.#overdue(settled)))
    this.#finish(view, this.#overdue(outstanding))
  }

  #overdue(outstanding: Outstanding): readonly Obligation[] {
    return this.#owed(outstanding).map((subject) => ({
      kind: 'activity',
      subject,
      who: undefined,
      since: this.#calmAt,
      until: this.#state.now,
    }))
  }

  #finish(view: View, overdue: readonly Obligation[]): void {
    if (this.#ended) return
    this.#ended = true
    this.#judge.look('end', view, undefined, overdue)
  }

  #committed(who: Who | undefined): void {
    this.#jobs.plan()
    // Whoever must ask a database for its view is looked at when all is quiet.
    if (!this.#judge.looksAtCommits || this.#plan.system.capabilities.level === 'L2') return
    const view = this.#plan.system.view()
    if (!(view instanceof Promise)) this.#judge.look('commit', view, who)
  }

  #providerActed(cause: number): void {
    const { twin } = this.#state
    for (const event of twin.takeEvents()) {
      this.#webhooks.send(event, cause)
      this.#dashboard.hears(event)
    }
    const due = twin.due()
    if (due === undefined || (this.#twinPlanned !== undefined && this.#twinPlanned <= due.at)) return
    this.#twinPlanned = due.at
    this.#state.at(due.at, undefined, () => this.#twinTimer(due.at))
  }

  #twinTimer(planned: Instant): void {
    if (this.#twinPlanned !== planned) return
    this.#twinPlanned = undefined
    const state = this.#state
    const due = state.twin.due()
    if (due !== undefined && due.at <= state.now) {
      const step = state.note('timer', undefined, due.owner, 0, due.owner, 0, () => `provider: ${due.owner}'s time has come`)
      state.twin.fire(due.owner, { now: state.now, choices: state.choices })
      state.changes++
      this.#providerActed(step)
    } else this.#providerActed(0)
  }
}

/** Runs a system that never makes anybody wait. @throws TypeError when it does: such systems go through `runAsync` */
export function runSync(plan: RunPlan): RunResult {
  const run = new Run(plan)
  try {
    if (entered(run, plan) instanceof Promise) throw new TypeError(`${plan.system.name} resets with a promise; run it with runAsync`)
    run.begin()
    for (;;) {
      const more = run.step()
      if (more instanceof Promise) throw new TypeError(`${plan.system.name} answers with a promise; run it with runAsync`)
      if (!more) return run.result()
    }
  } catch (thrown) {
    return blamed(run, plan, thrown)
  }
}

/** Runs any system. */
export async function runAsync(plan: RunPlan): Promise<RunResult> {
  const run = new Run(plan)
  try {
    await entered(run, plan)
    run.begin()
    for (;;) {
      const more = run.step()
      if (!(more instanceof Promise ? await more : more)) return run.result()
    }
  } catch (thrown) {
    return blamed(run, plan, thrown)
  }
}

/** A run that something was thrown out of: undecided when that was the system's doing. @throws what is ours */
function blamed(run: Run, { blames }: RunPlan, thrown: unknown): RunResult {
  const why = blames?.(thrown)
  if (why === undefined) throw thrown
  run.state.giveUp(why)
  return run.result()
}

/** Puts the system into the world of this run. */
function entered(run: Run, { system, workload }: RunPlan): void | Promise<void> {
  const { state } = run
  system.enter({
    now: () => later(state.now, state.skew),
    storeNow: () => state.now,
    policy: () => workload.policy,
    untold: (types) => run.untold(types),
    effect: (kind, detail) => {
      state.effects.push({ kind, who: undefined, detail, at: state.now })
      state.note('effect', undefined, kind, state.trace.step, undefined, detail, () => `${kind}: ${detail}`)
      state.changes++
    },
    list: (table, owner) => state.store.list(table, owner),
    table: (table) => state.store.table(table),
  })
  return system.reset()
}

import type { Instant, View, Who } from '#machines'
import type { CommandTruth, DeliveryTruth, Invariant, Obligation, Scene, Truth } from '../oracle/scene.ts'
import type { Violation } from './plan.ts'
import type { RunState } from './state.ts'

/** Where the judge finds what the world itself recorded. */
export interface Evidence {
  readonly commands: readonly CommandTruth[]
  readonly deliveries: readonly DeliveryTruth[]
  readonly givenUp: readonly string[]
  readonly pending: () => readonly string[]
}

/** An invariant, and how often its precondition held. */
interface Check {
  readonly invariant: Invariant
  applied: number
}

/** What happened so far, asked for anew at each look. */
class LiveTruth implements Truth {
  readonly commands: Truth['commands']
  readonly deliveries: Truth['deliveries']
  readonly effects: Truth['effects']
  readonly edits: Truth['edits']
  readonly tries: Truth['tries']
  readonly refused: Truth['refused']
  readonly givenUp: Truth['givenUp']
  readonly #twin: RunState['twin']
  readonly #pending: Evidence['pending']

  constructor({ twin, effects, edits, tries }: RunState, { commands, deliveries, givenUp, pending }: Evidence) {
    this.commands = commands
    this.deliveries = deliveries
    this.effects = effects
    this.edits = edits
    this.tries = tries.all
    this.refused = tries.refused
    this.givenUp = givenUp
    this.#twin = twin
    this.#pending = pending
  }

  get charges(): Truth['charges'] {
    return this.#twin.books().charges
  }
  get refunds(): Truth['refunds'] {
    return this.#twin.books().refunds
  }
  get balance(): Truth['balance'] {
    return this.#twin.books().balance
  }
  get disputes(): Truth['disputes'] {
    return this.#twin.books().disputes
  }
  get cardUpdates(): Truth['cardUpdates'] {
    return this.#twin.books().cardUpdates
  }
  get subscriptions(): Truth['subscriptions'] {
    return this.#twin.subscriptions()
  }
  get pending(): Truth['pending'] {
    return this.#pending()
  }
}

/** Puts the scene before the invariants whose turn it is, and keeps what they say. */
export class Judge {
  readonly #state: RunState
  readonly #truth: Truth
  readonly #checks: Readonly<Record<Scene['at'], readonly Check[]>>
  readonly violations: Violation[] = []
  readonly notChecked: readonly string[]
  #before: View | undefined
  #happened = -1

  constructor(state: RunState, evidence: Evidence) {
    this.#state = state
    this.#truth = new LiveTruth(state, evidence)
    const { system, invariants } = state.plan
    const seen = new Set(system.capabilities.sights)
    const checked = invariants.filter((invariant) => invariant.needs.every((sight) => seen.has(sight)))
    this.notChecked = invariants.filter((invariant) => !checked.includes(invariant)).map((invariant) => invariant.code)
    const checks = checked.map((invariant): Check => ({ invariant, applied: 0 }))
    this.#checks = {
      commit: checks.filter(({ invariant }) => invariant.when === 'every commit'),
      quiet: checks.filter(({ invariant }) => invariant.when !== 'end'),
      // At the end everything must hold once more.
      end: checks,
    }
  }

  /** How often the precondition of each invariant held, by code. */
  get applied(): ReadonlyMap<string, number> {
    return new Map(this.#checks.end.map(({ invariant, applied }) => [invariant.code, applied]))
  }

  get looksAtCommits(): boolean {
    return this.#checks.commit.length > 0
  }

  look(at: Scene['at'], view: View, cause: Who | undefined, overdue: readonly Obligation[] = []): void {
    const state = this.#state
    const happened = state.changes - state.commits
    // Neither the world nor the view moved since the last look: there is nothing new to see.
    if (at === 'commit' && view === this.#before && happened === this.#happened) return
    const scene: Scene = {
      at,
      now: state.now,
      policy: state.plan.workload.policy,
      authority: state.plan.system.capabilities.authority,
      truth: this.#truth,
      view,
      before: this.#before,
      cause,
      overdue,
    }
    this.#before = view
    this.#happened = happened
    const checks = this.#checks[at]
    for (let i = 0; i < checks.length; i++) {
      const check = checks[i]!
      const count = check.invariant.applies(scene)
      if (count === 0) continue
      check.applied += count
      const found = check.invariant.violations(scene)
      for (let j = 0; j < found.length; j++) this.#keep(check.invariant, found[j]!, state.now)
    }
  }

  #keep(invariant: Invariant, witness: Violation['witness'], at: Instant): void {
    const { code, name } = invariant
    this.violations.push({ code, name, witness, at, step: this.#state.trace.step })
  }
}

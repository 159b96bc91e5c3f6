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

/** Puts the scene before the invariants whose turn it is, and keeps what they say. */
export class Judge {
  readonly #state: RunState
  readonly #evidence: Evidence
  readonly #invariants: Readonly<Record<Scene['at'], readonly Invariant[]>>
  readonly violations: Violation[] = []
  readonly applied = new Map<string, number>()
  readonly notChecked: readonly string[]
  #before: View | undefined

  constructor(state: RunState, evidence: Evidence) {
    this.#state = state
    this.#evidence = evidence
    const { system, invariants } = state.plan
    const seen = new Set(system.capabilities.sights)
    const checked = invariants.filter((invariant) => invariant.needs.every((sight) => seen.has(sight)))
    this.notChecked = invariants.filter((invariant) => !checked.includes(invariant)).map((invariant) => invariant.code)
    this.#invariants = {
      commit: checked.filter((invariant) => invariant.when === 'every commit'),
      quiet: checked.filter((invariant) => invariant.when !== 'end'),
      // At the end everything must hold once more.
      end: checked,
    }
    for (const { code } of checked) this.applied.set(code, 0)
  }

  get looksAtCommits(): boolean {
    return this.#invariants.commit.length > 0
  }

  look(at: Scene['at'], view: View, cause: Who | undefined, overdue: readonly Obligation[] = []): void {
    const state = this.#state
    const scene: Scene = {
      at,
      now: state.now,
      policy: state.plan.workload.policy,
      authority: state.plan.system.capabilities.authority,
      truth: this.#truth(),
      view,
      before: this.#before,
      cause,
      overdue,
    }
    this.#before = view
    for (const invariant of this.#invariants[at]) {
      const count = invariant.applies(scene)
      if (count === 0) continue
      this.applied.set(invariant.code, (this.applied.get(invariant.code) ?? 0) + count)
      for (const witness of invariant.violations(scene)) this.#keep(invariant, witness, state.now)
    }
  }

  #keep(invariant: Invariant, witness: Violation['witness'], at: Instant): void {
    const { code, name } = invariant
    this.violations.push({ code, name, witness, at, step: this.#state.trace.step })
  }

  #truth(): Truth {
    const { twin, effects } = this.#state
    const { commands, deliveries, givenUp, pending } = this.#evidence
    return {
      get charges() {
        return twin.books().charges
      },
      get refunds() {
        return twin.books().refunds
      },
      get balance() {
        return twin.books().balance
      },
      get subscriptions() {
        return twin.subscriptions()
      },
      get pending() {
        return pending()
      },
      commands,
      deliveries,
      effects,
      givenUp,
    }
  }
}

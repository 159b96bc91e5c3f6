import type { Instant, View, Who } from '#machines'
import type { Invariant, Obligation, Scene } from '../oracle/scene.ts'
import type { Common } from './common.ts'
import type { Violation } from './plan.ts'
import type { RunState } from './state.ts'
import { type Evidence, ofTheOccasion, type Parts, WatchedScene } from './watched.ts'

/** An invariant, what it looked at last and what it said: while nothing of that changes, it says so again. */
interface Check extends Parts {
  readonly invariant: Invariant
  /** How often its precondition held, over all looks. */
  applied: number
  /** How often at the last one. */
  count: number
  /** It found nothing then. */
  held: boolean
  /** It is its turn at every commit, else at quiet. */
  readonly isOften: boolean
}

const parts = (): Parts => ({ view: 0, before: 0, world: 0 })

/** Puts the scene before the invariants whose turn it is, and keeps what they say. */
export class Judge {
  readonly #state: RunState
  readonly #scene: WatchedScene
  readonly #checks: Readonly<Record<Scene['at'], readonly Check[]>>
  readonly violations: Violation[] = []
  readonly notChecked: readonly string[]
  /** What changed since the last look, and since the last at quiet. */
  readonly #changed = parts()
  readonly #sinceQuiet = parts()
  #seen: View | undefined
  #happened = -1

  constructor(state: RunState, { checked, notChecked }: Common, evidence: Evidence) {
    this.#state = state
    this.#scene = new WatchedScene(state, evidence)
    this.notChecked = notChecked
    const checks = checked.map((invariant): Check => ({
      invariant,
      applied: 0,
      count: 0,
      held: false,
      isOften: invariant.when === 'every commit',
      ...parts(),
    }))
    this.#checks = {
      commit: checks.filter(({ isOften }) => isOften),
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
    if (at === 'commit' && view === this.#seen && happened === this.#happened) return
    this.#seen = view
    this.#happened = happened
    const [changed, sinceQuiet] = [this.#changed, this.#sinceQuiet]
    this.#scene.moveTo(at, view, cause, overdue, changed)
    sinceQuiet.view |= changed.view
    sinceQuiet.before |= changed.before
    sinceQuiet.world = (sinceQuiet.world | changed.world) & ~ofTheOccasion
    const checks = this.#checks[at]
    for (let i = 0; i < checks.length; i++) {
      const check = checks[i]!
      // What changed since it was last its turn.
      const { view: v, before, world } = check.isOften ? changed : sinceQuiet
      const isAsItWas = ((check.view & v) | (check.before & before) | (check.world & world)) === 0
      // The last word is spoken as if nothing had been said.
      if (at !== 'end' && check.held && isAsItWas) check.applied += check.count
      else this.#judge(check)
    }
    if (at === 'quiet') sinceQuiet.view = sinceQuiet.before = sinceQuiet.world = 0
  }

  #judge(check: Check): void {
    const { invariant } = check
    const scene = this.#scene
    scene.watch()
    const count = invariant.applies(scene)
    const found = count === 0 ? [] : invariant.violations(scene)
    scene.saw(check)
    check.count = count
    check.applied += count
    check.held = found.length === 0
    for (let j = 0; j < found.length; j++) this.#keep(invariant, found[j]!, this.#state.now)
  }

  #keep(invariant: Invariant, witness: Violation['witness'], at: Instant): void {
    const { code, name } = invariant
    this.violations.push({ code, name, witness, at, step: this.#state.trace.step })
  }
}

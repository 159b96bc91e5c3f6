import type { Instant } from '#machines'
import type { Name } from './name.ts'
import type { RunState } from './state.ts'

interface Stalled {
  readonly name: Name
  readonly askAgain: () => void | Promise<void>
  isStirred: boolean
}

/** Activities that wait for what another one holds, as for a lock: they are asked again when another one has moved. */
export class Stalls {
  readonly #state: RunState
  readonly #stalled = new Set<Stalled>()

  constructor(state: RunState) {
    this.#state = state
  }

  get isEmpty(): boolean {
    return this.#stalled.size === 0
  }

  /** @param until when it is asked in any case */
  add(name: Name, until: Instant | undefined, goOn: () => void | Promise<void>): void {
    const stalled: Stalled = { name, askAgain: () => (this.#stalled.delete(stalled) ? goOn() : undefined), isStirred: false }
    this.#stalled.add(stalled)
    if (until !== undefined) this.#state.at(until, name, stalled.askAgain)
  }

  /** Somebody moved: what others wait for may be there. */
  stir(): void {
    for (const stalled of this.#stalled) {
      if (stalled.isStirred) continue
      stalled.isStirred = true
      this.#state.at(this.#state.now, stalled.name, stalled.askAgain)
    }
  }
}

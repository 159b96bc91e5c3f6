import type { Duration, Who } from '#machines'
import { later } from '#machines'
import type { Name } from './name.ts'
import type { RunState } from './state.ts'

/** Whoever comes to a landmark, and about whom. */
export interface Comer {
  readonly activity: { readonly name: Name }
  readonly who: Who | undefined
}

interface Waiting {
  readonly comer: Comer
  readonly landmark: string
  goOn(): void
}

/** Activities that wait at a landmark until another one about the same customer comes there. */
export class Meetings {
  readonly #state: RunState
  readonly #waiting = new Set<Waiting>()

  constructor(state: RunState) {
    this.#state = state
  }

  get isEmpty(): boolean {
    return this.#waiting.size === 0
  }

  /** @param goOn what it does when another one came, or the time is up */
  wait(comer: Comer, landmark: string, atMost: Duration, goOn: () => void | Promise<void>): void {
    const state = this.#state
    const { name } = comer.activity
    const waiting: Waiting = { comer, landmark, goOn: () => state.at(state.now, name, goOn) }
    this.#waiting.add(waiting)
    state.at(later(state.now, atMost), name, () => (this.#waiting.delete(waiting) ? goOn() : undefined))
  }

  comes(passing: Comer, landmark: string): void {
    for (const waiting of this.#waiting)
      if (waiting.landmark === landmark && waiting.comer !== passing && waiting.comer.who === passing.who) {
        this.#waiting.delete(waiting)
        waiting.goOn()
      }
  }
}

import { setImmediate } from 'node:timers/promises'

const everyMs = 50

/** Long work rests now and then, for else no signal is heard. */
export class Breath {
  #last = performance.now()

  get isDue(): boolean {
    return performance.now() - this.#last >= everyMs
  }

  async take(): Promise<void> {
    await setImmediate()
    this.#last = performance.now()
  }
}

import { Worker } from 'node:worker_threads'
import { threadEnv } from '#storm'
import { joinedPasses, nothingPassed, type Passed } from './pass.ts'
import type { Answer, Order } from './worker.ts'

/** Threads that go through a file together, each for accounts of its own. They stay up, so that later passes are warm. */
export class Crew {
  readonly #workers: readonly Worker[]

  /** @param heapMb what one thread may hold */
  constructor(count: number, heapMb: number) {
    this.#workers = Array.from(
      { length: count },
      () => new Worker(inside, { env: threadEnv(), resourceLimits: { maxOldGenerationSizeMb: heapMb } }),
    )
  }

  /** @param passes so many times each thread reads the file, so that what it holds at a time fits @throws Error what a thread ended of */
  async pass(path: string, passes: number): Promise<Passed> {
    const of = this.#workers.length * passes
    const partsOf = (hand: number): readonly number[] => Array.from({ length: passes }, (_, index) => hand * passes + index)
    const all = await Promise.all(this.#workers.map((worker, hand) => asked(worker, { path, parts: partsOf(hand), of })))
    return all.reduce(joinedPasses, nothingPassed)
  }

  async close(): Promise<void> {
    await Promise.all(this.#workers.map((worker) => worker.terminate()))
  }
}

/** In the repository a thread runs its TypeScript as it stands; the package has it compiled. */
const inside = new URL(import.meta.url.endsWith('.ts') ? './worker.ts' : './worker.js', import.meta.url)

function asked(worker: Worker, order: Order): Promise<Passed> {
  return new Promise((resolve, reject) => {
    const over = (error: Error): void => {
      worker.off('message', heard)
      reject(error)
    }
    const heard = (answer: Answer): void => {
      worker.off('error', over)
      if (answer.kind === 'passed') resolve(answer.passed)
      else reject(new Error(answer.says))
    }
    worker.once('message', heard)
    worker.once('error', over)
    worker.postMessage(order)
  })
}

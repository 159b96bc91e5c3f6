import { Worker } from 'node:worker_threads'
import type { Candidate, Failure, RunResult } from '#simulator'
import type { Crew } from './crew.ts'
import type { Finding } from './find.ts'
import { emptyTally, joined, type Sighting, type Tally } from './tally.ts'
import type { Task } from './task.ts'

/** What a thread is told at its start: names only, it looks the rest up. */
export interface Posting {
  readonly system: string
  readonly scenarios: readonly string[]
  readonly faults: readonly string[]
  /** Two counters: runs begun, and the index of the task that runs. */
  readonly beats: SharedArrayBuffer
}

export type Order =
  | { readonly kind: 'tally'; readonly tasks: readonly Task[] }
  | { readonly kind: 'find'; readonly sighting: Sighting; readonly budget: number }
  | {
      readonly kind: 'find from'
      readonly failure: Failure
      readonly from: { readonly seed: number; readonly scenario: string }
      readonly budget: number
    }
  | { readonly kind: 'run task'; readonly task: Task }
  | { readonly kind: 'replay'; readonly candidate: Candidate }

export type Report =
  | { readonly kind: 'tally'; readonly tally: Tally }
  | { readonly kind: 'finding'; readonly finding: Finding }
  | { readonly kind: 'result'; readonly result: RunResult }
  | { readonly kind: 'failed'; readonly says: string }

export interface ThreadOptions {
  readonly count: number
  /** A run that takes longer hangs: its thread is ended and its seed is undecided. */
  readonly patienceMs: number
  /** The inside of the threads, when it is not the usual one. */
  readonly file?: URL | undefined
}

/** A thread stood still for longer than the watch's patience: the system waits for nothing, or runs in a circle. */
export class Hangs extends Error {
  readonly task: number
  constructor(task: number, patienceMs: number) {
    super(`the system gave no sign for ${patienceMs / 1_000} s; a promise that never settles, or a loop`)
    this.name = 'Hangs'
    this.task = task
  }
}

/** One thread that takes one order at a time. */
class Hand {
  readonly #posting: Omit<Posting, 'beats'>
  readonly #patienceMs: number
  readonly #file: URL
  #worker: Worker | undefined
  #beats = new Int32Array(new SharedArrayBuffer(8))

  constructor(posting: Omit<Posting, 'beats'>, patienceMs: number, file: URL) {
    this.#posting = posting
    this.#patienceMs = patienceMs
    this.#file = file
  }

  /** @throws Hangs when the thread stood still; it is gone then, and the next order starts another */
  async give(order: Order): Promise<Report> {
    const worker = this.#worker ?? this.#start()
    const beats = this.#beats
    try {
      return await new Promise<Report>((resolve, reject) => {
        let [seen, since] = [Atomics.load(beats, 0), 0]
        const look = Math.max(20, Math.floor(this.#patienceMs / 8))
        const watch = setInterval(() => {
          const now = Atomics.load(beats, 0)
          since = now === seen ? since + look : 0
          seen = now
          if (since >= this.#patienceMs) over(() => reject(new Hangs(Atomics.load(beats, 1), this.#patienceMs)))
        }, look)
        const over = (then: () => void): void => {
          clearInterval(watch)
          worker.off('message', onMessage).off('error', onError).off('exit', onExit)
          then()
        }
        const onMessage = (report: Report): void => over(() => resolve(report))
        const onError = (error: Error): void => over(() => reject(error))
        const onExit = (code: number): void => over(() => reject(new Error(`a worker thread ended by itself with code ${code}`)))
        worker.on('message', onMessage).on('error', onError).on('exit', onExit)
        worker.postMessage(order)
      })
    } catch (error) {
      this.#worker = undefined
      await worker.terminate()
      throw error
    }
  }

  async close(): Promise<void> {
    await this.#worker?.terminate()
    this.#worker = undefined
  }

  #start(): Worker {
    this.#beats = new Int32Array(new SharedArrayBuffer(8))
    const posting: Posting = { ...this.#posting, beats: this.#beats.buffer }
    const worker = new Worker(this.#file, { workerData: posting })
    this.#worker = worker
    return worker
  }
}

/** In the repository a thread runs its TypeScript as it stands; the package has it compiled. */
const usualInside = new URL(import.meta.url.endsWith('.ts') ? './worker.ts' : './worker.js', import.meta.url)

/**
 * Makes runs in threads of their own, so that a run that never ends can be ended.
 * A run is a function of its seed: which thread makes it changes nothing.
 */
export function threads(posting: Omit<Posting, 'beats'>, { count, patienceMs, file = usualInside }: ThreadOptions): Crew {
  const hands = Array.from({ length: count }, () => new Hand(posting, patienceMs, file))
  const idle = [...hands]
  const waiting: ((hand: Hand) => void)[] = []
  const withHand = async <Out>(job: (hand: Hand) => Promise<Out>): Promise<Out> => {
    const hand = idle.pop() ?? (await new Promise<Hand>((resolve) => waiting.push(resolve)))
    try {
      return await job(hand)
    } finally {
      const next = waiting.shift()
      if (next === undefined) idle.push(hand)
      else next(hand)
    }
  }
  const findingOf = async (order: Order): Promise<Finding> => {
    try {
      const report = await withHand((hand) => hand.give(order))
      return report.kind === 'finding' ? report.finding : unasked(report)
    } catch (error) {
      if (error instanceof Hangs) return { found: undefined, others: [], why: `while it was shrunk, ${error.message}` }
      throw error
    }
  }
  const resultOf = async (order: Order): Promise<RunResult> => {
    const report = await withHand((hand) => hand.give(order))
    return report.kind === 'result' ? report.result : unasked(report)
  }
  return {
    hands: count,
    tally: (tasks) => withHand((hand) => tallyWith(hand, tasks)),
    find: (sighting, budget) => findingOf({ kind: 'find', sighting, budget }),
    findFrom: (failure, from, budget) => findingOf({ kind: 'find from', failure, from, budget }),
    runTask: (task) => resultOf({ kind: 'run task', task }),
    replay: (candidate) => resultOf({ kind: 'replay', candidate }),
    close: async () => void (await Promise.all(hands.map((hand) => hand.close()))),
  }
}

const unasked = (report: Report): never => {
  throw new Error(report.kind === 'failed' ? report.says : 'a worker thread answered another question')
}

/** Tallies tasks; what hangs is undecided, and the rest is run again without it. */
async function tallyWith(hand: Hand, tasks: readonly Task[]): Promise<Tally> {
  let left = tasks
  let hanging = emptyTally
  while (left.length > 0) {
    try {
      const report = await hand.give({ kind: 'tally', tasks: left })
      return report.kind === 'tally' ? joined(hanging, report.tally) : unasked(report)
    } catch (error) {
      if (!(error instanceof Hangs)) throw error
      const { seed, scenario } = left[error.task]!
      hanging = { ...hanging, undecided: [...hanging.undecided, { seed, scenario: scenario ?? 'drawn by the seed', why: error.message }] }
      left = left.filter((_, index) => index !== error.task)
    }
  }
  return hanging
}

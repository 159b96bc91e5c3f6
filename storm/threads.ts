import { Worker } from 'node:worker_threads'
import { Misbehaved, NoSystem, thrownInWords } from '#adapters'
import type { Candidate, Failure, RunResult, System, Words } from '#simulator'
import type { Arena } from './arena.ts'
import type { Crew, GivenUp } from './crew.ts'
import type { Finding } from './find.ts'
import { emptyTally, joined, type Sighting, type Tally } from './tally.ts'
import type { Task } from './task.ts'
import { threadEnv } from './thread-env.ts'

/** What a thread is told at its start: names only, it looks the rest up. */
export interface Posting {
  readonly system: string
  /** Where a stranger's system stands. */
  readonly module?: string | undefined
  readonly scenarios: readonly string[]
  readonly faults: readonly string[]
  /** Is it only asked what it is? Then it does not come up. */
  readonly describes?: boolean | undefined
  /** Two counters: runs begun, and the index of the task that runs. */
  readonly beats: SharedArrayBuffer
}

export type Order =
  | { readonly kind: 'tally'; readonly tasks: readonly Task[] }
  | { readonly kind: 'find'; readonly sighting: Sighting; readonly budget: number; readonly words: Words | undefined }
  | {
      readonly kind: 'find from'
      readonly failure: Failure
      readonly from: { readonly seed: number; readonly scenario: string }
      readonly budget: number
    }
  | { readonly kind: 'run task'; readonly task: Task }
  | { readonly kind: 'replay'; readonly candidate: Candidate; readonly code: string | undefined }
  | { readonly kind: 'close' }

/** What a system says of itself, as far as it can be told across threads. */
export type Description = Pick<System, 'name' | 'version' | 'capabilities'>

export type Report =
  /** The first of every thread: its system is there. */
  | { readonly kind: 'up'; readonly system: Description }
  | { readonly kind: 'tally'; readonly tally: Tally; readonly givenUp: GivenUp | undefined }
  | { readonly kind: 'finding'; readonly finding: Finding }
  | { readonly kind: 'result'; readonly result: RunResult }
  | { readonly kind: 'closed' }
  | { readonly kind: 'misbehaved' | 'no system' | 'failed'; readonly says: string }

export interface ThreadOptions {
  readonly count: number
  /** A run that takes longer hangs: its thread is ended and its seed is undecided. */
  readonly patienceMs: number
  /** Loading and coming up may take this long. Default: 30 s; of a service, whose own start is bounded step by step, 3 min. */
  readonly startMs?: number | undefined
  /** Gets what the system prints; by default nobody does, since it is no part of what we say. */
  readonly prints?: ((text: string) => void) | undefined
  /** The inside of the threads, when it is not the usual one. */
  readonly file?: URL | undefined
}

/** A run that took its thread along: it waited for nothing, ran in a circle, or ended the thread. */
export class LostRun extends Error {
  readonly task: number
  constructor(task: number, says: string) {
    super(says)
    this.name = 'LostRun'
    this.task = task
  }
}

/** After so many lost runs nobody waits for the next: each costs the whole patience. */
const lostAtMost = 3
const usualStartMs = 30_000
/** A service may be compiled first, and prepares its store: each step has a bound of its own, which names it. */
const serviceStartMs = 180_000
/** A run that needs more is no run of a billing system. */
const heapMb = 2_048

const stoodStill = (patienceMs: number): string =>
  `the system gave no sign for ${patienceMs / 1_000} s; a promise that never settles, or a loop`

/** How a thread ended that nobody told to. */
interface Ended {
  readonly says: string
}

/** One thread that takes one order at a time. */
class Hand {
  readonly #posting: Omit<Posting, 'beats'>
  readonly #options: ThreadOptions
  #worker: Worker | undefined
  #ended: Ended | undefined
  #onReport: ((report: Report | Ended) => void) | undefined
  #beats = new Int32Array(new SharedArrayBuffer(8))

  constructor(posting: Omit<Posting, 'beats'>, options: ThreadOptions) {
    this.#posting = posting
    this.#options = options
  }

  /**
   * @throws LostRun when the thread stood still or ended; it is gone then, and the next order starts another
   * @throws Misbehaved or NoSystem when the system does not come up
   */
  async give(order: Order): Promise<Report> {
    const worker = this.#worker ?? (await this.#started()).worker
    const { patienceMs } = this.#options
    Atomics.store(this.#beats, 1, 0)
    const lost = (says: string): LostRun => new LostRun(Atomics.load(this.#beats, 1), says)
    return this.#answered(worker, patienceMs, lost, () => worker.postMessage(order))
  }

  /** Starts a thread and waits until its system is there. */
  async #started(): Promise<{ readonly worker: Worker; readonly system: Description }> {
    const { file = usualInside, startMs = usualStartMs, prints } = this.#options
    this.#beats = new Int32Array(new SharedArrayBuffer(8))
    this.#ended = undefined
    const posting: Posting = { ...this.#posting, beats: this.#beats.buffer }
    const worker = new Worker(file, {
      workerData: posting,
      env: threadEnv(),
      stdout: true,
      stderr: true,
      resourceLimits: { maxOldGenerationSizeMb: heapMb },
    })
    this.#worker = worker
    for (const stream of [worker.stdout, worker.stderr]) stream.setEncoding('utf8').on('data', (text: string) => prints?.(text))
    const over = (says: string): void => {
      this.#ended ??= { says }
      this.#onReport?.(this.#ended)
    }
    worker.on('message', (report: Report) => this.#onReport?.(report))
    worker.on('error', (error: unknown) => over(`the system ended its thread: ${thrownInWords(error)}, which nobody caught`))
    worker.on('exit', (code) => over(`the system ended its process with code ${code}`))
    const { system } = this.#posting
    const lost = (says: string): Misbehaved => new Misbehaved(`${system}, while it was loaded and booted: ${says}`)
    const report = await this.#answered(worker, startMs, lost, () => undefined)
    if (report.kind === 'up') return { worker, system: report.system }
    await this.#gone(worker)
    return unasked(report)
  }

  /** Waits for the next report, for as long as the thread gives signs. */
  async #answered(worker: Worker, patienceMs: number, lost: (says: string) => Error, ask: () => void): Promise<Report> {
    const beats = this.#beats
    let watch: NodeJS.Timeout | undefined
    try {
      const report = await new Promise<Report | Ended>((resolve) => {
        if (this.#ended !== undefined) return resolve(this.#ended)
        let [seen, since] = [Atomics.load(beats, 0), 0]
        const look = Math.max(20, Math.floor(patienceMs / 8))
        watch = setInterval(() => {
          const now = Atomics.load(beats, 0)
          since = now === seen ? since + look : 0
          seen = now
          if (since >= patienceMs) resolve({ says: stoodStill(patienceMs) })
        }, look)
        this.#onReport = resolve
        ask()
      })
      if ('kind' in report) return report
      await this.#gone(worker)
      throw lost(report.says)
    } finally {
      clearInterval(watch)
      this.#onReport = undefined
    }
  }

  async #gone(worker: Worker): Promise<void> {
    this.#worker = undefined
    await worker.terminate()
  }

  /** What the system is, without bringing it up. */
  async describe(): Promise<Description> {
    const { worker, system } = await this.#started()
    await this.#gone(worker)
    return system
  }

  /** @throws Misbehaved when the system cannot be closed, or its thread ended after its last run */
  async close(): Promise<void> {
    const worker = this.#worker
    if (worker === undefined) return
    const { system } = this.#posting
    const late = this.#ended
    if (late !== undefined) {
      await this.#gone(worker)
      throw new Misbehaved(`${system}, after a run: ${late.says}`)
    }
    let report: Report
    try {
      report = await this.give({ kind: 'close' })
    } catch (thrown) {
      throw thrown instanceof LostRun ? new Misbehaved(`${system}, in close: ${thrown.message}`) : thrown
    }
    await this.#gone(worker)
    if (report.kind !== 'closed') unasked(report)
  }
}

/** In the repository a thread runs its TypeScript as it stands; the package has it compiled. */
const usualInside = new URL(import.meta.url.endsWith('.ts') ? './worker.ts' : './worker.js', import.meta.url)

/** What a stranger's system says of itself; all else happens in threads. @throws NoSystem or Misbehaved */
export async function described(module: string, startMs: number = usualStartMs): Promise<System> {
  const name = decodeURIComponent(new URL(module).pathname.split('/').at(-1) ?? module)
  const hand = new Hand({ system: name, module, scenarios: [], faults: [], describes: true }, { count: 1, patienceMs: startMs, startMs })
  const elsewhere = (): never => {
    throw new Error(`${name} is a stranger's system and lives in threads; nobody may run it here`)
  }
  return {
    ...(await hand.describe()),
    enter: elsewhere,
    reset: elsewhere,
    receive: elsewhere,
    settle: elsewhere,
    view: elsewhere,
    close: () => undefined,
  }
}

/** The same for the system of an arena. */
export function threadsFor({ system, module, ground, faults }: Arena, options: ThreadOptions): Crew {
  const isService = system.capabilities.level === 'L1'
  return threads(
    { system: system.name, module, scenarios: ground.scenarios.map(({ name }) => name), faults },
    { ...(isService ? { startMs: serviceStartMs } : {}), ...options },
  )
}

/**
 * Makes runs in threads of their own, so that a run that never ends can be ended.
 * A run is a function of its seed: which thread makes it changes nothing.
 */
export function threads(posting: Omit<Posting, 'beats'>, options: ThreadOptions): Crew {
  const { count } = options
  const hands = Array.from({ length: count }, () => new Hand(posting, options))
  const idle = [...hands]
  const waiting: ((hand: Hand) => void)[] = []
  let lost = 0
  let givenUp: GivenUp | undefined
  const giveUp = (why: string, undone: number): void => {
    givenUp = { why: givenUp?.why ?? why, undone: (givenUp?.undone ?? 0) + undone }
  }
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

  /** Tallies tasks; what is lost is undecided, and the rest is run again without it. */
  const tallyWith = async (hand: Hand, tasks: readonly Task[]): Promise<Tally> => {
    let left = tasks
    let found = emptyTally
    while (left.length > 0) {
      if (givenUp !== undefined) {
        giveUp('', countable(left))
        break
      }
      try {
        const report = await hand.give({ kind: 'tally', tasks: left })
        if (report.kind !== 'tally') return unasked(report)
        if (report.givenUp !== undefined) giveUp(report.givenUp.why, report.givenUp.undone)
        return joined(found, report.tally)
      } catch (error) {
        if (error instanceof Misbehaved) {
          giveUp(error.message, countable(left))
          break
        }
        if (!(error instanceof LostRun)) throw error
        const { seed, scenario } = left[error.task]!
        found = { ...found, undecided: [...found.undecided, { seed, scenario: scenario ?? 'drawn by the seed', why: error.message }] }
        left = left.filter((_, index) => index !== error.task)
        if (++lost >= lostAtMost) giveUp(`${lost} runs were lost; the other seeds were not tried`, 0)
      }
    }
    return found
  }
  const findingOf = async (order: Order): Promise<Finding> => {
    try {
      const report = await withHand((hand) => hand.give(order))
      return report.kind === 'finding' ? report.finding : unasked(report)
    } catch (error) {
      if (!(error instanceof LostRun || error instanceof Misbehaved)) throw error
      return { found: undefined, others: [], why: `while it was shrunk, ${error.message}` }
    }
  }
  const resultOf = async (order: Order): Promise<RunResult> => {
    const report = await withHand((hand) => hand.give(order))
    return report.kind === 'result' ? report.result : unasked(report)
  }
  return {
    hands: count,
    get givenUp() {
      return givenUp
    },
    tally: (tasks) => withHand((hand) => tallyWith(hand, tasks)),
    find: (sighting, budget, words) => findingOf({ kind: 'find', sighting, budget, words }),
    findFrom: (failure, from, budget) => findingOf({ kind: 'find from', failure, from, budget }),
    runTask: (task) => resultOf({ kind: 'run task', task }),
    replay: (candidate, code) => resultOf({ kind: 'replay', candidate, code }),
    async close() {
      const closed = await Promise.allSettled(hands.map((hand) => hand.close()))
      for (const each of closed) if (each.status === 'rejected') throw each.reason
    },
  }
}

/** Tasks that count as seeds. */
const countable = (tasks: readonly Task[]): number => tasks.filter(({ seed }) => seed > 0).length

const unasked = (report: Report): never => {
  switch (report.kind) {
    case 'misbehaved':
      throw new Misbehaved(report.says)
    case 'no system':
      throw new NoSystem(report.says)
    case 'failed':
      throw new Error(report.says)
    default:
      throw new Error(`a worker thread answered ${report.kind}, which is another question`)
  }
}

import { setImmediate } from 'node:timers/promises'
import { Misbehaved } from '#adapters'
import type { Candidate, Failure, RunResult, Words } from '#simulator'
import type { Arena } from './arena.ts'
import { find, findFrom, type Finding } from './find.ts'
import { judging } from './judging.ts'
import { type Comparison, isCompared } from './metamorphic.ts'
import { emptyTally, joined, type Sighting, type Tally, tallyOf, withComparison } from './tally.ts'
import type { Task } from './task.ts'

/** Why no more runs are made, and how many seeds were left. */
export interface GivenUp {
  readonly why: string
  readonly undone: number
}

/** Whoever makes the runs: this thread, or several others. */
export interface Crew {
  /** How many tasks may be handed out at once. */
  readonly hands: number
  /** Set once the system cannot be run at all; whatever is asked for then is left undone. */
  readonly givenUp: GivenUp | undefined
  tally(tasks: readonly Task[]): Promise<Tally>
  find(sighting: Sighting, budget: number, words?: Words): Promise<Finding>
  findFrom(failure: Failure, from: { readonly seed: number; readonly scenario: string }, budget: number): Promise<Finding>
  /** One run of a task, as its seed draws it. */
  runTask(task: Task): Promise<RunResult>
  /** One run from a record, with its trace. @param code of the invariant that broke: some are only seen by more than one run */
  replay(candidate: Candidate, code?: string): Promise<RunResult>
  close(): Promise<void>
}

/** Runs everything here and now. @param beat called before each run, with its task */
export function alone(arena: Arena, beat: (task: Task) => void = () => undefined): Crew {
  let givenUp: GivenUp | undefined
  let asked = 0
  return {
    hands: 1,
    get givenUp() {
      return givenUp
    },
    async tally(tasks) {
      let tally = emptyTally
      for (const [index, task] of tasks.entries()) {
        beat(task)
        const drawing = arena.draw(task)
        let result: RunResult
        let comparison: Comparison | undefined
        try {
          const run = arena.run(drawing)
          result = run instanceof Promise ? await run : run
          if (isCompared(task.seed)) comparison = arena.compare?.(drawing)
        } catch (thrown) {
          // What a run throws and is the system's doing is that run's verdict; this is a system that does not come up.
          if (!(thrown instanceof Misbehaved)) throw withSeed(thrown, task, drawing.scenario)
          givenUp = { why: thrown.message, undone: tasks.slice(index).filter(({ seed }) => seed > 0).length }
          return tally
        }
        tally = joined(tally, tallyOf(task, drawing, result))
        if (comparison !== undefined) tally = withComparison(tally, task, drawing, comparison)
      }
      return tally
    },
    find: (sighting, budget, words) => find(arena, sighting, budget, words),
    findFrom: (failure, from, budget) => findFrom(arena, failure, from, budget),
    async runTask(task) {
      // Runs that never wait would keep everything else waiting: signals, output.
      if (++asked % 50 === 0) await setImmediate()
      return arena.run(arena.draw(task))
    },
    replay: async (candidate, code) => judging(arena, code).replay(candidate, true),
    close: async () => arena.close(),
  }
}

/** Our own bug, with the run that shows it. */
function withSeed(thrown: unknown, { seed }: Task, scenario: string): Error {
  const where = seed === 0 ? scenario : `seed ${seed} of ${scenario}`
  const error = thrown instanceof Error ? thrown : new Error(String(thrown))
  error.stack = `in ${where}: ${error.stack ?? error.message}`
  return error
}

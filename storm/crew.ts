import type { Candidate, Failure, RunResult } from '#simulator'
import type { Arena } from './arena.ts'
import { find, findFrom, type Finding } from './find.ts'
import { emptyTally, joined, type Sighting, type Tally, tallyOf } from './tally.ts'
import type { Task } from './task.ts'

/** Whoever makes the runs: this thread, or several others. */
export interface Crew {
  /** How many tasks may be handed out at once. */
  readonly hands: number
  tally(tasks: readonly Task[]): Promise<Tally>
  find(sighting: Sighting, budget: number): Promise<Finding>
  findFrom(failure: Failure, from: { readonly seed: number; readonly scenario: string }, budget: number): Promise<Finding>
  /** One run of a task, as its seed draws it. */
  runTask(task: Task): Promise<RunResult>
  /** One run from a record, with its trace. */
  replay(candidate: Candidate): Promise<RunResult>
  close(): Promise<void>
}

/** Runs everything here and now. @param beat called before each run, with its task */
export const alone = (arena: Arena, beat: (task: Task) => void = () => undefined): Crew => ({
  hands: 1,
  async tally(tasks) {
    let tally = emptyTally
    for (const task of tasks) {
      beat(task)
      const drawing = arena.draw(task)
      const result = arena.run(drawing)
      tally = joined(tally, tallyOf(task, drawing, result instanceof Promise ? await result : result))
    }
    return tally
  },
  find: (sighting, budget) => find(arena, sighting, budget),
  findFrom: (failure, from, budget) => findFrom(arena, failure, from, budget),
  runTask: async (task) => arena.run(arena.draw(task)),
  replay: async (candidate) => arena.replay(candidate, true),
  close: async () => arena.close(),
})

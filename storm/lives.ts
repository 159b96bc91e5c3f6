import { scenarios } from '#scenarios'
import type { Fact, Who } from '#machines'
import { commonOf, runSync, type RunResult, type Source, type SystemEntry, type Workload, type World } from '#simulator'
import { openArena } from './arena.ts'
import type { Ground } from './task.ts'
import { twinFor } from './world.ts'

/** What became of a customer in a run, as the system stored it. */
export interface Life {
  readonly who: Who
  /** In the order in which they were stored; each known no earlier than those before it. */
  readonly facts: readonly Fact[]
}

/** The lives of a run, and what the run came to; nobody judged it. */
export interface Lived {
  readonly result: RunResult
  readonly lives: readonly Life[]
}

/** Where lives are lived: a system of ours that keeps facts, and what may deviate. */
export interface Living {
  readonly ground: Ground
  live(workload: Workload, source: Source): Lived
  close(): void | Promise<void>
}

/** A long life has more steps than a run that goes in circles is granted. */
const mostSteps = 100_000_000

/** @param faults names of the faults that may strike; undefined: all that can */
export async function living(entry: SystemEntry, faults?: readonly string[]): Promise<Living> {
  let world: World | undefined
  const system = await entry.create()
  const watched = {
    ...system,
    enter(entered: World) {
      world = entered
      system.enter(entered)
    },
  }
  const arena = await openArena({ ...entry, create: () => watched }, scenarios, faults)
  if (!arena.isSync) throw new RangeError(`${entry.name} is not of our own making: it keeps no facts that we could read`)
  // Storms have judged these runs; here their histories are wanted, by the ten thousand.
  const common = commonOf(arena.system, [])
  return {
    ground: arena.ground,
    live(workload, source) {
      const plan = { system: arena.system, workload, source, invariants: [], common, makeTwin: twinFor(workload, entry.twinParts) }
      const result = runSync({ ...plan, maxSteps: mostSteps })
      const { owners, rows } = world!.table('facts')
      return { result, lives: owners.map((who, place) => ({ who, facts: asKnown(rows[place]!.map(({ row }) => row as Fact)) })) }
    },
    close: () => arena.close(),
  }
}

/** Nobody knew of a fact before it was stored, whatever the clock of the worker said that heard of it. */
function asKnown(stored: readonly Fact[]): readonly Fact[] {
  let known = Number.NEGATIVE_INFINITY
  return stored.map((each) => {
    known = Math.max(known, each.recordedAt)
    const { by: _, ...fact } = each as Fact & { readonly by?: string }
    return { ...fact, recordedAt: known } as Fact
  })
}

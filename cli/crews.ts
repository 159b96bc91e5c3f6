import { alone, type Arena, type Crew, threadsFor } from '#storm'

/** A run of a strange system that gives no sign for so long hangs. */
const patienceMs = 10_000

/**
 * Who makes the runs of an arena. Native systems run right here unless more hands are wanted; all others run in a thread
 * that can be ended when they hang.
 * @param prints gets what such a system prints
 */
export const crewFor =
  (workers: number | undefined, patience: number = patienceMs, prints?: (text: string) => void): ((arena: Arena) => Crew) =>
  (arena) =>
    arena.module === undefined && arena.system.capabilities.level === 'native' && (workers ?? 1) === 1
      ? alone(arena)
      : threadsFor(arena, { count: workers ?? 1, patienceMs: patience, prints })

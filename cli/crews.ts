import { availableParallelism } from 'node:os'
import { alone, type Arena, type Crew, threads } from '#storm'
import { Misuse } from './misuse.ts'

/** A run of a strange system that gives no sign for so long hangs. */
const patienceMs = 10_000

/** @throws Misuse when it is neither a count nor `auto` */
export function workersFrom(text: string): number {
  if (text === 'auto') return Math.max(1, availableParallelism())
  const count = Number(text)
  if (!Number.isInteger(count) || count < 1 || count > 256)
    throw new Misuse(`--workers takes a number from 1 to 256 or auto, not ${JSON.stringify(text)}`)
  return count
}

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
      : threads(
          {
            system: arena.system.name,
            module: arena.module,
            scenarios: arena.ground.scenarios.map(({ name }) => name),
            faults: arena.faults,
          },
          { count: workers ?? 1, patienceMs: patience, prints },
        )

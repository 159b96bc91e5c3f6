import { setImmediate as turn } from 'node:timers/promises'
import type { Watch } from './look.ts'
import type { Answer } from './messages.ts'
import { processOf } from './processes.ts'

/**
 * Looks again and again until nobody does anything.
 * @param living the processes that count
 */
export async function untilRest(watch: Watch, living: () => readonly number[], atMostMs: number): Promise<Answer> {
  const began = performance.now()
  while (!watch.isAtRest(living())) {
    if (performance.now() - began > atMostMs) {
      const busy = living().flatMap((pid) => processOf(pid)?.command ?? [])
      return { is: 'restless', commands: [...new Set(busy)].toSorted() }
    }
    // Whoever is at work may need the processor that this would take.
    await turn()
  }
  return { is: 'rest' }
}

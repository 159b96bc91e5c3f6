import { setImmediate as turn } from 'node:timers/promises'
import { isRest, look } from './look.ts'
import type { Answer } from './messages.ts'
import { processOf } from './processes.ts'

/** How many looks in a row must find that nobody did anything in between. */
const looksAtRest = 2

/**
 * Looks again and again until nobody does anything.
 * @param living the processes that count
 */
export async function untilRest(living: () => readonly number[], atMostMs: number): Promise<Answer> {
  const began = performance.now()
  let before = look(living())
  for (let atRest = 0; atRest < looksAtRest;) {
    await turn()
    const now = look(living())
    atRest = isRest(before, now) ? atRest + 1 : 0
    before = now
    if (performance.now() - began > atMostMs) {
      const busy = living().flatMap((pid) => processOf(pid)?.command ?? [])
      return { is: 'restless', commands: [...new Set(busy)].toSorted() }
    }
  }
  return { is: 'rest' }
}

import { setImmediate as turn, setTimeout as sleep } from 'node:timers/promises'
import type { Watch } from './look.ts'
import type { Answer } from './messages.ts'
import { processOf } from './processes.ts'
import { shortMs } from './short-sleep.ts'

/** Who still wakes up by itself after this does so again and again. */
const wakesAgainMs = shortMs + 1_000

/**
 * Looks again and again until nobody does anything.
 * @param living the processes that count
 */
export async function untilRest(watch: Watch, living: () => readonly number[], atMostMs: number): Promise<Answer> {
  const began = performance.now()
  /** Since when nothing was done but by those who had slept for a moment. */
  let slept: number | undefined
  for (let seen = watch.look(living()); seen !== 'rest'; seen = watch.look(living())) {
    const now = performance.now()
    if (seen === 'short sleep') slept ??= now
    const keepsWaking = slept !== undefined && now - slept > wakesAgainMs
    if (keepsWaking || now - began > atMostMs) {
      const busy = living().flatMap((pid) => processOf(pid)?.command ?? [])
      return { is: 'restless', commands: [...new Set(busy)].toSorted(), keepsWaking }
    }
    // Whoever is at work may need the processor that this would take.
    await (seen === 'work' ? turn() : sleep(1))
  }
  return { is: 'rest' }
}

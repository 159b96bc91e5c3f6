import { setImmediate as turn, setTimeout as sleep } from 'node:timers/promises'
import type { Watch } from './look.ts'
import type { Answer } from './messages.ts'
import { processOf } from './processes.ts'
import { shortMs } from './short-sleep.ts'

/** Who still wakes up by itself after this does so again and again. */
const wakesAgainMs = 3 * shortMs

const looksAtOnce = 3

/**
 * Looks again and again until nobody does anything.
 * @param living the processes that count
 * @returns who did not come to rest; undefined: all did
 */
export async function untilRest(
  watch: Watch,
  living: () => readonly number[],
  atMostMs: number,
): Promise<Extract<Answer, { is: 'restless' }> | undefined> {
  const began = performance.now()
  /** Since when nothing was done but by those who had slept for a moment. */
  let slept: number | undefined
  let looks = 0
  for (let seen = watch.look(living()); seen !== 'rest'; seen = watch.look(living())) {
    const now = performance.now()
    if (seen === 'short sleep') slept ??= now
    const keepsWaking = slept !== undefined && now - slept > wakesAgainMs
    if (keepsWaking || now - began > atMostMs) {
      const busy = living().flatMap((pid) => processOf(pid)?.command ?? [])
      return { is: 'restless', commands: [...new Set(busy)].toSorted(), keepsWaking }
    }
    // Whoever is at work may need the processor that this would take: what is not over at once is left alone for a moment.
    await (seen === 'work' && looks++ < looksAtOnce ? turn() : sleep(1))
  }
  return undefined
}

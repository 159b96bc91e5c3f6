import { type Effect, type Instant, jobTypeOf, paymentNotTaken } from '#machines'
import type { Performed, Shop } from './parts.ts'

/**
 * What our own code threw over an entry is a failed try of it, not the end of the worker. Thrown before anything was sent,
 * nothing happened; thrown over an answer, a payment may have been made, and is looked up like one that had none.
 */
export function failedBy(shop: Shop, effect: Effect, thrown: unknown, moment: 'before sending' | 'over the answer'): Performed {
  const now: Instant = shop.now()
  const failed = `our own ${thrown instanceof Error ? thrown.name : 'error'} ${moment}`
  if (jobTypeOf(effect.kind) === undefined) return shop.parts.translateAnswer(effect, { kind: 'timeout' }, now, now)
  if (effect.kind !== 'start attempt') return { facts: [], again: undefined, failed }
  if (moment === 'over the answer') return shop.parts.translateAnswer(effect, { kind: 'timeout' }, now, now)
  return { facts: [paymentNotTaken(effect.attempt, effect.key, { at: now })], again: undefined, failed }
}

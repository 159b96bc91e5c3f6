import { Refusal } from './errors.ts'
import type { Work } from './work.ts'

/**
 * Does something whole or, when it is refused for what was asked, not at all. For requests that redeem on their way; others
 * look before they change anything, which costs no snapshot.
 */
export function wholly<T>(work: Work, run: () => T): T {
  const before = work.store.snapshot()
  try {
    return run()
  } catch (error) {
    // A card that said no was asked, and that cannot be taken back.
    if (error instanceof Refusal && error.status === 400) work.store.restore(before)
    throw error
  }
}

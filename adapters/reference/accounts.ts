import type { AccountRows, Fact, Instant, Parts, Policy, Recomputed, Who } from '#machines'
import { nextDue, recompute, rowsOf } from '#machines'
import type { StoredRow } from '#simulator'

/** An account as it was recomputed from its rows. */
interface Kept extends Recomputed {
  readonly from: readonly StoredRow[]
  readonly at: Instant
  rows: AccountRows | undefined
}

/**
 * Recomputes accounts, and remembers the last of each: rows never change once they are read, so equal rows are the same
 * account until its next deadline. A projection, never a second store.
 */
export class Accounts {
  readonly #parts: Parts
  readonly #kept = new Map<Who, Kept>()

  constructor(parts: Parts) {
    this.#parts = parts
  }

  forget(): void {
    this.#kept.clear()
  }

  recomputed(who: Who, from: readonly StoredRow[], policy: Policy, now: Instant): Recomputed {
    return this.#of(who, from, policy, now)
  }

  /** What can be seen of an account, but for what it may use at this moment. */
  shown(who: Who, from: readonly StoredRow[], policy: Policy, now: Instant): AccountRows {
    const kept = this.#of(who, from, policy, now)
    kept.rows ??= rowsOf(kept.state)
    return kept.rows
  }

  #of(who: Who, from: readonly StoredRow[], policy: Policy, now: Instant): Kept {
    const last = this.#kept.get(who)
    if (last !== undefined && last.from === from && last.at <= now && nextDue(last.state) > now) return last
    const facts: Fact[] = []
    for (let i = 0; i < from.length; i++) facts.push(from[i]!.row as Fact)
    const { state, owed, reached } = recompute(facts, policy, now, this.#parts, who, last)
    const kept: Kept = { state, owed, reached, from, at: now, rows: undefined }
    this.#kept.set(who, kept)
    return kept
  }
}

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
  /** Facts that were written later than they say. */
  readonly #heard = new Map<Fact, Fact>()

  constructor(parts: Parts) {
    this.#parts = parts
  }

  forget(): void {
    this.#kept.clear()
    this.#heard.clear()
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
    const facts = this.#asKnown(from)
    const { state, owed, reached } = recompute(facts, policy, now, this.#parts, who, last)
    const kept: Kept = { state, owed, reached, from, at: now, rows: undefined }
    this.#kept.set(who, kept)
    return kept
  }

  /**
   * Nobody knew of a fact before it was written, whatever the worker's clock said when it heard of it: one that pauses before
   * it writes must not have known earlier what others decided without. Rows are in the order in which they were written.
   */
  #asKnown(from: readonly StoredRow[]): readonly Fact[] {
    const facts: Fact[] = []
    let known = Number.NEGATIVE_INFINITY as Instant
    for (let i = 0; i < from.length; i++) {
      const fact = from[i]!.row as Fact
      if (fact.recordedAt >= known) known = fact.recordedAt
      facts.push(fact.recordedAt < known ? this.#heardAt(fact, known) : fact)
    }
    return facts
  }

  /** One and the same each time, for a recompute goes on where it meets the facts that it knows. */
  #heardAt(fact: Fact, at: Instant): Fact {
    let heard = this.#heard.get(fact)
    if (heard === undefined) this.#heard.set(fact, (heard = { ...fact, recordedAt: at }))
    return heard
  }
}

import type { AccountRows, Fact, Instant, Parts, Policy, Recomputed, Standing, Who } from '#machines'
import { nextDue, recompute, rowsOf, standingFields, standingOf } from '#machines'
import type { StoredRow } from '#simulator'

/** An account as it was recomputed from its rows. */
interface Kept extends Recomputed {
  readonly from: readonly StoredRow[]
  readonly at: Instant
  rows: AccountRows | undefined
  /** The latest ones that were shown before this. */
  readonly rowsBefore: AccountRows | undefined
  standing: Standing | undefined
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
  readonly #written = new Map<Who, Standing>()
  /** When the provider was last asked for what nobody tells us, by the types of webhooks that would have, as far as we remember. */
  readonly asked = new Map<readonly string[], Instant>()

  constructor(parts: Parts) {
    this.#parts = parts
  }

  forget(): void {
    this.#kept.clear()
    this.#heard.clear()
    this.#written.clear()
    this.asked.clear()
  }

  recomputed(who: Who, from: readonly StoredRow[], policy: Policy, now: Instant): Recomputed {
    return this.#of(who, from, policy, now)
  }

  /** Is a fact of that id among an account's rows? Known at once of rows that it was recomputed from. */
  knows(who: Who, from: readonly StoredRow[], id: string): boolean {
    const last = this.#kept.get(who)
    return last?.from === from ? last.reached.ordered.asked.has(id) : from.some(({ key }) => key === id)
  }

  /** What can be seen of an account, but for what it may use at this moment. */
  shown(who: Who, from: readonly StoredRow[], policy: Policy, now: Instant): AccountRows {
    const kept = this.#of(who, from, policy, now)
    kept.rows ??= rowsOf(kept.state, kept.rowsBefore)
    return kept.rows
  }

  /** What is stored of an account for whoever looks it up; while nothing of it changes the same object. */
  standing(who: Who, from: readonly StoredRow[], policy: Policy, now: Instant): Standing {
    const kept = this.#of(who, from, policy, now)
    kept.standing ??= this.#same(who, standingOf(kept.state))
    return kept.standing
  }

  /** Remembers what is stored of an account now, so that a copy that somebody else wrote can be told from it. */
  hasWritten(who: Who, standing: Standing): void {
    this.#written.set(who, standing)
  }

  /** If in doubt, as after a restart, no: then it is written once more, or looked at. */
  wrote(who: Who, standing: Standing): boolean {
    return this.#written.get(who) === standing
  }

  #same(who: Who, standing: Standing): Standing {
    const before = this.#written.get(who)
    return before !== undefined && standingFields.every((field) => before[field] === standing[field]) ? before : standing
  }

  #of(who: Who, from: readonly StoredRow[], policy: Policy, now: Instant): Kept {
    const last = this.#kept.get(who)
    if (last !== undefined && last.from === from && last.at <= now && nextDue(last.state) > now) return last
    const facts = this.#asKnown(from)
    const { state, owed, reached } = recompute(facts, policy, now, this.#parts, who, last)
    const rowsBefore = last?.rows ?? last?.rowsBefore
    const kept: Kept = { state, owed, reached, from, at: now, rows: undefined, rowsBefore, standing: undefined }
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

import type { Fact, Who } from '#machines'
import type { FactLine } from '../facts/fact-file.ts'

/** All facts of one account, in the order in which the file has them: late ones late, repeats repeated. */
export interface AccountFacts {
  readonly who: Who
  /** The place of its policy in the header. */
  readonly policy: number
  readonly facts: Fact[]
}

/** A larger account is refused: its fold would need more memory than a run may have. */
export const mostFactsOfOne = 2 ** 20

/** What nobody can fold: the file is at fault. */
export class Unfoldable extends Error {
  constructor(says: string) {
    super(says)
    this.name = 'Unfoldable'
  }
}

/** Puts facts beside the others of their account, as they come. */
export class Grouping {
  readonly #accounts = new Map<Who, AccountFacts>()
  readonly #most: number
  #facts = 0

  constructor(most: number = mostFactsOfOne) {
    this.#most = most
  }

  /** @param nth which fact of the file it is, from 1, for whoever must find it @throws Unfoldable */
  add({ policy, fact }: FactLine, nth: number): void {
    const known = this.#accounts.get(fact.who)
    this.#facts++
    if (known === undefined) {
      this.#accounts.set(fact.who, { who: fact.who, policy, facts: [fact] })
      return
    }
    if (known.policy !== policy)
      throw new Unfoldable(`fact ${nth}: ${fact.who} has policy ${policy} here, and had policy ${known.policy} before`)
    if (known.facts.length === this.#most)
      throw new Unfoldable(`fact ${nth}: ${fact.who} has more than ${this.#most} facts, which is more than one account may have`)
    known.facts.push(fact)
  }

  get count(): { readonly facts: number; readonly accounts: number } {
    return { facts: this.#facts, accounts: this.#accounts.size }
  }

  /** In the order in which they first came. */
  get accounts(): IterableIterator<AccountFacts> {
    return this.#accounts.values()
  }
}

import { type Account, type AccountState, copyOf, never, newAccount } from './domain/account.ts'
import type { Who } from './domain/command.ts'
import type { Effect } from './domain/effect.ts'
import type { Fact } from './domain/fact.ts'
import type { Instant } from './domain/instant.ts'
import type { Policy } from './domain/policy.ts'
import { advance } from './advance.ts'
import { tellsOfEnd } from './asked.ts'
import { inOrder, type Ordered, type Placed } from './order.ts'
import { owedBy } from './owed.ts'
import { type Parts, standardParts } from './parts.ts'
import type { Fold } from './scene.ts'
import { hear, hearAnswered, isMoot, mustBeHeard, type OfAttempt } from './unheard.ts'

export interface Recomputed {
  readonly state: AccountState
  /** Effects that no decision among the facts covers, in the order in which they are to be done. */
  readonly owed: readonly Effect[]
  /** How far the fold has come. */
  readonly reached: Reached
}

/** Where a later fold over the same account may go on. */
interface Reached {
  readonly account: Account
  readonly policy: Policy
  readonly parts: Parts
  readonly ordered: Ordered
  readonly now: Instant
  /** Where the fold stood after the last fact. */
  readonly at: Instant
  /** What comes no earlier than this finds the account as it would have been without the time that has passed since `at`. */
  readonly openFrom: Instant
}

/**
 * What an account is, given all that is known of it, and what is owed to the world because of that.
 * A function of the set of facts: their order and their copies make no difference.
 * @param facts of one account; recorded ones only
 * @param now deadlines up to here have passed; no fact is younger
 * @param who whose account it is; without it the facts say so, and where there are none nobody does
 * @param before what an earlier recompute of the account said: the same comes out, sooner when most of the facts are the same
 */
export function recompute(
  facts: readonly Fact[],
  policy: Policy,
  now: Instant,
  parts: Parts = standardParts,
  who: Who = facts[0]?.who ?? '',
  before?: Recomputed,
): Recomputed {
  const last = before?.reached
  const isSame = last !== undefined && isSameList(last.ordered.facts, facts)
  const ordered = isSame ? last.ordered : inOrder(facts, last?.ordered)
  const { placed } = ordered
  const goesOn = last !== undefined && isOfSameKind(last, policy, now, parts, who) && (isSame || isContinued(last, placed))
  const account = goesOn ? copyOf(last.account) : newAccount(who)
  const fold: Fold = {
    account,
    policy,
    parts,
    at: goesOn ? last.at : (Number.NEGATIVE_INFINITY as Instant),
    quietUntil: Number.NEGATIVE_INFINITY as Instant,
    decided: undefined,
  }
  const unheard: OfAttempt[] = []
  for (let i = goesOn ? last.ordered.placed.length : 0; i < placed.length; i++) {
    const { fact, at } = placed[i]!
    if (unheard.length > 0) hear(fold, unheard, at)
    if (fact.recordedAt > at) {
      if (isMoot(fact, facts)) continue
      if (tellsOfEnd(fact)) {
        advance(fold, at)
        if (mustBeHeard(account, fact)) {
          unheard.push(fact)
          continue
        }
      }
    }
    advance(fold, at, fact)
    if (unheard.length > 0) hearAnswered(fold, unheard)
  }
  const wereAllHeard = unheard.length === 0
  hear(fold, unheard, never)
  const reachedAt = fold.at
  const hasFired = advance(fold, now)
  const reached: Reached = {
    account,
    policy,
    parts,
    ordered,
    now,
    at: hasFired ? fold.at : reachedAt,
    openFrom: !wereAllHeard ? never : hasFired ? now : reachedAt,
  }
  parts.observer?.reaches(account, now)
  return { state: account, owed: owedBy(account, policy), reached }
}

const isOfSameKind = (last: Reached, policy: Policy, now: Instant, parts: Parts, who: Who): boolean =>
  last.account.who === who && last.policy === policy && last.parts === parts && last.now <= now

/** Do all facts that the fold has seen still come first, as they did, and the others no earlier than it can go on from? */
function isContinued({ ordered: { placed: before }, openFrom }: Reached, placed: readonly Placed[]): boolean {
  const next = placed[before.length]
  if (next === undefined || next.at < openFrom) return false
  for (let i = 0; i < before.length; i++) {
    const [a, b] = [before[i]!, placed[i]!]
    if (a.fact !== b.fact || a.at !== b.at) return false
  }
  return true
}

function isSameList(a: readonly Fact[], b: readonly Fact[]): boolean {
  if (a.length !== b.length) return false
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false
  return true
}
